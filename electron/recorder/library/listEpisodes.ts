import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type EpisodeSummary, episodeSummarySchema } from '../../../shared/contract/recorderContract';
import { type EpisodeFile, episodeFiles } from '../../episodes/reading/episodeFiles';
import { episodeSummary } from './episodeSummary';

/** May be deleted at any time: it only saves opening files that have not changed. */
export const listCacheName = '.r1-episode-list.json';

/** Waiting for the disk is done together. */
const filesAtOnce = 16;

const entrySchema = z.object({ mtimeMs: z.number(), size: z.number(), summary: episodeSummarySchema });
const cacheSchema = z.object({ version: z.literal(1), entries: z.record(z.string(), entrySchema) });
type Entry = z.infer<typeof entrySchema>;

/** Summaries of all episodes in a folder but the one being recorded (`activePath`), newest first. */
export async function listEpisodes(
  folder: string,
  activePath: string | undefined,
): Promise<EpisodeSummary[]> {
  const files = (await episodeFiles(folder)).filter(({ path }) => path !== activePath);
  const cache = await readCache(folder);
  const entries = new Map<string, Entry>();
  for (let at = 0; at < files.length; at += filesAtOnce) {
    const some = files.slice(at, at + filesAtOnce);
    const read = await Promise.all(some.map((file) => currentEntry(file, cache.get(file.fileName))));
    for (const [i, entry] of read.entries()) if (entry) entries.set(some[i]?.fileName ?? '', entry);
  }
  const changed =
    entries.size !== cache.size || [...entries].some(([name, entry]) => cache.get(name) !== entry);
  if (changed) await writeCache(folder, entries);
  return [...entries.values()]
    .map(({ summary }) => summary)
    .sort((a, b) => b.startedAtSec - a.startedAtSec || (a.fileName < b.fileName ? 1 : -1));
}

/** The cached entry itself while the file is unchanged; undefined when the file has just gone. */
async function currentEntry(file: EpisodeFile, cached: Entry | undefined): Promise<Entry | undefined> {
  const found = await stat(file.path).catch(() => undefined);
  if (!found) return undefined;
  const { mtimeMs, size } = found;
  const same = cached?.mtimeMs === mtimeMs && cached.size === size && cached.summary.path === file.path;
  return same ? cached : { mtimeMs, size, summary: await episodeSummary(file) };
}

async function readCache(folder: string): Promise<Map<string, Entry>> {
  try {
    const text = await readFile(join(folder, listCacheName), 'utf8');
    return new Map(Object.entries(cacheSchema.parse(JSON.parse(text)).entries));
  } catch {
    return new Map();
  }
}

/** A list that cannot be cached is only slower. */
async function writeCache(folder: string, entries: ReadonlyMap<string, Entry>): Promise<void> {
  const path = join(folder, listCacheName);
  const text = JSON.stringify({ version: 1, entries: Object.fromEntries(entries) });
  try {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  } catch {
    return;
  }
}
