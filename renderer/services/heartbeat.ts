import type { Clients } from '../loop/clients';

/** The robot process stops a moving robot when it does not hear the page; see robotContract. */
export const heartbeatMs = 250;

export function startHeartbeat(clients: Clients): () => void {
  const timer = setInterval(() => clients('robot')?.notify('heartbeat', { from: 'renderer' }), heartbeatMs);
  return () => clearInterval(timer);
}
