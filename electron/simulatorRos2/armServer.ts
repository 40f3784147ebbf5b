import type { Client, Event } from '../../shared/contract/channel';
import { type simulatorContract, trajectoryResultCode } from '../../shared/contract/simulatorContract';
import { motionLimits } from '../../shared/motion/limits';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { RosNode } from '../ros2/rosNode';
import { rosTime } from '../ros2/rosTime';
import { createOpenGoals, type GoalHandle, goalIdOf, settle } from './actionGoals';
import { names } from './names';
import type { RosClock } from './rosClock';
import { declareParameters } from './rosGraph';
import { defaultTolerances, type FollowJointTrajectoryGoal, readTrajectoryGoal } from './trajectoryGoal';

type Simulator = Client<typeof simulatorContract>;
type SimulatorEvent<K extends keyof typeof simulatorContract.events> = Event<typeof simulatorContract, K>;

interface ArmGoalHandle extends GoalHandle {
  readonly request: { toPlainObject(typedArrays: boolean): FollowJointTrajectoryGoal };
  publishFeedback(feedback: object): void;
}

const type = 'control_msgs/action/FollowJointTrajectory';

/**
 * FollowJointTrajectory on the simulated arm. A goal that the controller refuses is accepted and at once
 * aborted, with its code and its words: a rejection could carry neither.
 */
export function createArmServer(ros: RosNode, robot: RobotModel, clock: RosClock, nowSec: () => number) {
  const { rcl, node } = ros;
  const goals = createOpenGoals<SimulatorEvent<'result'>>();
  const handles = new Map<string, ArmGoalHandle>();
  /** Goals that wait for the time of their stamp, and how to end the waiting. */
  const waiting = new Map<string, () => void>();
  let simulator: Simulator | undefined;

  declareParameters(ros, controllerParameters(robot));

  const result = (errorCode: number, errorString: string) =>
    new (rcl.require(type as never) as unknown as { Result: new (plain: object) => object }).Result({
      error_code: errorCode,
      error_string: errorString,
    });

  function fail(handle: ArmGoalHandle, errorCode: number, errorString: string) {
    settle(handle, 'aborted');
    return result(errorCode, errorString);
  }

  async function execute(handle: ArmGoalHandle): Promise<object> {
    const goalId = goalIdOf(handle.goalId.uuid);
    const read = readTrajectoryGoal(goalId, handle.request.toPlainObject(true), nowSec());
    if (read.kind === 'refused') return fail(handle, read.errorCode, read.errorString);
    if (read.startsInSec > 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, read.startsInSec * 1000);
        waiting.set(goalId, () => {
          clearTimeout(timer);
          resolve();
        });
      });
      waiting.delete(goalId);
      if (handle.isCancelRequested) {
        settle(handle, 'canceled');
        return result(trajectoryResultCode.SUCCESSFUL, 'Canceled before it began.');
      }
    }
    if (!simulator) return fail(handle, trajectoryResultCode.INVALID_GOAL, 'The simulator is not there.');
    handles.set(goalId, handle);
    try {
      const ended = goals.begin(goalId);
      const { startSec } = read.goal;
      const goal =
        startSec === undefined ? read.goal : { ...read.goal, startSec: clock.simulatorSec(startSec) };
      const answer = await simulator.request('followJointTrajectory', goal, { timeoutMs: 3000 });
      if (!answer.accepted) return fail(handle, answer.errorCode, answer.errorString);
      const end = await ended;
      if (!end) return fail(handle, trajectoryResultCode.INVALID_GOAL, 'The simulator went away.');
      settle(handle, end.status);
      return result(end.errorCode, end.errorString);
    } catch (error) {
      return fail(handle, trajectoryResultCode.INVALID_GOAL, (error as Error).message);
    } finally {
      handles.delete(goalId);
    }
  }

  /** Accepted at once: the goal's state changes before the simulator's word about its end can come. */
  function cancel(handle: ArmGoalHandle): number {
    const goalId = goalIdOf(handle.goalId.uuid);
    waiting.get(goalId)?.();
    simulator?.request('cancel', { goalId }, { timeoutMs: 3000 }).catch((error: Error) => {
      console.error(`The simulator did not take a cancel: ${error.message}`);
    });
    return rcl.CancelResponse.ACCEPT;
  }

  const server = new rcl.ActionServer(
    node,
    type as never,
    names.followJointTrajectory,
    execute as never,
    () => rcl.GoalResponse.ACCEPT,
    undefined,
    cancel as never,
  );

  return {
    attach(client: Simulator): void {
      simulator = client;
      client.on('result', (event) => goals.end(event.goalId, event));
      client.on('feedback', ({ goalId, stampSec, timeFromStart, desired, actual, error }) => {
        const handle = handles.get(goalId);
        if (!handle?.isActive || handle.isCancelRequested) return;
        const point = (positions: readonly number[]) => ({
          positions,
          velocities: [],
          accelerations: [],
          effort: [],
          time_from_start: rosTime(timeFromStart),
        });
        handle.publishFeedback({
          header: { stamp: clock.stamp(stampSec), frame_id: '' },
          joint_names: robot.armJointNames,
          desired: point(desired),
          actual: point(actual),
          error: point(error),
        });
      });
      client.onClose(() => {
        if (simulator === client) simulator = undefined;
        goals.lose();
      });
    },
    close: () => server.destroy(),
  };
}

/** The parameters of a joint_trajectory_controller that say how careful it is. */
function controllerParameters(robot: RobotModel) {
  const { acceleration } = motionLimits(robot);
  return {
    joints: robot.armJointNames,
    command_interfaces: ['position'],
    state_interfaces: ['position', 'velocity'],
    allow_partial_joints_goal: false,
    action_monitor_rate: 20,
    'constraints.goal_time': defaultTolerances.goalTimeSec,
    'constraints.stopped_velocity_tolerance': 0.01,
    'constraints.decelerate_on_cancel': true,
    ...Object.fromEntries(
      robot.armJointNames.flatMap((joint, i) => [
        [`constraints.${joint}.trajectory`, defaultTolerances.path],
        [`constraints.${joint}.goal`, defaultTolerances.goal],
        [`constraints.${joint}.max_deceleration_on_cancel`, acceleration[i]!],
      ]),
    ),
  };
}
