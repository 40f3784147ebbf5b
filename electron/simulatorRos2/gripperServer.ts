import type { Client, Event } from '../../shared/contract/channel';
import type { simulatorContract } from '../../shared/contract/simulatorContract';
import type { RosNode } from '../ros2/rosNode';
import { createOpenGoals, type GoalHandle, goalIdOf, settle } from './actionGoals';
import { names } from './names';

type Simulator = Client<typeof simulatorContract>;
type GripperEnd = Event<typeof simulatorContract, 'gripperResult'>;

interface GripperGoalHandle extends GoalHandle {
  readonly request: { readonly command: { readonly position: number; readonly max_effort: number } };
}

const type = 'control_msgs/action/GripperCommand';

/**
 * GripperCommand on the simulated hand. Its position is the travel of one finger (m), half the opening, as
 * for the real hand and as in /joint_states; stopping on an object is a success that says `stalled`.
 */
export function createGripperServer({ rcl, node }: RosNode) {
  const goals = createOpenGoals<GripperEnd>();
  let simulator: Simulator | undefined;

  const result = (end: Partial<Pick<GripperEnd, 'position' | 'effort' | 'stalled' | 'reachedGoal'>>) =>
    new (rcl.require(type as never) as unknown as { Result: new (plain: object) => object }).Result({
      position: (end.position ?? Number.NaN) / 2,
      effort: end.effort ?? Number.NaN,
      stalled: end.stalled ?? false,
      reached_goal: end.reachedGoal ?? false,
    });

  async function execute(handle: GripperGoalHandle): Promise<object> {
    const goalId = goalIdOf(handle.goalId.uuid);
    const { position, max_effort } = handle.request.command;
    try {
      if (!simulator) throw new Error('The simulator is not there.');
      const ended = goals.begin(goalId);
      const answer = await simulator.request(
        'gripperCommand',
        { goalId, width: 2 * position, maxEffort: max_effort },
        { timeoutMs: 3000 },
      );
      if (!answer.accepted) throw new Error(answer.errorString);
      const end = await ended;
      if (!end) throw new Error('The simulator went away.');
      settle(handle, end.status);
      return result(end);
    } catch (error) {
      // GripperCommand's result has no words: they go to the log.
      console.error(`A gripper goal was aborted: ${(error as Error).message}`);
      settle(handle, 'aborted');
      return result({});
    }
  }

  function cancel(handle: GripperGoalHandle): number {
    simulator
      ?.request('cancel', { goalId: goalIdOf(handle.goalId.uuid) }, { timeoutMs: 3000 })
      .catch((error: Error) => console.error(`The simulator did not take a cancel: ${error.message}`));
    return rcl.CancelResponse.ACCEPT;
  }

  const server = new rcl.ActionServer(
    node,
    type as never,
    names.gripperAction,
    execute as never,
    () => rcl.GoalResponse.ACCEPT,
    undefined,
    cancel as never,
  );

  return {
    attach(client: Simulator): void {
      simulator = client;
      client.on('gripperResult', (end) => goals.end(end.goalId, end));
      client.onClose(() => {
        if (simulator === client) simulator = undefined;
        goals.lose();
      });
    },
    close: () => server.destroy(),
  };
}
