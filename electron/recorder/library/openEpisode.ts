import type { EpisodeDetail } from '../../../shared/contract/recorderContract';
import { topics } from '../../episodes/format/topics';
import { type FileReadable, withFile } from '../../episodes/mcap/fileReadable';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { messageTimes } from '../../episodes/reading/messageTimes';
import { type IndexedEpisode, openIndexed } from '../../episodes/reading/openIndexed';
import { readRecords } from '../../episodes/reading/readRecords';
import { decodeJointState } from '../../episodes/ros/readMessages';
import { seconds } from '../../episodes/ros/rosTime';
import { summaryOf } from './episodeSummary';

/** More joint samples than this are thinned evenly. */
export const jointSamplesKept = 4000;

/** What the review page shows of one episode. Rejects, in words, when the file cannot be read. */
export function openEpisode(file: EpisodeFile): Promise<EpisodeDetail> {
  return withFile(file.path, async (readable) => {
    const episode = await openIndexed(readable);
    const frameTimes = await messageTimes(readable, episode.reader, topics.liveImage.topic);
    return {
      summary: summaryOf(file, readable, episode),
      records: (await readRecords(episode.reader)).map(({ previousHash: _, ...record }) => record),
      joints: await readJoints(readable, episode),
      frameTimesSec: frameTimes.map((time) => seconds(time) - episode.start.startedAtSec),
    };
  });
}

async function readJoints(
  file: FileReadable,
  { reader, start }: IndexedEpisode,
): Promise<EpisodeDetail['joints']> {
  const { topic } = topics.jointStates;
  const count = (await messageTimes(file, reader, topic)).length;
  const step = Math.max(1, Math.ceil(count / jointSamplesKept));
  const timeSec: number[] = [];
  let names: readonly string[] = [];
  let positions: number[][] = [];
  let place = 0;
  for await (const { data, logTime } of reader.readMessages({ topics: [topic] })) {
    if (place++ % step !== 0) continue;
    const state = decodeJointState(data);
    if (names.length === 0) {
      names = state.name;
      positions = names.map(() => []);
    }
    timeSec.push(seconds(logTime) - start.startedAtSec);
    positions.forEach((row, joint) => {
      row.push(state.position[joint] ?? row.at(-1) ?? 0);
    });
  }
  return { names: [...names], timeSec, positions };
}
