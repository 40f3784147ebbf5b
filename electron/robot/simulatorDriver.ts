import { connect, type Port } from '../../shared/contract/channel';
import { simulatorContract, trajectoryResultCode } from '../../shared/contract/simulatorContract';
import type { Clock } from './clock';
import type { DriverEvents, GoalEnd, GripperEnd, RobotDriver } from './driver';

/** ms: a foreign goal that has said nothing for so long has ended. */
const foreignSilenceMs = 500;
const loadSceneTimeoutMs = 20_000;
/** ms: how often the simulator hears that its client lives. */
const aliveEveryMs = 100;

interface OpenGoal {
  readonly end: (end: GripperEnd) => void;
}

const without = { width: Number.NaN, effort: Number.NaN, stalled: false, reachedGoal: false };

/** The driver of the embedded simulator: simulatorContract at the other end of a port. */
export function createSimulatorDriver(port: Port, clock: Clock, events: DriverEvents): RobotDriver {
  const client = connect(port, simulatorContract, ({ name, problem }) =>
    events.fault(`The simulator's "${name}" cannot be understood: ${problem}`),
  );
  const open = new Map<string, OpenGoal>();
  const own = new Set<string>();
  let sceneSeed: number | null = null;
  let foreign: { readonly goalId: string; readonly atMs: number } | undefined;

  function end(goalId: string, how: GripperEnd): void {
    if (foreign?.goalId === goalId) foreign = undefined;
    const goal = open.get(goalId);
    open.delete(goalId);
    goal?.end(how);
  }

  /** Remembers the goal, has it sent, and resolves with its end. */
  function begin(
    goalId: string,
    send: () => Promise<{ accepted: boolean; errorCode: number; errorString: string }>,
  ): Promise<GripperEnd> {
    return new Promise((resolve) => {
      own.add(goalId);
      open.set(goalId, { end: resolve });
      send().then(
        (answer) => {
          if (answer.accepted) return;
          end(goalId, { ...without, status: 'rejected', code: answer.errorCode, text: answer.errorString });
        },
        // Nothing is known: an answer that cannot be understood may have been a yes.
        (error: Error) =>
          end(goalId, {
            ...without,
            status: 'lost',
            code: trajectoryResultCode.INVALID_GOAL,
            text: error.message,
          }),
      );
    });
  }

  const endHeartbeat = clock.every(aliveEveryMs, () => client.notify('alive', {}));
  client.on('jointState', (state) => events.jointState(state));
  client.on('scene', ({ seed }) => {
    sceneSeed = seed;
  });
  client.on('feedback', ({ goalId, stampSec, timeFromStart }) => {
    if (own.has(goalId)) events.feedback({ goalId, stampSec, timeFromStart });
    else foreign = { goalId, atMs: clock.nowMs() };
  });
  client.on('result', ({ goalId, status, errorCode, errorString }) =>
    end(goalId, { ...without, status, code: errorCode, text: errorString }),
  );
  client.on('gripperResult', ({ goalId, status, position, effort, stalled, reachedGoal }) =>
    end(goalId, { status, code: 0, text: '', width: position, effort, stalled, reachedGoal }),
  );
  client.onClose(() => {
    endHeartbeat();
    const text = 'The connection to the simulator closed.';
    for (const goalId of [...open.keys()]) end(goalId, { ...without, status: 'lost', code: 0, text });
    events.closed();
  });

  return {
    kind: 'simulator',
    followTrajectory: (goal): Promise<GoalEnd> =>
      begin(goal.goalId, () => client.request('followJointTrajectory', goal)),
    commandGripper: (goal) => begin(goal.goalId, () => client.request('gripperCommand', goal)),
    cancel: () => {
      // That it was answered proves nothing: the joints' velocity does.
      client.request('cancel', {}).catch(() => undefined);
    },
    loadScene: async (seed) => {
      await client.request('loadScene', { seed }, { timeoutMs: loadSceneTimeoutMs });
    },
    sceneSeed: () => sceneSeed,
    otherCommander: () =>
      foreign && clock.nowMs() - foreign.atMs < foreignSilenceMs
        ? `the goal "${foreign.goalId}" is running.`
        : null,
    close: () => client.close(),
  };
}
