import { createRequire } from 'node:module';
import type { ActionClient } from 'rclnodejs';
import { hasInterface } from '../../../ros2/loadRclnodejs';
import { latched, qosProfile } from '../../../ros2/qos';
import type { RosNode } from '../../../ros2/rosNode';
import type { GoalId } from '../goalIds';
import { activeGoals } from '../goalStatus';
import type { ActionLine, GoalAnswer, SentGoal } from '../robotWire';

/** The parts of rclnodejs 1.9's action client that are no interface of it; see createByteSender. */
interface ClientInside {
  readonly handle: unknown;
  readonly typeClass: {
    readonly impl: { readonly SendGoalService: { readonly Request: new () => { toRawROS(): Buffer } } };
  };
  readonly _pendingGoalRequests: Map<number, { setResult(handle: GoalHandle): void }>;
  readonly _sequenceNumberGoalIdMap: Map<number, { uuid: GoalId }>;
  readonly _feedbackCallbacks: Map<string, (feedback: Readonly<Record<string, unknown>>) => void>;
}
interface Native {
  deserialize(pkg: string, folder: string, name: string, bytes: Buffer, into: Buffer): void;
  actionSendGoalRequest(handle: unknown, message: Buffer): number;
}
interface GoalHandle {
  readonly status: number;
  isAccepted(): boolean;
  getResult(): Promise<Readonly<Record<string, unknown>>>;
}
interface CancelClient {
  sendRequest(request: object, answer: (response: { return_code: number }) => void): void;
}

const everyGoal = new Uint8Array(16);

/** An action over DDS. Throws in words when the action's type is not there. */
export function createDdsAction(ros: RosNode, name: string, type: string): ActionLine {
  if (!hasInterface(type)) {
    throw new Error(`${type} is not among the message types of this ROS 2. Install its package.`);
  }
  const client = new ros.rcl.ActionClient(ros.node, type as never, name) as ActionClient<never>;
  const cancelClient = ros.node.createClient(
    'action_msgs/srv/CancelGoal',
    `${name}/_action/cancel_goal`,
  ) as unknown as CancelClient;
  const byBytes = createByteSender(client as unknown as ClientInside, type);

  function handleOf(id: GoalId, { message, onFeedback }: SentGoal): Promise<GoalHandle> {
    if (message.bytes) return byBytes.send(id, message.bytes(id), onFeedback);
    const uuid = { uuid: id } as never;
    return client.sendGoal(message.plain() as never, onFeedback as never, uuid) as never;
  }
  const answerOf = (handle: GoalHandle): GoalAnswer => {
    const accepted = handle.isAccepted();
    const ended = accepted
      ? handle.getResult().then((result) => ({ status: handle.status, result }))
      : new Promise<never>(() => undefined);
    return { accepted, ended };
  };

  return {
    isAvailable: () => client.isActionServerAvailable(),
    warmUp: ({ bytes }) => {
      if (bytes) byBytes.warmUp(bytes(everyGoal));
    },
    send: (id, goal) => handleOf(id, goal).then(answerOf),
    cancel(which, answered) {
      const uuid = which === 'everything' ? everyGoal : which;
      const goal_info = { goal_id: { uuid }, stamp: { sec: 0, nanosec: 0 } };
      cancelClient.sendRequest({ goal_info }, ({ return_code }) => answered(return_code));
    },
    onActive(take, onProblem) {
      ros.node.createSubscription(
        'action_msgs/msg/GoalStatusArray',
        `${name}/_action/status`,
        { qos: qosProfile(ros.rcl, latched, 10), isRaw: true } as never,
        ((bytes: Buffer) => {
          try {
            take(activeGoals(bytes));
          } catch (error) {
            onProblem((error as Error).message);
          }
        }) as never,
      );
    },
  };
}

/**
 * Sends serialized goals. rclnodejs builds a goal from objects in 0.25 ms a point, all in one go: 100 points
 * would keep this process from hearing a stop for 25 ms. So the native library reads the bytes into the
 * message by itself, and only the bookkeeping is rclnodejs's: three maps of its action client, which are no
 * interface (hence its exact version in package.json, and the contract tests on a real server).
 */
function createByteSender(client: ClientInside, type: string) {
  const native = createRequire(import.meta.url)('rclnodejs/lib/native_loader.js') as Native;
  const [pkg = '', folder = '', action = ''] = type.split('/');
  const Request = client.typeClass.impl.SendGoalService.Request;
  /** One message for all goals: reading the next one into it frees the memory of the last. */
  let request: { toRawROS(): Buffer } | undefined;
  let message: Buffer | undefined;

  function read(bytes: Uint8Array): Buffer {
    request ??= new Request();
    message ??= request.toRawROS();
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    native.deserialize(pkg, folder, `${action}_SendGoal_Request`, buffer, message);
    return message;
  }

  return {
    warmUp: (bytes: Uint8Array): void => {
      read(bytes);
    },
    send(
      id: GoalId,
      bytes: Uint8Array,
      onFeedback?: (feedback: Readonly<Record<string, unknown>>) => void,
    ): Promise<GoalHandle> {
      const sequence = native.actionSendGoalRequest(client.handle, read(bytes));
      const feedbackKey = id.join(',');
      if (onFeedback) client._feedbackCallbacks.set(feedbackKey, onFeedback);
      client._sequenceNumberGoalIdMap.set(sequence, { uuid: id });
      return new Promise((resolve) => {
        client._pendingGoalRequests.set(sequence, {
          setResult(handle) {
            client._pendingGoalRequests.delete(sequence);
            client._sequenceNumberGoalIdMap.delete(sequence);
            resolve(handle);
          },
        });
      });
    },
  };
}
