import { latched, qosProfile } from '../../ros2/qos';
import { createRosNode } from '../../ros2/rosNode';
import { rosTime, secondsOf } from '../../ros2/rosTime';
import { createSimulator } from '../../simulator/createSimulator';
import { createRealTimeLoop } from '../../simulator/realTimeLoop';
import { sceneOfSeed } from '../../simulator/serveSimulator';
import { type PeerManners, type PeerNews, peerMannersSchema } from './peerManners';

/**
 * A process that is a robot on the ROS graph: the simulator's physics and controllers behind real topics and
 * actions. Its joint states have another order than the model, and joints that are none of the arm's. It
 * misbehaves as its parent tells it to.
 */
let manners: PeerManners = peerMannersSchema.parse({});
const tell = (news: PeerNews) => process.send?.(news);
process.on('message', (message) => {
  manners = peerMannersSchema.parse({ ...manners, ...(message as object) });
});
process.on('disconnect', () => process.exit(0));
// A client may be gone when it is answered: that is no reason for a robot to end.
process.on('unhandledRejection', (error) => process.stderr.write(`robot_peer: ${String(error)}\n`));

const { rcl, node } = await createRosNode('robot_peer');
const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => Date.now() / 1000 });
const stampOf = (sec: number) => rosTime(sec + manners.stampOffsetSec);

type ServerGoal<Goal> = {
  readonly request: Goal;
  readonly isCancelRequested: boolean;
  publishFeedback(feedback: object): void;
  succeed(): void;
  abort(): void;
  canceled(): void;
};
interface Ended {
  readonly status: 'succeeded' | 'aborted' | 'canceled';
  readonly result: object;
}
const waiting = new Map<string, (end: Ended) => void>();
const handles = new Map<string, ServerGoal<unknown>>();
const accepted: string[] = [];
let count = 0;

/** One action server: `begin` gives the goal to the simulator and says whether it took it. */
function serveAction<Goal>(type: string, name: string, begin: (goalId: string, goal: Goal) => boolean): void {
  const ids = new Map<unknown, string>();
  new rcl.ActionServer(
    node,
    type as never,
    name,
    (async (handle: ServerGoal<Goal>) => {
      const goalId = ids.get(handle) ?? '';
      const { status, result } = await new Promise<Ended>((resolve) => {
        const early = endedEarly.get(goalId);
        if (early) resolve(early);
        else waiting.set(goalId, resolve);
      });
      handles.delete(goalId);
      if (status === 'succeeded') handle.succeed();
      // One that another goal replaced was not asked to cancel; controllers call it aborted.
      else if (status === 'canceled' && handle.isCancelRequested) handle.canceled();
      else handle.abort();
      return result;
    }) as never,
    ((goal: Goal) => {
      const until = performance.now() + manners.answerDelayMs;
      while (performance.now() < until);
      const goalId = `peer${++count}`;
      if (!begin(goalId, goal)) return rcl.GoalResponse.REJECT;
      accepted.push(goalId);
      return rcl.GoalResponse.ACCEPT;
    }) as never,
    ((handle: ServerGoal<Goal> & { execute(): void }) => {
      const goalId = accepted.shift() ?? '';
      ids.set(handle, goalId);
      handles.set(goalId, handle as ServerGoal<unknown>);
      handle.execute();
    }) as never,
    ((handle: ServerGoal<Goal>) => {
      tell({ type: 'cancel', atNs: String(process.hrtime.bigint()) });
      const goalId = ids.get(handle) ?? '';
      if (manners.cancel === 'deaf') return rcl.CancelResponse.REJECT;
      // A goal may end as canceled only when the server has noted that it is canceling.
      setImmediate(() => {
        if (manners.cancel === 'lies') end(goalId, 'canceled', { error_code: 0, error_string: 'Canceled.' });
        else simulator.cancel(goalId);
      });
      return rcl.CancelResponse.ACCEPT;
    }) as never,
  );
}
const endedEarly = new Map<string, Ended>();
function end(goalId: string, status: Ended['status'], result: object): void {
  const resolve = waiting.get(goalId);
  waiting.delete(goalId);
  if (resolve) resolve({ status, result });
  else endedEarly.set(goalId, { status, result });
}

interface FollowGoal {
  readonly trajectory: {
    readonly header: { readonly stamp: { readonly sec: number; readonly nanosec: number } };
    readonly joint_names: string[];
    readonly points: readonly {
      readonly positions: ArrayLike<number>;
      readonly velocities: ArrayLike<number>;
      readonly accelerations: ArrayLike<number>;
      readonly time_from_start: { readonly sec: number; readonly nanosec: number };
    }[];
  };
  readonly path_tolerance: readonly { readonly position: number }[];
  readonly goal_tolerance: readonly { readonly position: number }[];
  readonly goal_time_tolerance: { readonly sec: number; readonly nanosec: number };
}
serveAction<FollowGoal>(
  'control_msgs/action/FollowJointTrajectory',
  '/fr3_arm_controller/follow_joint_trajectory',
  (goalId, goal) => {
    const { header, joint_names, points } = goal.trajectory;
    const begins = secondsOf(header.stamp);
    tell({ type: 'goal', atNs: String(process.hrtime.bigint()), points: points.length });
    return simulator.followJointTrajectory({
      goalId,
      jointNames: joint_names,
      points: points.map((point) => ({
        timeFromStart: secondsOf(point.time_from_start),
        positions: Array.from(point.positions),
        velocities: Array.from(point.velocities),
        accelerations: Array.from(point.accelerations),
      })),
      pathTolerance: goal.path_tolerance[0]?.position ?? 0,
      goalTolerance: goal.goal_tolerance[0]?.position ?? 0,
      goalTimeToleranceSec: secondsOf(goal.goal_time_tolerance),
      ...(begins > 0 && { startSec: begins - manners.stampOffsetSec }),
    }).accepted;
  },
);
serveAction<{ command: { position: number; max_effort: number } }>(
  'control_msgs/action/GripperCommand',
  '/fr3_hand/gripper_cmd',
  (goalId, { command }) =>
    simulator.gripperCommand({ goalId, width: 2 * command.position, maxEffort: command.max_effort }).accepted,
);

const publisher = node.createPublisher('sensor_msgs/msg/JointState', '/joint_states');
// The description comes once, and is kept for those who come later.
const keeping = { qos: qosProfile(rcl, latched, 1) };
node
  .createPublisher('std_msgs/msg/String', '/robot_description', keeping as never)
  .publish({ data: '<robot name="peer"/>' } as never);

function publishJoints(): void {
  if (manners.silent) return;
  const { stampSec, names, positions, velocities, efforts } = simulator.jointState();
  // Fingers first, the arm from tip to base, and a wheel that is none of it.
  const order = names.map((_, i) => names.length - 1 - i);
  const sorted = (values: readonly number[], extra: number) => [extra, ...order.map((at) => values[at]!)];
  const state = {
    header: {
      stamp: manners.joints === 'unstamped' ? { sec: 0, nanosec: 0 } : stampOf(stampSec),
      frame_id: '',
    },
    name: ['wheel_joint', ...order.map((at) => names[at]!)],
    position: sorted(positions, 3),
    velocity: manners.joints === 'noVelocities' ? [] : sorted(velocities, 0),
    effort: sorted(efforts, 0),
  };
  const first = state.name.indexOf('fr3_joint1');
  if (manners.joints === 'nan') state.position[first] = Number.NaN;
  if (manners.joints === 'beyondLimits') state.position[first] = 4;
  if (manners.joints === 'effort') state.effort[first] = 500;
  if (manners.joints === 'jointMissing') {
    for (const values of [state.name, state.position, state.velocity, state.effort])
      (values as unknown[]).splice(first, 1);
  }
  publisher.publish(state as never);
}

simulator.onEvent((event) => {
  if (event.type === 'jointState') publishJoints();
  if (event.type === 'gripper') {
    const { goalId, status, position, effort, stalled, reachedGoal } = event.result;
    end(goalId, status, { position: position / 2, effort, stalled, reached_goal: reachedGoal });
    return;
  }
  if (event.type !== 'trajectory') return;
  const news = event.event;
  if (news.type === 'result') {
    end(news.goalId, news.status, { error_code: news.errorCode, error_string: news.errorString });
    return;
  }
  if (manners.noFeedback) return;
  const header = { stamp: stampOf(event.stampSec), frame_id: '' };
  const time_from_start = rosTime(news.timeFromStart);
  const point = (positions: readonly number[]) => ({
    positions: [...positions],
    velocities: [],
    accelerations: [],
    effort: [],
    time_from_start,
  });
  handles.get(news.goalId)?.publishFeedback({
    header,
    joint_names: [...simulator.robot.armJointNames],
    desired: point(news.desired),
    actual: point(news.actual),
    error: point(news.error),
    ...multiDof,
  });
});
const nothing = {
  transforms: [],
  velocities: [],
  accelerations: [],
  time_from_start: { sec: 0, nanosec: 0 },
};
const multiDof = {
  multi_dof_joint_names: [],
  multi_dof_desired: nothing,
  multi_dof_actual: nothing,
  multi_dof_error: nothing,
};

const tick = createRealTimeLoop({
  advance: simulator.step,
  nowSec: () => performance.now() / 1000,
  onBehind: () => undefined,
});
setInterval(tick, 2);
tell({ type: 'ready' });
