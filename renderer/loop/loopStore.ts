import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FaultText } from '../../shared/contract/common';
import type { StopReport } from '../../shared/contract/robotContract';
import {
  advance,
  initialSession,
  type Session,
  type SessionEvent,
} from '../../shared/session/sessionMachine';
import type { LoopView, RunView } from './loopView';

/** Older faults than these have been read or do not matter any more. */
const keptFaults = 5;

export interface LoopStore {
  readonly view: StoreApi<LoopView>;
  session(): Session;
  dispatch(event: SessionEvent): void;
  beginRun(run: RunView): void;
  /** Changes the present run, if there is one. */
  updateRun(change: Partial<RunView> | ((run: RunView) => Partial<RunView>)): void;
  forgetRun(): void;
  addFault(fault: FaultText): void;
  dismissFault(fault: FaultText): void;
  /** A stop begins: nothing is known of it yet. */
  beginStop(): void;
  reportStop(report: StopReport): void;
}

/** Holds the LoopView. `nowSec` is the robot's clock; it also measures how long each state lasts. */
export function createLoopStore(nowSec: () => number): LoopStore {
  const view = createStore<LoopView>(() => ({
    session: initialSession,
    stateSinceSec: nowSec(),
    run: null,
    lastStop: null,
    currentStop: null,
    faults: [],
  }));

  return {
    view,
    session: () => view.getState().session,
    dispatch(event) {
      const { session, stateSinceSec, run } = view.getState();
      const next = advance(session, event);
      if (next === session) return;
      const now = nowSec();
      const tookMs = Math.max(0, (now - stateSinceSec) * 1000);
      view.setState({
        session: next,
        stateSinceSec: now,
        run: run && { ...run, durationsMs: { ...run.durationsMs, [session.state]: tookMs } },
      });
    },
    // A new run is the operator's answer to what was reported before.
    beginRun: (run) => view.setState({ run, faults: [] }),
    updateRun(change) {
      const { run } = view.getState();
      if (!run) return;
      view.setState({ run: { ...run, ...(typeof change === 'function' ? change(run) : change) } });
    },
    forgetRun: () => view.setState({ run: null }),
    addFault: (fault) =>
      view.setState(({ faults }) => ({
        faults: [fault, ...faults.filter((each) => each.happened !== fault.happened)].slice(0, keptFaults),
      })),
    dismissFault: (fault) =>
      view.setState(({ faults }) => ({ faults: faults.filter((each) => each !== fault) })),
    beginStop: () => view.setState({ currentStop: null }),
    reportStop: (report) => view.setState({ lastStop: report, currentStop: report }),
  };
}
