import type { Port } from './channel';

/** When a delivery happens; a test may hold deliveries back and choose their order between ports. */
export type Schedule = (deliver: () => void) => void;

interface End extends Port {
  receive(item: Item): void;
}
type Item = { readonly kind: 'message'; readonly message: unknown } | { readonly kind: 'close' };

/**
 * Two ends of a channel inside one process, with the manners of a MessagePort: messages are structured
 * clones, arrive later and in order, and wait (a close too) until somebody listens; what was posted
 * before a close still arrives, and then the close itself.
 */
export function memoryPortPair(schedule: Schedule = queueMicrotask): readonly [Port, Port] {
  const left: End = createEnd(schedule, () => right);
  const right: End = createEnd(schedule, () => left);
  return [left, right];
}

function createEnd(schedule: Schedule, other: () => End): End {
  const inbox: Item[] = [];
  const closeHandlers: (() => void)[] = [];
  let handler: ((message: unknown) => void) | undefined;
  let open = true;

  function deliverOldest(): void {
    const item = inbox.shift();
    if (!item || !open) return;
    if (item.kind === 'message') {
      handler?.(item.message);
      return;
    }
    open = false;
    for (const closed of closeHandlers) closed();
  }

  return {
    post(message) {
      if (open) other().receive({ kind: 'message', message: structuredClone(message) });
    },
    receive(item) {
      if (!open) return;
      inbox.push(item);
      if (handler) schedule(deliverOldest);
    },
    onMessage(given) {
      handler = given;
      for (const _ of inbox) schedule(deliverOldest);
    },
    onClose: (given) => closeHandlers.push(given),
    close() {
      if (!open) return;
      open = false;
      other().receive({ kind: 'close' });
    },
  };
}
