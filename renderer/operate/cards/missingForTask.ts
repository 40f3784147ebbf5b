import type { ClientName } from '../../loop/clients';
import type { Telemetry } from '../../services/telemetry';

/** Who takes part in a task. Exports do not, nor does training, which only the simulator has. */
const parts: readonly ClientName[] = ['robot', 'camera', 'inference', 'planner', 'recorder'];

/** What a task needs and is not there, in words; empty when all is. */
export function missingForTask({ connected, inference }: Pick<Telemetry, 'connected' | 'inference'>): string {
  const gone: string[] = parts.filter((name) => !connected[name]);
  if (inference && inference.state !== 'ready') gone.push(`model (${inference.state})`);
  return gone.join(', ');
}
