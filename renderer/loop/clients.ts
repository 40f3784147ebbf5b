import type { cameraContract } from '../../shared/contract/cameraContract';
import { ChannelError, type Client } from '../../shared/contract/channel';
import type { exporterContract } from '../../shared/contract/exporterContract';
import type { inferenceContract } from '../../shared/contract/inferenceContract';
import type { plannerContract } from '../../shared/contract/plannerContract';
import type { recorderContract } from '../../shared/contract/recorderContract';
import type { robotContract } from '../../shared/contract/robotContract';
import type { trainingContract } from '../../shared/contract/trainingContract';

export interface ClientTable {
  readonly robot: Client<typeof robotContract>;
  readonly camera: Client<typeof cameraContract>;
  readonly inference: Client<typeof inferenceContract>;
  readonly planner: Client<typeof plannerContract>;
  readonly recorder: Client<typeof recorderContract>;
  readonly exporter: Client<typeof exporterContract>;
  /** The simulator, which can be told to fail. */
  readonly training: Client<typeof trainingContract>;
}
export type ClientName = keyof ClientTable;

/** The client of a process as it is now: after a restart of that process it is another one. */
export type Clients = <K extends ClientName>(name: K) => ClientTable[K] | undefined;

/** The client, or a ChannelError as from a closed line. */
export function need<K extends ClientName>(clients: Clients, name: K): ClientTable[K] {
  const client = clients(name);
  if (!client) throw new ChannelError('closed', `The ${name} process is not connected.`);
  return client;
}
