import { randomBytes } from 'node:crypto';
import { CdrWriter } from '@foxglove/cdr';
import { rosTime, secondsOf } from '../../ros2/rosTime';
import { createSimulator } from '../../simulator/createSimulator';
import { createRealTimeLoop } from '../../simulator/realTimeLoop';
import { sceneOfSeed } from '../../simulator/serveSimulator';
import { cborOf } from './cborOf';
import { type Peer, webSocketServer } from './webSocketServer';

type Duration = { readonly sec: number; readonly nanosec: number };
interface FollowGoal {
  readonly trajectory: {
    readonly joint_names: string[];
    readonly points: readonly {
      readonly positions: number[];
      readonly velocities: number[];
      readonly accelerations: number[];
      readonly time_from_start: Duration;
    }[];
  };
  readonly path_tolerance: readonly { readonly position: number }[];
  readonly goal_tolerance: readonly { readonly position: number }[];
  readonly goal_time_tolerance: Duration;
}
interface Goal {
  /** The client's own name of it; none for a stranger's. */
  readonly id: string | undefined;
  readonly uuid: Buffer;
  readonly action: string;
  readonly peer: Peer | undefined;
  active: boolean;
}

const arm = '/fr3_arm_controller/follow_joint_trajectory';
const hand = '/fr3_hand/gripper_cmd';
const statusNumber = { succeeded: 4, canceled: 5, aborted: 6 } as const;

export interface BridgeManners {
  /** What is said of a goal that the controller rejects: rosbridge 2.0 never says anything. */
  rejection: 'told' | 'silent';
  /** The action's servers are gone. */
  noServers: boolean;
}

/**
 * The published rosbridge protocol (v2, with actions and "cbor-raw") with the simulator's physics behind it,
 * in this process and without any ROS: what the console says to a rosbridge is answered as rosbridge_suite does
 * (looked up and tried at its commit c1bfc2f): with goal ids of its own, cancels by the client's names, and deaf
 * on a connection while a goal runs that came over it.
 */
export async function startBridgePeer(tls?: { readonly key: string; readonly cert: string }) {
  const simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => Date.now() / 1000 });
  const manners: BridgeManners = { rejection: 'told', noServers: false };
  const subscribers = new Map<string, Set<Peer>>();
  const goals = new Map<string, Goal>();
  /** Connections that are not read from while a goal runs that came over them, and what waits there. */
  const waiting = new Map<Peer, Record<string, unknown>[]>();
  const heard: Record<string, unknown>[] = [];
  const cancels: number[] = [];

  function publish(topic: string, bytes: Uint8Array): void {
    const message = cborOf({ op: 'publish', topic, msg: { secs: 1, nsecs: 2, bytes } });
    for (const peer of subscribers.get(topic) ?? []) peer.sendBinary(message);
  }

  function publishGoals(action: string): void {
    const active = [...goals.values()].filter((goal) => goal.action === action && goal.active);
    const writer = new CdrWriter();
    writer.sequenceLength(active.length);
    for (const { uuid } of active) {
      writer.uint8Array(uuid);
      writer.int32(0);
      writer.uint32(0);
      writer.int8(2);
    }
    publish(`${action}/_action/status`, writer.data);
  }

  function publishJoints(): void {
    const { stampSec, names, positions, velocities, efforts } = simulator.jointState();
    const { sec, nanosec } = rosTime(stampSec);
    const writer = new CdrWriter();
    writer.int32(sec);
    writer.uint32(nanosec);
    writer.string('');
    writer.sequenceLength(names.length);
    for (const name of names) writer.string(name);
    for (const values of [positions, velocities, efforts]) writer.float64Array(values, true);
    publish('/joint_states', writer.data);
  }

  function begin(goal: Goal, args: unknown): boolean {
    const goalId = goal.uuid.toString('hex');
    if (goal.action === hand) {
      const { position, max_effort } = (args as { command: { position: number; max_effort: number } })
        .command;
      return simulator.gripperCommand({ goalId, width: 2 * position, maxEffort: max_effort }).accepted;
    }
    const { trajectory, path_tolerance, goal_tolerance, goal_time_tolerance } = args as FollowGoal;
    return simulator.followJointTrajectory({
      goalId,
      jointNames: trajectory.joint_names,
      points: trajectory.points.map((point) => ({
        timeFromStart: secondsOf(point.time_from_start),
        positions: point.positions,
        velocities: point.velocities,
        accelerations: point.accelerations,
      })),
      pathTolerance: path_tolerance[0]?.position ?? 0,
      goalTolerance: goal_tolerance[0]?.position ?? 0,
      goalTimeToleranceSec: secondsOf(goal_time_tolerance),
    }).accepted;
  }

  function sendGoal(message: Record<string, unknown>, peer: Peer | undefined): void {
    const goal: Goal = {
      id: message.id as string | undefined,
      uuid: randomBytes(16),
      action: message.action as string,
      peer,
      active: true,
    };
    // A goal takes its way to the controller; a cancel that comes before its answer is not passed on.
    setTimeout(() => {
      if (begin(goal, message.args)) {
        goals.set(goal.uuid.toString('hex'), goal);
        publishGoals(goal.action);
      } else if (manners.rejection === 'told') {
        const values = 'Action goal was rejected';
        peer?.sendText(
          JSON.stringify({
            op: 'action_result',
            id: goal.id,
            action: goal.action,
            values,
            status: 0,
            result: false,
          }),
        );
        readOn(peer);
      }
    }, 5);
  }

  function end(goalId: string, status: keyof typeof statusNumber, result: object): void {
    const goal = goals.get(goalId);
    if (!goal?.active) return;
    goal.active = false;
    publishGoals(goal.action);
    goal.peer?.sendText(
      JSON.stringify({
        op: 'action_result',
        id: goal.id,
        action: goal.action,
        values: result,
        status: statusNumber[status],
        result: true,
      }),
    );
    readOn(goal.peer);
  }

  function cancelService(service: string, uuid: Buffer): object {
    const action = service.replace('/_action/cancel_goal', '');
    const all = uuid.every((byte) => byte === 0);
    const chosen = [...goals].filter(
      ([key, goal]) => goal.action === action && goal.active && (all || key === uuid.toString('hex')),
    );
    if (chosen.length > 0) cancels.push(performance.now());
    for (const [key] of chosen) simulator.cancel(key);
    return { return_code: chosen.length > 0 || all ? 0 : 2, goals_canceling: [] };
  }

  function callService({ id, service, args }: Record<string, unknown>, peer: Peer): void {
    const answer = (result: boolean, values: unknown) =>
      peer.sendText(JSON.stringify({ op: 'service_response', id, service, values, result }));
    const name = service as string;
    if (name.endsWith('/_action/cancel_goal') && !manners.noServers) {
      const { goal_info } = args as { goal_info: { goal_id: { uuid: number[] } } };
      answer(true, cancelService(name, Buffer.from(goal_info.goal_id.uuid)));
    } else if (name === '/rosapi/publishers') answer(true, { publishers: [] });
    else answer(false, `Service ${name} does not exist`);
  }

  const server = await webSocketServer(
    {
      onPeer: () => undefined,
      onText(text, peer) {
        const message = JSON.parse(text) as Record<string, unknown>;
        const behind = waiting.get(peer);
        if (behind) behind.push(message);
        else hear(message, peer);
      },
      onGone(peer) {
        waiting.delete(peer);
        for (const peers of subscribers.values()) peers.delete(peer);
      },
    },
    tls,
  );

  function hear(message: Record<string, unknown>, peer: Peer): void {
    heard.push(message);
    if (message.op === 'subscribe') {
      const topic = message.topic as string;
      subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(peer));
      // The action's list is kept for those who come later.
      if (topic.endsWith('/_action/status')) publishGoals(topic.replace('/_action/status', ''));
    }
    if (message.op === 'send_action_goal') {
      waiting.set(peer, []);
      sendGoal(message, peer);
    }
    if (message.op === 'call_service') callService(message, peer);
    if (message.op === 'cancel_action_goal') {
      const goal = [...goals].find(([, { id, active }]) => active && id === message.id);
      if (!goal) return;
      cancels.push(performance.now());
      simulator.cancel(goal[0]);
    }
  }

  /** A goal that was sent over this connection has ended: now the bridge reads on. */
  function readOn(peer: Peer | undefined): void {
    const behind = peer && waiting.get(peer);
    if (!peer || !behind) return;
    waiting.delete(peer);
    for (const [i, message] of behind.entries()) {
      if (waiting.has(peer)) {
        waiting.get(peer)!.push(...behind.slice(i));
        return;
      }
      hear(message, peer);
    }
  }

  const nothing = { transforms: [], velocities: [], accelerations: [], time_from_start: rosTime(0) };
  simulator.onEvent((event) => {
    if (event.type === 'jointState') publishJoints();
    if (event.type === 'gripper') {
      const { goalId, status, position, effort, stalled, reachedGoal } = event.result;
      end(goalId, status, { position: position / 2, effort, stalled, reached_goal: reachedGoal });
    }
    if (event.type !== 'trajectory') return;
    const news = event.event;
    if (news.type === 'result') {
      end(news.goalId, news.status, { error_code: news.errorCode, error_string: news.errorString });
      return;
    }
    const goal = goals.get(news.goalId);
    const point = (positions: readonly number[]) => ({
      positions,
      time_from_start: rosTime(news.timeFromStart),
    });
    goal?.peer?.sendText(
      JSON.stringify({
        op: 'action_feedback',
        id: goal.id,
        action: goal.action,
        values: {
          header: { stamp: rosTime(event.stampSec), frame_id: '' },
          joint_names: simulator.robot.armJointNames,
          desired: point(news.desired),
          actual: point(news.actual),
          error: point(news.error),
          multi_dof_desired: nothing,
        },
      }),
    );
  });
  const tick = createRealTimeLoop({
    advance: simulator.step,
    nowSec: () => performance.now() / 1000,
    onBehind: () => undefined,
  });
  const timer = setInterval(tick, 2);

  return {
    url: server.url,
    manners,
    /** All that the console has said. */
    heard,
    /** When (performance.now, ms) a cancel reached a goal that ran. */
    cancels,
    breakAll: server.breakAll,
    freeze: server.freeze,
    /** Somebody else's goal, here the last one of the console's again. */
    strangersGoal() {
      const last = heard.filter(({ op, action }) => op === 'send_action_goal' && action === arm).at(-1);
      sendGoal({ action: arm, args: last?.args }, undefined);
    },
    close() {
      clearInterval(timer);
      server.close();
    },
  };
}
export type BridgePeer = Awaited<ReturnType<typeof startBridgePeer>>;
