import { MessageChannelMain, type MessagePortMain } from 'electron';
import { type Link, links, type NodeName } from './links';

/** Told to a process or page together with its end of a channel. */
export interface Introduction {
  readonly role: 'serve' | 'connect';
  readonly contract: string;
  readonly peer: NodeName;
}

export type Hand = (introduction: Introduction, port: MessagePortMain) => void;

/**
 * Makes the channels. A node that comes up (again) is given fresh ends of all its links to the nodes
 * that are up; their old channels to it have closed with it. Main is then out of the way.
 */
export function createSwitchboard(table: readonly Link[] = links) {
  const present = new Map<NodeName, Hand>();

  function join(link: Link): void {
    const client = present.get(link.client);
    const server = present.get(link.server);
    if (!client || !server) return;
    const { port1, port2 } = new MessageChannelMain();
    server({ role: 'serve', contract: link.contract, peer: link.client }, port1);
    client({ role: 'connect', contract: link.contract, peer: link.server }, port2);
  }

  return {
    up(name: NodeName, hand: Hand): void {
      present.set(name, hand);
      for (const link of table) if (link.client === name || link.server === name) join(link);
    },
    down(name: NodeName): void {
      present.delete(name);
    },
  };
}
export type Switchboard = ReturnType<typeof createSwitchboard>;
