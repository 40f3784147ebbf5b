import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Port } from '../../../shared/contract/channel';

/** A port of Node's as one of ours. */
export function portOf(port: MessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (handler) => {
      port.on('message', handler);
    },
    onClose: (handler) => {
      port.on('close', handler);
    },
    close: () => port.close(),
  };
}

/** Both ends of a real message channel, with its real queue, for what is about time. */
export function nodePortPair(): readonly [Port, Port] {
  const { port1, port2 } = new MessageChannel();
  return [portOf(port1), portOf(port2)];
}
