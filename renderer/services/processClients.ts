import { portIntroductionSchema } from '../../shared/contract/bridge';
import { cameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Client,
  type Contract,
  connect,
  type Port,
} from '../../shared/contract/channel';
import { exporterContract } from '../../shared/contract/exporterContract';
import { inferenceContract } from '../../shared/contract/inferenceContract';
import { plannerContract } from '../../shared/contract/plannerContract';
import { recorderContract } from '../../shared/contract/recorderContract';
import { robotContract } from '../../shared/contract/robotContract';
import { trainingContract } from '../../shared/contract/trainingContract';
import type { ClientName, Clients, ClientTable } from '../loop/clients';
import { portFromDom } from './portFromDom';

const contracts: Readonly<Record<ClientName, Contract>> = {
  robot: robotContract,
  camera: cameraContract,
  inference: inferenceContract,
  planner: plannerContract,
  recorder: recorderContract,
  exporter: exporterContract,
  training: trainingContract,
};

type Attach = { readonly [K in ClientName]: (client: ClientTable[K]) => void };

export interface ProcessClients {
  readonly clients: Clients;
  /** A (new) line to a process: the client of the old one is closed first. */
  accept(name: string, port: Port): void;
}

/** Keeps one client for each process, replaced when the process was restarted. */
export function createProcessClients(
  attach: Attach,
  onConnected: (name: ClientName, connected: boolean) => void,
  onBadMessage: BadMessageReport,
): ProcessClients {
  const table = new Map<ClientName, Client<Contract>>();

  return {
    clients: ((name: ClientName) => table.get(name)) as unknown as Clients,
    accept(name, port) {
      if (!Object.hasOwn(contracts, name)) return port.close();
      const known = name as ClientName;
      table.get(known)?.close();
      const client = connect(port, contracts[known], onBadMessage);
      table.set(known, client);
      client.onClose(() => {
        if (table.get(known) !== client) return;
        table.delete(known);
        onConnected(known, false);
      });
      onConnected(known, true);
      (attach[known] as (client: unknown) => void)(client);
    },
  };
}

/** Listens for the ports that the preload script hands to the page. */
export function listenForPorts(target: Window, accept: (name: string, port: Port) => void): void {
  target.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== target || event.origin !== target.location.origin) return;
    const introduction = portIntroductionSchema.safeParse(event.data);
    const port = event.ports[0];
    if (!introduction.success || !port || introduction.data.role !== 'connect') return;
    accept(introduction.data.contract, portFromDom(port));
  });
}
