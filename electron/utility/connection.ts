import { type Connection, connectionSchema } from '../../shared/contract/connection';

/** What this process is connected to, as main has set it at fork. Throws when it does not fit its schema. */
export function connectionFromEnvironment(environment: NodeJS.ProcessEnv = process.env): Connection {
  const text = environment.R1_CONNECTION;
  return text ? connectionSchema.parse(JSON.parse(text)) : { kind: 'simulator' };
}
