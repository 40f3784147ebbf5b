import type { Port } from '../../shared/contract/channel';

/** A channel Port over the page's end of a MessageChannel. Messages wait until onMessage is called. */
export function portFromDom(port: MessagePort): Port {
  let open = true;
  return {
    post: (message) => {
      if (open) port.postMessage(message);
    },
    onMessage: (handler) => {
      port.addEventListener('message', (event: MessageEvent<unknown>) => handler(event.data));
      port.start();
    },
    onClose: (handler) => {
      // Chromium fires `close` when the other end went away; it is not in TypeScript's list yet.
      port.addEventListener('close', () => {
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
