import { stat } from 'node:fs/promises';
import type { EpisodeSummary, Tally } from '../../../shared/contract/recorderContract';
import { tallyOf } from '../../episodes/format/tally';
import { type FileReadable, withFile } from '../../episodes/mcap/fileReadable';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { type IndexedEpisode, openAnyRecording } from '../../episodes/reading/openIndexed';
import { readRecords } from '../../episodes/reading/readRecords';

/** One line of the list. A file that cannot be read is a line too, with the reason as its `problem`. */
export async function episodeSummary(file: EpisodeFile): Promise<EpisodeSummary> {
  try {
    if (file.active) throw new Error(await unfinished(file.path));
    return await withFile(file.path, async (readable) => {
      const episode = await openAnyRecording(readable, file.episodeId);
      const summary = summaryOf(file, readable, episode);
      return { ...summary, tally: summary.tally ?? (await countedTally(episode)) };
    });
  } catch (error) {
    const { size, mtimeMs } = await stat(file.path).catch(() => ({ size: 0, mtimeMs: 0 }));
    return {
      ...where(file),
      startedAtSec: mtimeMs / 1000,
      durationSec: 0,
      bytes: size,
      instruction: '',
      robot: '',
      model: '',
      outcome: 'interrupted',
      origin: null,
      tally: null,
      problem: error instanceof Error ? error.message : String(error),
    };
  }
}

/** Of files from before it was written at their end; null where there are no records, or damaged ones. */
async function countedTally({ reader, start }: IndexedEpisode): Promise<Tally | null> {
  if (start.origin !== null) return null;
  return readRecords(reader).then(tallyOf, () => null);
}

/** The summary of an episode that is open already. */
export function summaryOf(
  file: EpisodeFile,
  readable: FileReadable,
  episode: IndexedEpisode,
): EpisodeSummary {
  const { start, end } = episode;
  return {
    ...where(file),
    startedAtSec: start.startedAtSec,
    durationSec: Math.max(0, end?.durationSec ?? 0),
    bytes: readable.bytes,
    instruction: start.instruction,
    robot: start.robot,
    model: start.model,
    outcome: end?.outcome ?? 'interrupted',
    origin: start.origin,
    tally: end?.tally ?? null,
    problem: end ? end.problem : 'The file does not say how the episode ended.',
  };
}

function where({ episodeId, fileName, path }: EpisodeFile) {
  return { episodeId, fileName, path };
}

async function unfinished(path: string): Promise<string> {
  const { size } = await stat(path);
  const cause = size === 0 ? 'Nothing was written to it.' : 'It could not be given its end yet.';
  return `The recording was cut off. ${cause} The console tries again at its next start; make sure that the disk has room.`;
}
