import type { ProcessName } from '../../shared/contract/bridge';

/** Pages that encode or decode video: for an export or import, and for what is being recorded. */
export type EncoderPageName = 'videoEncoder' | 'liveVideo';

/**
 * Whoever can hold one end of a channel. `console` is the operator's page; `videoEncoder` and `liveVideo`
 * are hidden ones; `simulatorRos2` is its own program.
 */
export type NodeName = ProcessName | 'console' | 'main' | EncoderPageName | 'simulatorRos2';

export interface Link {
  readonly client: NodeName;
  readonly server: Exclude<NodeName, 'console' | 'main'>;
  readonly contract: string;
}

/** Who may speak to whom, and in which contract: there are no other ways between processes. */
export const links: readonly Link[] = [
  { client: 'main', server: 'robot', contract: 'robot' },
  { client: 'main', server: 'simulator', contract: 'world' },
  { client: 'main', server: 'inference', contract: 'endpoint' },
  { client: 'console', server: 'robot', contract: 'robot' },
  { client: 'console', server: 'camera', contract: 'camera' },
  { client: 'console', server: 'inference', contract: 'inference' },
  { client: 'console', server: 'planner', contract: 'planner' },
  { client: 'console', server: 'recorder', contract: 'recorder' },
  { client: 'console', server: 'exporter', contract: 'exporter' },
  { client: 'console', server: 'simulator', contract: 'training' },
  { client: 'robot', server: 'simulator', contract: 'simulator' },
  { client: 'robot', server: 'recorder', contract: 'recorder' },
  { client: 'planner', server: 'robot', contract: 'robot' },
  { client: 'planner', server: 'camera', contract: 'camera' },
  { client: 'planner', server: 'recorder', contract: 'recorder' },
  { client: 'inference', server: 'camera', contract: 'camera' },
  { client: 'inference', server: 'recorder', contract: 'recorder' },
  { client: 'recorder', server: 'camera', contract: 'camera' },
  { client: 'recorder', server: 'liveVideo', contract: 'liveVideo' },
  { client: 'exporter', server: 'videoEncoder', contract: 'videoEncoder' },
  { client: 'camera', server: 'picture', contract: 'simulatorCamera' },
  { client: 'camera', server: 'recorder', contract: 'recorder' },
  { client: 'picture', server: 'simulator', contract: 'world' },
];
