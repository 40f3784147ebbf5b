import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { activeSuffix } from '../../episodes/format/episodeName';
import { finishEpisode } from './finishEpisode';
import { inUse } from './inUse';

export interface Repair {
  readonly fileName: string;
  /** Undefined when it could not be done; then `problem` says why and the file is as it was. */
  readonly path: string | undefined;
  readonly problem: string | undefined;
}

const why =
  'The recording was cut off (the console or its computer ended) and was repaired at the next start; up to a second before the end may be missing.';

/** The episodes that an earlier run left unfinished; call before the first recording begins. */
export async function findLeftovers(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => name.endsWith(activeSuffix));
}

/** Gives each of them its end, but for those that another console is at work on. Never rejects. */
export async function repairLeftovers(folder: string, fileNames: readonly string[]): Promise<Repair[]> {
  const repairs: Repair[] = [];
  for (const fileName of fileNames) {
    if (await inUse(join(folder, fileName))) continue;
    try {
      const path = await finishEpisode(join(folder, fileName), why);
      repairs.push({ fileName, path, problem: undefined });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      repairs.push({ fileName, path: undefined, problem });
    }
  }
  return repairs;
}
