import { join } from 'node:path';
import { app } from 'electron';

/** Where things are. Tests give the data folder by R1_DATA_DIR. */
export interface Paths {
  /** The program itself. */
  readonly root: string;
  /** out/app: what was built. */
  readonly built: string;
  readonly resources: string;
  readonly data: string;
  readonly episodes: string;
  readonly logs: string;
  readonly settings: string;
  /** The operator's own connection profiles. */
  readonly profiles: string;
  /** The endpoints that the operator has named, and their tokens, sealed. */
  readonly endpoints: string;
  readonly tokens: string;
}

export function findPaths(environment: NodeJS.ProcessEnv): Paths {
  const root = app.getAppPath();
  const data = environment.R1_DATA_DIR || app.getPath('userData');
  return {
    root,
    built: join(root, 'out', 'app'),
    resources: join(root, 'resources'),
    data,
    episodes: environment.R1_EPISODES_DIR || join(data, 'episodes'),
    logs: join(data, 'logs'),
    settings: join(data, 'settings.json'),
    profiles: join(data, 'profiles'),
    endpoints: join(data, 'endpoints'),
    tokens: join(data, 'tokens.json'),
  };
}
