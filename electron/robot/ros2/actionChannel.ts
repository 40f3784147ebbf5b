import { createRequire } from 'node:module';
import type { ActionClient } from 'rclnodejs';
import { hasInterface } from '../../ros2/loadRclnodejs';
import { latched, qosProfile } from '../../ros2/qos';
import type { RosNode } from '../../ros2/rosNode';
import type { Clock } from '../clock';
import type { GoalEnd, GoalStatus } from '../driver';
import { type GoalId, type GoalIds, goalKey } from './goalIds';
import { activeGoals, goalStatus } from './goalStatus';

/** ms: a server that does not answer a goal within this time does not answer it. */
const answerWithinMs = 2000;
/** ms: a goal of ours that nobody waits for any more is cancelled again as long as it runs. */
const cancelAgainMs = 200;

/** How a goal ended, with the action's own result message where there is one. */
export interface ActionEnd extends GoalEnd {
  readonly result: Readonly<Record<string, unknown>> | null;
}

export interface ActionOptions {
  readonly ros: RosNode;
  readonly clock: Clock;
  readonly goalIds: GoalIds;
  /** Absolute name of the action and its type. */
  readonly name: string;
  readonly type: string;
  /** What the operator calls it: "the trajectory controller". */
  readonly words: string;
  readonly onFault: (problem: string) => void;
}

export interface SentGoal {
  /** The action's goal message as an object, or (long ones) the whole request, serialized (CDR). */
  readonly message: { readonly plain: object } | { readonly bytes: (id: GoalId) => Uint8Array };
  readonly onFeedback?: (feedback: Readonly<Record<string, unknown>>) => void;
}

interface OpenGoal {
  readonly id: GoalId;
  accepted: boolean;
  cancelWanted: boolean;
  readonly end: (end: ActionEnd) => void;
}

/** The parts of rclnodejs 1.9's action client that are no interface of it; see sendBytes. */
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

const endOf: Readonly<Record<number, GoalStatus>> = {
  [goalStatus.SUCCEEDED]: 'succeeded',
  [goalStatus.CANCELED]: 'canceled',
  [goalStatus.ABORTED]: 'aborted',
};

const everyGoal = new Uint8Array(16);
const without = { code: 0, result: null } as const;

/**
 * One action of the robot: goals from here, cancels of everything, and the goals that run there whoever
 * sent them. Made while connecting; nothing is made or taken down while the arm may move. Throws in words
 * when the action's type is not there.
 *
 * A goal ends once. Whatever the server still does with a goal whose end was told (it answered too late, the
 * connection was lost), it is cancelled as soon as it shows.
 */
export function createActionChannel(options: ActionOptions) {
  const { ros, clock, goalIds, name, type, words } = options;
  if (!hasInterface(type)) {
    throw new Error(`${type} is not among the message types of this ROS 2. Install its package.`);
  }
  const client = new ros.rcl.ActionClient(ros.node, type as never, name) as ActionClient<never>;
  const cancelClient = ros.node.createClient(
    'action_msgs/srv/CancelGoal',
    `${name}/_action/cancel_goal`,
  ) as unknown as CancelClient;
  const open = new Map<string, OpenGoal>();
  /** Active by the server's own word, ours and others'. */
  let active: readonly { readonly id: GoalId; readonly key: string }[] = [];
  /** Goals from here, and when their end was told (own ms; infinite while it was not). */
  const sent = new Map<string, number>();
  const cancelledAtMs = new Map<string, number>();
  const sendBytes = createByteSender(client as unknown as ClientInside, type);

  ros.node.createSubscription(
    'action_msgs/msg/GoalStatusArray',
    `${name}/_action/status`,
    { qos: qosProfile(ros.rcl, latched, 10), isRaw: true } as never,
    ((bytes: Buffer) => {
      try {
        active = activeGoals(bytes).map((id) => ({ id, key: goalKey(id) }));
      } catch (error) {
        options.onFault(`The goal list of ${words} cannot be understood: ${(error as Error).message}`);
      }
      cancelForgotten();
    }) as never,
  );

  /** The request is on the wire when this returns. Never throws: whoever cancels has more to do. */
  function sendCancel(id: GoalId, answered: (code: number) => void = () => undefined): void {
    try {
      const goal_info = { goal_id: { uuid: id }, stamp: { sec: 0, nanosec: 0 } };
      cancelClient.sendRequest({ goal_info }, ({ return_code }) => answered(return_code));
    } catch (error) {
      options.onFault(`A cancel could not be sent to ${words}: ${(error as Error).message}`);
    }
  }

  /** Cancels what is ours and runs though nobody waits for it: a dead predecessor's, or a lost goal. */
  function cancelForgotten(): void {
    for (const { id, key } of active) {
      if (!isForgotten(id, key)) continue;
      const now = clock.nowMs();
      if (now - (cancelledAtMs.get(key) ?? Number.NEGATIVE_INFINITY) < cancelAgainMs) continue;
      cancelledAtMs.set(key, now);
      sendCancel(id);
    }
  }
  // The end of a goal and the list that no longer has it come on two ways: the list gets its time.
  const isForgotten = (id: GoalId, key: string) =>
    !open.has(key) &&
    clock.nowMs() - (sent.get(key) ?? Number.NEGATIVE_INFINITY) > cancelAgainMs &&
    (sent.has(key) || goalIds.isMarked(id));

  function end(key: string, how: ActionEnd): void {
    const goal = open.get(key);
    if (!goal) return;
    open.delete(key);
    sent.set(key, clock.nowMs());
    goal.end(how);
  }

  function takeAnswer(key: string, goal: OpenGoal, handle: GoalHandle): void {
    if (!handle.isAccepted()) {
      const text = `${capital(words)} rejected the goal. ROS 2 gives no reason; the controller's log has it.`;
      end(key, { ...without, status: 'rejected', code: -1, text });
      return;
    }
    goal.accepted = true;
    // A goal that was cancelled or given up before it was known must not run: this is the first moment.
    if (goal.cancelWanted || !open.has(key)) sendCancel(goal.id);
    handle.getResult().then(
      (result) => {
        const status = endOf[handle.status];
        if (!status) {
          const text = `${capital(words)} knows nothing of the goal any more.`;
          end(key, { ...without, status: 'lost', text });
          return;
        }
        const code = Number(result.error_code ?? 0);
        end(key, { status, code, text: String(result.error_string ?? ''), result });
      },
      (error: Error) => end(key, { ...without, status: 'lost', text: error.message }),
    );
  }

  return {
    /** Makes ready what the first goal and the first cancel would otherwise wait for. */
    warmUp: sendBytes.warmUp,
    isAvailable: () => client.isActionServerAvailable(),
    hasOpenGoals: () => open.size > 0,
    isAccepted: (id: GoalId) => open.get(goalKey(id))?.accepted === true,

    /** Sends before it returns; resolves with the goal's end and never rejects. */
    send(id: GoalId, { message, onFeedback }: SentGoal): Promise<ActionEnd> {
      const key = goalKey(id);
      return new Promise((resolve) => {
        const goal: OpenGoal = { id, accepted: false, cancelWanted: false, end: resolve };
        open.set(key, goal);
        sent.set(key, Number.POSITIVE_INFINITY);
        try {
          const answer =
            'bytes' in message
              ? sendBytes.send(id, message.bytes(id), onFeedback)
              : (client.sendGoal(
                  message.plain as never,
                  onFeedback as never,
                  {
                    uuid: id,
                  } as never,
                ) as unknown as Promise<GoalHandle>);
          answer.then(
            (handle) => takeAnswer(key, goal, handle),
            (error: Error) => end(key, { ...without, status: 'rejected', code: -1, text: error.message }),
          );
        } catch (error) {
          const text = `The goal could not be sent: ${(error as Error).message}`;
          end(key, { ...without, status: 'rejected', code: -1, text });
          return;
        }
        clock.after(answerWithinMs, () => {
          if (goal.accepted || !open.has(key)) return;
          goal.cancelWanted = true;
          const text = `${capital(words)} did not answer the goal within ${answerWithinMs / 1000} s. If it takes it later, it is cancelled.`;
          end(key, { ...without, status: 'lost', text });
        });
      });
    },

    /** Cancels everything that this action's server runs, whoever sent it. On the wire when this returns. */
    cancelEverything(): void {
      const running = [...open.values()].filter(({ accepted }) => accepted);
      sendCancel(everyGoal, (code) => {
        const refused = code !== 0 && running.some(({ id }) => open.has(goalKey(id)));
        if (refused) options.onFault(`${capital(words)} refused to cancel its goals (code ${code}).`);
      });
      for (const goal of open.values()) goal.cancelWanted = true;
    },

    /** Another server answers now: what the old one listed says nothing. */
    serverChanged(): void {
      active = [];
    },

    /** To be called a few times a second: a forgotten goal is cancelled until it is gone. */
    tend: cancelForgotten,

    /** Nothing can be known of the open goals any more; they are cancelled where they still show. */
    loseGoals(text: string): void {
      for (const key of [...open.keys()]) end(key, { ...without, status: 'lost', text });
    },

    /** Goals that run there and are not followed from here, in words; null when there are none. */
    foreignGoals(): string | null {
      const others = active.filter(({ key }) => !open.has(key) && !sent.has(key));
      if (others.length === 0) return null;
      const mine = others.filter(({ id }) => goalIds.isMarked(id)).length;
      return mine === others.length
        ? `${words} still runs a goal that this console sent before it was started anew; it is being cancelled.`
        : `${words} runs ${others.length === 1 ? 'a goal' : `${others.length} goals`} that ${others.length === 1 ? 'was' : 'were'} not sent from here.`;
    },
  };
}
export type ActionChannel = ReturnType<typeof createActionChannel>;

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

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
