import type { Port } from '../../shared/contract/channel';
import type { Random } from '../../shared/scene/random';
import type { Clock } from '../robot/clock';
import type { Host } from './host';
import { corrupted, truncated } from './mangle';

/** How often (share of the messages) one direction of a line does what to a message. */
export interface LineFaults {
  readonly lose: number;
  readonly repeat: number;
  /** Held back for up to 150 ms while others overtake it. */
  readonly reorder: number;
  readonly corrupt: number;
  readonly truncate: number;
  /** Up to so long (ms) on the way, in order. */
  readonly lateMs: number;
}
export const sound: LineFaults = { lose: 0, repeat: 0, reorder: 0, corrupt: 0, truncate: 0, lateMs: 0 };
export const longestReorderMs = 150;

export type Direction = 'toServer' | 'toClient';

export interface LineOptions {
  readonly time: Clock;
  readonly random: Random;
  readonly client: Host;
  readonly server: Host;
  /** Asked for every message. */
  readonly faults: (direction: Direction) => LineFaults;
  /** What a broken message may not be (it is lost instead). */
  readonly mayArrive?: (direction: Direction, message: unknown) => boolean;
  readonly onSend?: (direction: Direction, message: unknown) => void;
  /** Right before and right after the receiver's handler has run. */
  readonly onArrive?: (direction: Direction, message: unknown, asSent: boolean) => void;
  readonly afterArrival?: (direction: Direction, message: unknown) => void;
}

export interface Line {
  readonly clientEnd: Port;
  readonly serverEnd: Port;
  /** One end's process is gone: what was sent before still arrives, then the other end hears of it. */
  closeFrom(end: 'client' | 'server'): void;
  isOpen(): boolean;
}

interface Inbox {
  handler: ((message: unknown) => void) | undefined;
  readonly early: (() => void)[];
  readonly closeHandlers: (() => void)[];
  closed: boolean;
  lastDueMs: number;
}

/** A channel between two processes, with the manners of a MessagePort as long as it is sound. */
export function createLine(options: LineOptions): Line {
  const { time, random, client, server, faults } = options;
  const inbox = (): Inbox => ({
    handler: undefined,
    early: [],
    closeHandlers: [],
    closed: false,
    lastDueMs: 0,
  });
  const inboxes: Record<Direction, Inbox> = { toServer: inbox(), toClient: inbox() };
  const hostOf = { toServer: server, toClient: client };

  function later(direction: Direction, dueMs: number, work: () => void): void {
    const host = hostOf[direction];
    const waitMs = dueMs - time.nowMs();
    if (waitMs > 0) time.after(waitMs, () => host.run(work));
    else queueMicrotask(() => host.run(work));
  }

  function deliver(direction: Direction, message: unknown, asSent: boolean): void {
    const box = inboxes[direction];
    const arrive = () => {
      if (box.closed) return;
      options.onArrive?.(direction, message, asSent);
      box.handler?.(message);
      options.afterArrival?.(direction, message);
    };
    if (box.handler) arrive();
    else box.early.push(arrive);
  }

  function send(direction: Direction, original: unknown): void {
    const box = inboxes[direction];
    const message = structuredClone(original);
    options.onSend?.(direction, message);
    const { lose, repeat, reorder, corrupt, truncate, lateMs } = faults(direction);
    if (random.next() < lose) return;
    for (let copies = random.next() < repeat ? random.integer(2, 3) : 1; copies > 0; copies--) {
      let arriving = message;
      let asSent = true;
      if (random.next() < corrupt) {
        arriving = corrupted(random, message);
        asSent = false;
      } else if (random.next() < truncate) {
        arriving = truncated(random, message);
        asSent = false;
      }
      if (!asSent && options.mayArrive?.(direction, arriving) === false) continue;
      const now = time.nowMs();
      const onItsWayMs = lateMs > 0 ? random.uniform(0, lateMs) : 0;
      const overtaken = random.next() < reorder;
      const dueMs = overtaken
        ? now + onItsWayMs + random.uniform(0, longestReorderMs)
        : Math.max(box.lastDueMs, now + onItsWayMs);
      if (!overtaken) box.lastDueMs = dueMs;
      later(direction, dueMs, () => deliver(direction, arriving, asSent));
    }
  }

  function close(direction: Direction): void {
    const box = inboxes[direction];
    later(direction, Math.max(box.lastDueMs, time.nowMs()), () => {
      if (box.closed) return;
      box.closed = true;
      for (const handler of box.closeHandlers) handler();
    });
  }

  function portOf(out: Direction, into: Direction): Port {
    return {
      post(message) {
        if (!inboxes[into].closed) send(out, message);
      },
      onMessage(handler) {
        const box = inboxes[into];
        box.handler = handler;
        for (const arrive of box.early.splice(0)) arrive();
      },
      onClose: (handler) => inboxes[into].closeHandlers.push(handler),
      close() {
        if (inboxes[into].closed) return;
        inboxes[into].closed = true;
        close(out);
      },
    };
  }

  const clientEnd = portOf('toServer', 'toClient');
  const serverEnd = portOf('toClient', 'toServer');
  client.onKill(() => clientEnd.close());
  server.onKill(() => serverEnd.close());
  return {
    clientEnd,
    serverEnd,
    closeFrom: (end) => (end === 'client' ? clientEnd : serverEnd).close(),
    isOpen: () => !inboxes.toServer.closed && !inboxes.toClient.closed,
  };
}
