import type { McapIndexedReader } from '@mcap/core';
import type { EpisodeEnd, EpisodeStart } from '../../episodes/format/episodeMetadata';
import type { ChainedRecord } from '../../episodes/format/hashChain';
import { topics } from '../../episodes/format/topics';
import { withFile } from '../../episodes/mcap/fileReadable';
import { type CameraTopic, cameraTopics } from '../../episodes/reading/cameraTopics';
import type { EpisodeFile } from '../../episodes/reading/episodeFiles';
import { openIndexed } from '../../episodes/reading/openIndexed';
import { readRecords } from '../../episodes/reading/readRecords';
import { decodeJointState } from '../../episodes/ros/readMessages';
import { seconds } from '../../episodes/ros/rosTime';
import { ExportProblem } from '../exportProblem';

import type { JointSeries } from './jointSeries';

/** One episode, open for reading. Times are seconds since its beginning. */
export interface EpisodeSource {
  readonly episodeId: string;
  readonly start: EpisodeStart;
  readonly end: EpisodeEnd | undefined;
  readonly reader: McapIndexedReader;
  readonly records: readonly ChainedRecord[];
  readonly cameras: readonly CameraTopic[];
  readJoints(): Promise<JointSeries>;
  /** Seconds of the episode of a log time (ns). */
  timeOf(logTime: bigint): number;
}

/** Opens an episode while `use` runs. Rejects, in words, when it cannot be read. */
export async function withSource<T>(
  file: EpisodeFile,
  use: (source: EpisodeSource) => Promise<T>,
): Promise<T> {
  if (file.active) throw new ExportProblem('It is still being recorded, or its recording was cut off.');
  return withFile(file.path, async (readable) => {
    const { reader, start, end } = await openIndexed(readable);
    const timeOf = (logTime: bigint) => seconds(logTime) - start.startedAtSec;
    return use({
      episodeId: file.episodeId,
      start,
      end,
      reader,
      records: await readRecords(reader),
      cameras: cameraTopics(reader),
      timeOf,
      readJoints: () => readJoints(reader, timeOf),
    });
  });
}

async function readJoints(
  reader: McapIndexedReader,
  timeOf: (logTime: bigint) => number,
): Promise<JointSeries> {
  const timeSec: number[] = [];
  const rows: Float64Array[] = [];
  let names: readonly string[] = [];
  for await (const { data, logTime } of reader.readMessages({ topics: [topics.jointStates.topic] })) {
    const { name, position } = decodeJointState(data);
    if (names.length === 0) names = name;
    // A message about other joints (a second publisher) is no sample of these.
    if (name.length !== names.length || name.some((each, i) => each !== names[i])) continue;
    timeSec.push(timeOf(logTime));
    rows.push(position);
  }
  return { names, timeSec, rows };
}
