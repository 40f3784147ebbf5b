import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { activeSuffix, episodeSuffix } from '../format/episodeName';
import { sha256 } from '../format/hashChain';

/** Contract ids end at 200 characters; file names may be longer. */
const idLength = 180;

export interface EpisodeFile {
  readonly episodeId: string;
  readonly fileName: string;
  readonly path: string;
  /** Still without its end. */
  readonly active: boolean;
}

/** The id under which a file of the folder is known: its name without suffix, shortened if need be. */
export function idOfFile(fileName: string): string {
  const stem = fileName.endsWith(activeSuffix) ? fileName : fileName.slice(0, -episodeSuffix.length);
  if (stem.length <= idLength && stem.length > 0) return stem;
  return `${stem.slice(0, idLength)}~${sha256(stem).slice(0, 12)}`;
}

/** The MCAP files of a folder, newest name first; none if there is no such folder yet. */
export async function episodeFiles(folder: string): Promise<EpisodeFile[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .filter((name) => name.endsWith(episodeSuffix) || name.endsWith(activeSuffix))
    .sort()
    .reverse()
    .map((fileName) => ({
      episodeId: idOfFile(fileName),
      fileName,
      path: join(folder, fileName),
      active: fileName.endsWith(activeSuffix),
    }));
}

/**
 * Finds an episode by looking through the folder: an id that comes from elsewhere never becomes part of
 * a path. Throws, in words, when there is none.
 */
export async function findEpisode(folder: string, episodeId: string): Promise<EpisodeFile> {
  const found = (await episodeFiles(folder)).find((file) => file.episodeId === episodeId);
  if (!found)
    throw new Error(`There is no episode "${episodeId}" in ${folder}. It may have been moved or renamed.`);
  return found;
}
