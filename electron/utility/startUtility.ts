import { z } from 'zod';
import type { Port } from '../../shared/contract/channel';
import { parentPort, portFromMain } from './parentPort';

/**
 * What main tells a utility process: here is your end of a channel. `serve`: you answer `contract` and
 * `peer` is the client; `connect`: you are the client of `peer`'s `contract`. After a peer was restarted
 * a new port comes for the same contract; the old one has closed.
 */
const introductionSchema = z.object({
  type: z.literal('port'),
  role: z.enum(['serve', 'connect']),
  contract: z.string().max(100),
  peer: z.string().max(100),
});

export interface UtilityRoles {
  readonly serve: Readonly<Record<string, (port: Port, peer: string) => void>>;
  readonly connect: Readonly<Record<string, (port: Port, peer: string) => void>>;
  /** Main is closing the program: flush, then return; the process ends afterwards. */
  readonly shutDown?: () => Promise<void> | void;
}

/** Wires a utility process to the ports that main hands it. Call once from the process's index.ts. */
export function startUtility(roles: UtilityRoles): void {
  const parent = parentPort();
  parent.on('message', (event) => {
    const data = event.data;
    if (typeof data === 'object' && data !== null && (data as { type?: unknown }).type === 'shutDown') {
      void Promise.resolve(roles.shutDown?.()).finally(() => process.exit(0));
      return;
    }
    const introduction = introductionSchema.safeParse(data);
    const port = event.ports[0];
    if (!introduction.success || !port) {
      parent.postMessage({ type: 'badMessage', problem: 'not an introduction with a port' });
      return;
    }
    const { role, contract, peer } = introduction.data;
    const accept = roles[role][contract];
    if (!accept) {
      parent.postMessage({ type: 'badMessage', problem: `does not ${role} ${contract}` });
      return;
    }
    accept(portFromMain(port), peer);
  });
  parent.postMessage({ type: 'ready' });
}

/** For BadMessageReport: tells main, which logs it and shows the operator. */
export function reportBadMessage(report: { contract: string; name: string; problem: string }): void {
  parentPort().postMessage({
    type: 'badMessage',
    problem: `${report.contract}.${report.name}: ${report.problem}`,
  });
}
