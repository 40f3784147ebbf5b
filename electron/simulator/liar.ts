import type { JointState, TrajectoryGoal } from '../../shared/contract/simulatorContract';
import type { Simulator, SimulatorEvent } from './createSimulator';

export const lies = [
  /** Says done, soon after it began, and moves on. */
  'saysDone',
  /** Answers a cancel, says canceled, and moves on to the goal's end. */
  'saysCanceled',
  /** Answers a cancel, and does nothing about it. */
  'ignoresCancel',
  /** Cancels some time later. */
  'runsOn',
  /** Joint states with fresh stamps that stand still, whatever the joints do. */
  'standsStill',
  /** Does not say how a goal ended. */
  'neverEnds',
  /** Refuses a goal with words, and executes it. */
  'saysRefused',
] as const;
export type Lie = (typeof lies)[number];

const doneAfterSec = 0.15;

/** The robot's controller as its client sees it, and what it is not. Truth stays with `inner`. */
export function createLiar(inner: Simulator, runsOnSec = 0.8) {
  const active = new Set<Lie>();
  const listeners = new Set<(event: SimulatorEvent) => void>();
  /** Goals about whose end a word was said already. */
  const ended = new Set<string>();
  const running = new Map<string, { readonly kind: 'trajectory' | 'gripper'; readonly sinceSec: number }>();
  let late: { readonly atSec: number; readonly cancel: () => void }[] = [];
  let frozen: JointState | undefined;

  const emit = (event: SimulatorEvent) => {
    for (const listener of [...listeners]) listener(event);
  };

  function say(goalId: string, status: 'succeeded' | 'canceled'): void {
    const goal = running.get(goalId);
    if (!goal || ended.has(goalId)) return;
    ended.add(goalId);
    const stampSec = inner.stampSec();
    if (goal.kind === 'trajectory') {
      const event = { type: 'result', goalId, status, errorCode: 0, errorString: '' } as const;
      emit({ type: 'trajectory', stampSec, event });
    } else {
      const reachedGoal = status === 'succeeded';
      emit({
        type: 'gripper',
        stampSec,
        result: { goalId, status, position: 0, effort: 0, stalled: false, reachedGoal },
      });
    }
  }

  /** Whether the world hears of the end of a goal that really ended. */
  function tellsEnd(goalId: string): boolean {
    running.delete(goalId);
    return !active.has('neverEnds') && !ended.has(goalId);
  }

  inner.onEvent((event) => {
    if (event.type === 'jointState') {
      for (const [goalId, { sinceSec }] of running) {
        if (active.has('saysDone') && inner.stampSec() - sinceSec > doneAfterSec) say(goalId, 'succeeded');
      }
      const due = late.filter(({ atSec }) => inner.stampSec() >= atSec);
      late = late.filter((entry) => !due.includes(entry));
      for (const { cancel } of due) cancel();
      if (active.has('standsStill')) {
        frozen ??= event.jointState;
        const { stampSec } = event.jointState;
        const velocities = event.jointState.velocities.map(() => 0);
        emit({ type: 'jointState', jointState: { ...frozen, stampSec, velocities } });
      } else {
        frozen = undefined;
        emit(event);
      }
    } else if (event.type === 'trajectory' && event.event.type === 'result') {
      if (tellsEnd(event.event.goalId)) emit(event);
    } else if (event.type === 'gripper') {
      if (tellsEnd(event.result.goalId)) emit(event);
    } else emit(event);
  });

  function begin<T extends { readonly goalId: string }>(
    kind: 'trajectory' | 'gripper',
    goal: T,
    accept: (goal: T) => {
      readonly accepted: boolean;
      readonly errorCode: number;
      readonly errorString: string;
    },
  ) {
    const answer = accept(goal);
    if (!answer.accepted) return answer;
    running.set(goal.goalId, { kind, sinceSec: inner.stampSec() });
    if (!active.has('saysRefused')) return answer;
    ended.add(goal.goalId);
    return { accepted: false, errorCode: -1, errorString: 'Not now.' };
  }

  const simulator: Simulator = {
    ...inner,
    followJointTrajectory: (goal: TrajectoryGoal) => begin('trajectory', goal, inner.followJointTrajectory),
    gripperCommand: (goal) => begin('gripper', goal, inner.gripperCommand),
    cancel(goalId, reason) {
      const named = goalId === undefined ? [...running.keys()] : [goalId];
      if (active.has('ignoresCancel')) return named.length;
      if (active.has('saysCanceled')) {
        for (const name of named) say(name, 'canceled');
        return named.length;
      }
      if (active.has('runsOn')) {
        for (const name of named) say(name, 'canceled');
        late.push({ atSec: inner.stampSec() + runsOnSec, cancel: () => inner.cancel(goalId, reason) });
        return named.length;
      }
      return inner.cancel(goalId, reason);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return { simulator, active };
}
export type Liar = ReturnType<typeof createLiar>;
