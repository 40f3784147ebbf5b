import { createStore, type StoreApi } from 'zustand/vanilla';
import type { LoopView } from '../loop/loopView';

/** The moment of the plan that is looked at (s of its clock), while it is not being executed. */
export interface PlanCursor {
  readonly timeSec: number;
  readonly playing: boolean;
}
export type PlanCursorStore = StoreApi<PlanCursor>;

export function createPlanCursor(): PlanCursorStore {
  return createStore<PlanCursor>(() => ({ timeSec: 0, playing: false }));
}

/** The moment to show: the execution's while there is one, else where the operator has put the cursor. */
export function shownTimeSec({ session, run }: LoopView, cursor: PlanCursor): number {
  const moving = session.state === 'executing' || session.state === 'stopping';
  return moving && run?.execution ? run.execution.last.planTimeSec : cursor.timeSec;
}
