import type { Port } from '../../shared/contract/channel';

/**
 * The part of Electron that a utility process needs, typed by what is used: a process is forked by main,
 * which hands it the ends of message channels to the other processes and is then out of the way.
 */
export interface MessagePortMainLike {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

interface ParentPort {
  on(
    event: 'message',
    listener: (event: { data: unknown; ports: readonly MessagePortMainLike[] }) => void,
  ): unknown;
  postMessage(message: unknown): void;
}

export function parentPort(): ParentPort {
  const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort;
  if (!port) throw new Error('This file is the entry of a utility process; Electron starts it.');
  return port;
}

/** Makes a channel Port of one end of a MessageChannelMain. Messages wait until onMessage is called. */
export function portFromMain(port: MessagePortMainLike): Port {
  let open = true;
  return {
    post: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (handler) => {
      port.on('message', (event) => handler(event.data));
      port.start();
    },
    onClose: (handler) => {
      port.on('close', () => {
        open = false;
        handler();
      });
    },
    close: () => {
      open = false;
      port.close();
    },
  };
}
