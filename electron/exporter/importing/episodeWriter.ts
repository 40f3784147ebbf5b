import { access, type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { EpisodeRecord } from '../../../shared/contract/recorderContract';
import {
  type EpisodeStart,
  endToMetadata,
  episodeMetadataName,
  outcomeMetadataName,
  startToMetadata,
} from '../../episodes/format/episodeMetadata';
import { activeSuffix, episodeSuffix } from '../../episodes/format/episodeName';
import { chainRule, createHashChain } from '../../episodes/format/hashChain';
import { createTally } from '../../episodes/format/tally';
import {
  compressedLanes,
  type Lane,
  lanes,
  streamTopics,
  type Topic,
  topics,
} from '../../episodes/format/topics';
import { createMcapEncoder } from '../../episodes/mcap/mcapEncoder';
import { zstdReady } from '../../episodes/mcap/zstd';
import { compressedImageHead, encodeJointState, encodeString } from '../../episodes/ros/rosMessages';
import { nanoseconds } from '../../episodes/ros/rosTime';
import type { TimedPicture } from './episodePictures';

const partialSuffix = '.r1-partial';
const chunkBytes = 1 << 20;
/** A file that nobody has written to for so long was left behind (ms). */
const leftBehindMs = 60_000;

/** Takes away what an import that was cut off left. Another console's that is under way stays. */
export async function clearPartials(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(episodeSuffix + partialSuffix)) continue;
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > leftBehindMs) await rm(path, { force: true });
  }
}

export interface ImportedStart extends Omit<EpisodeStart, 'episodeId' | 'recorder'> {
  /** The file's name without suffix, if it is free; else a number is added. */
  readonly name: string;
  readonly library: string;
}

/**
 * Writes an episode that was not recorded into the episodes folder. It stands there under its name only when it is
 * whole and on the disk; `abandon` leaves nothing of it.
 */
export async function createEpisodeWriter(folder: string, { name, library, ...start }: ImportedStart) {
  await zstdReady();
  const { episodeId, file, partial } = await createFile(folder, name);
  const encoder = createMcapEncoder({ profile: 'ros2', library }, lanes, compressedLanes);
  const chain = createHashChain(episodeId);
  const tally = createTally();
  const channels = new Map<string, number>();
  let lastSec = 0;

  async function append(...blocks: readonly Uint8Array[]): Promise<void> {
    for (const block of blocks) await file.appendFile(block);
  }
  async function closeChunk(lane: Lane): Promise<void> {
    const blocks = encoder.closeChunk(lane);
    await append(...blocks);
    if (blocks[0]) encoder.recycle(blocks[0]);
  }
  async function write(topic: Topic, timeSec: number, ...data: readonly Uint8Array[]): Promise<void> {
    const channel = channels.get(topic.topic) ?? encoder.addChannel(topic);
    channels.set(topic.topic, channel);
    lastSec = Math.max(lastSec, timeSec);
    const time = nanoseconds(start.startedAtSec + timeSec);
    if (encoder.addMessage(topic.lane, channel, time, time, ...data) > chunkBytes)
      await closeChunk(topic.lane);
  }

  await append(
    encoder.start(),
    encoder.metadata(
      episodeMetadataName,
      startToMetadata({ ...start, episodeId, recorder: null }, chainRule),
    ),
  );

  return {
    episodeId,
    addRecord(kind: EpisodeRecord['kind'], timeSec: number, content: unknown): Promise<void> {
      const stampSec = start.startedAtSec + timeSec;
      const link = chain.add({ kind, source: 'exporter', stampSec, json: JSON.stringify(content) });
      tally.add(kind);
      return write(topics.records, timeSec, encodeString(JSON.stringify(link)));
    },
    addRobotDescription: (urdf: string) => write(topics.robotDescription, 0, encodeString(urdf)),
    addJoints: (timeSec: number, names: readonly string[], positions: readonly number[]) =>
      write(
        topics.jointStates,
        timeSec,
        encodeJointState({
          stampSec: start.startedAtSec + timeSec,
          names: [...names],
          positions: [...positions],
          velocities: [],
          efforts: [],
        }),
      ),
    /** `camera`: its name; the first of an episode is the one without. */
    addPicture(camera: string | undefined, { timeSec, format, bytes }: TimedPicture): Promise<void> {
      const { image, frame } = streamTopics(camera);
      const stampSec = start.startedAtSec + timeSec;
      return write(image, timeSec, compressedImageHead(stampSec, frame, format, bytes.byteLength), bytes);
    },
    async finish(): Promise<void> {
      for (const lane of lanes) await closeChunk(lane);
      const end = {
        outcome: 'unverified' as const,
        durationSec: lastSec,
        records: chain.length(),
        chainHead: chain.head(),
        problem: null,
        tally: tally.counts(),
      };
      await append(encoder.metadata(outcomeMetadataName, endToMetadata(end)), encoder.end());
      await file.datasync();
      await file.close();
      await rename(partial, join(folder, episodeId + episodeSuffix));
    },
    async abandon(): Promise<void> {
      await file.close().catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}
export type EpisodeWriter = Awaited<ReturnType<typeof createEpisodeWriter>>;

async function createFile(
  folder: string,
  name: string,
): Promise<{ readonly episodeId: string; readonly file: FileHandle; readonly partial: string }> {
  for (let n = 1; ; n++) {
    const episodeId = n === 1 ? name : `${name}-${n}`;
    const path = join(folder, episodeId);
    const taken = await Promise.all(
      [episodeSuffix, activeSuffix].map((suffix) =>
        access(path + suffix).then(
          () => true,
          () => false,
        ),
      ),
    );
    if (taken.includes(true)) continue;
    const partial = path + episodeSuffix + partialSuffix;
    try {
      return { episodeId, file: await open(partial, 'wx'), partial };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
