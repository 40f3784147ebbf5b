import { decodeCbor } from './cbor';
import { type BridgeMessage, bridgeMessageSchema } from './messages';
import { connectWebSocket, type WebSocketClient } from './webSocketClient';

/** ms between two tries to reach the other side. */
const againAfterMs = 1000;
/** ms: a service that does not answer within this time does not answer. */
const answerWithinMs = 2000;

type Values = Readonly<Record<string, unknown>>;

export interface RosbridgeOptions {
  readonly url: string;
  /** A file with the certificate to trust; undefined: those that the system trusts. */
  readonly ca?: string | undefined;
  /** The connection is there, for the first time or again: what was asked before is void. */
  readonly onOpen?: () => void;
  /** It is not there any more. */
  readonly onLost?: (why: string) => void;
  /** The other side complained, or said what does not fit the protocol. */
  readonly onComplaint?: (text: string) => void;
}

export interface BridgeGoal {
  readonly action: string;
  readonly type: string;
  readonly args: object;
  readonly onFeedback: (feedback: Values) => void;
  /** Once. `failed`: the bridge could not have it run, in words; `lost`: whether it runs is not known. */
  readonly onEnd: (
    end:
      | { readonly status: number; readonly result: Values }
      | { readonly failed: string }
      | { readonly lost: string },
  ) => void;
}

/**
 * One connection to a rosbridge (protocol v2 over a WebSocket), for as long as it is used: it opens again when
 * it breaks, and subscribes again. As it comes, a rosbridge reads nothing more from a connection while a service
 * that was called over it works, or a goal runs that was sent over it: what must not wait for such a thing has a
 * connection of its own. Topics come as serialized messages (compression "cbor-raw"), the same bytes
 * that DDS brings. Everything sent is handed to the system before the call returns.
 */
export function openRosbridge(options: RosbridgeOptions) {
  const topics = new Map<
    string,
    { readonly type: string; readonly takers: Set<(bytes: Uint8Array<ArrayBuffer>) => void> }
  >();
  const answers = new Map<string, (values: Values | null, problem: string) => void>();
  const goals = new Map<string, BridgeGoal>();
  let socket: WebSocketClient | undefined;
  let open = false;
  let closed = false;
  let trouble = 'The rosbridge has not answered yet.';
  let count = 0;
  let again: NodeJS.Timeout | undefined;

  const post = (message: object): boolean => open && (socket?.send(JSON.stringify(message)) ?? false);

  function subscribe(topic: string, type: string): void {
    post({
      op: 'subscribe',
      id: `subscribe:${topic}`,
      topic,
      type,
      compression: 'cbor-raw',
      queue_length: 1,
    });
  }

  function connect(): void {
    socket = connectWebSocket(options.url, options.ca, {
      onOpen() {
        open = true;
        for (const [topic, { type }] of topics) subscribe(topic, type);
        options.onOpen?.();
      },
      onText(text) {
        take(() => JSON.parse(text));
      },
      onBinary(bytes) {
        take(() => decodeCbor(bytes as Uint8Array<ArrayBuffer>));
      },
      onClose(why) {
        const wasOpen = open;
        open = false;
        trouble = `The rosbridge at ${options.url} is not reached: ${why}.`;
        for (const answer of [...answers.values()]) answer(null, trouble);
        for (const [id, goal] of [...goals]) {
          goals.delete(id);
          goal.onEnd({ lost: trouble });
        }
        if (wasOpen) options.onLost?.(trouble);
        if (!closed) again = setTimeout(connect, againAfterMs);
      },
    });
  }

  /** Nothing that comes from outside ends this process. */
  function take(read: () => unknown): void {
    let message: BridgeMessage;
    try {
      message = bridgeMessageSchema.parse(read());
    } catch (error) {
      const words = error instanceof Error ? error.message.slice(0, 300) : String(error);
      options.onComplaint?.(`The rosbridge said something that is not of its protocol: ${words}`);
      return;
    }
    switch (message.op) {
      case 'publish':
        for (const taker of topics.get(message.topic)?.takers ?? []) taker(message.msg.bytes);
        break;
      case 'service_response': {
        const { values, result } = message;
        const fine = result && typeof values === 'object' && values !== null;
        answers.get(message.id ?? '')?.(fine ? values : null, typeof values === 'string' ? values : '');
        break;
      }
      case 'action_feedback':
        goals.get(message.id)?.onFeedback(message.values);
        break;
      case 'action_result': {
        const goal = goals.get(message.id);
        goals.delete(message.id);
        const { values, result, status } = message;
        if (result && typeof values === 'object' && values !== null && status !== undefined) {
          goal?.onEnd({ status, result: values });
        } else goal?.onEnd({ failed: `The rosbridge could not have the goal run: ${String(values)}` });
        break;
      }
      case 'status':
        if (message.level === 'error')
          options.onComplaint?.(`The rosbridge says: ${message.msg.slice(0, 500)}`);
        break;
    }
  }

  /** Its end makes the next one. */
  const renew = () => socket?.close();

  connect();

  return {
    isOpen: () => open,
    /** Why nothing is carried now, in words; null while it is. */
    trouble: (): string | null => (open ? null : trouble),

    /** The serialized messages of a topic, as views that hold until they are let go. Returns the end of it. */
    subscribe(topic: string, type: string, take: (bytes: Uint8Array<ArrayBuffer>) => void): () => void {
      const known = topics.get(topic);
      const entry = known ?? { type, takers: new Set() };
      entry.takers.add(take);
      topics.set(topic, entry);
      if (!known) subscribe(topic, type);
      return () => {
        entry.takers.delete(take);
        if (entry.takers.size > 0 || topics.get(topic) !== entry) return;
        topics.delete(topic);
        post({ op: 'unsubscribe', id: `subscribe:${topic}`, topic });
      };
    },

    /** Calls a service; null (and why, in words) where it does not answer. Sent before this returns. */
    call(
      service: string,
      type: string,
      args: object,
      answer: (values: Values | null, problem: string) => void,
    ): void {
      const id = `call:${++count}`;
      // The bridge waits for some services for ever, and would then read nothing more from this connection.
      const late = setTimeout(() => {
        once(null, `${service} did not answer.`);
        renew();
      }, answerWithinMs);
      function once(values: Values | null, problem: string): void {
        if (!answers.delete(id)) return;
        clearTimeout(late);
        answer(values, problem);
      }
      answers.set(id, once);
      if (!post({ op: 'call_service', id, service, type, args })) once(null, trouble);
    },

    /** Sent before this returns; throws in words while there is no connection. */
    sendGoal(id: string, goal: BridgeGoal): void {
      goals.set(id, goal);
      const { action, type, args } = goal;
      if (post({ op: 'send_action_goal', id, action, action_type: type, args, feedback: true })) return;
      goals.delete(id);
      throw new Error(trouble);
    },

    /** A goal that was sent under this name, also over another connection. Throws in words. */
    cancelGoal(id: string, action: string): void {
      if (!post({ op: 'cancel_action_goal', id, action })) throw new Error(trouble);
    },

    /** Opens it anew: the other side is busy with something that it may never finish. */
    renew,

    close(): void {
      closed = true;
      clearTimeout(again);
      socket?.close();
    },
  };
}
export type Rosbridge = ReturnType<typeof openRosbridge>;
