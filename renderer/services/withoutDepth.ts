import type { Telemetry } from './telemetry';

type Known = Pick<Telemetry, 'connection' | 'camera'>;

/** Under which the sizes that the operator states are remembered: one camera of one connection. */
export const cameraKey = ({ connection, camera }: Known): string =>
  `${connection?.active ?? 'none'}/${camera?.cameraName ?? ''}`;

/** Whether the camera that is decided on gives no depth, by its profile: the simulator's does. */
export function givesNoDepth({ connection, camera }: Known): boolean {
  const profiled = connection?.profile?.cameras.find(({ name }) => name === camera?.cameraName);
  return profiled !== undefined && profiled.depth === null;
}
