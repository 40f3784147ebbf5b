import { access, mkdir, rename, unlink, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { cameraContract, EncodedFrame, LiveFrame } from '../../../shared/contract/cameraContract';
import type { Result } from '../../../shared/contract/channel';
import type { EpisodeRecord, Outcome } from '../../../shared/contract/recorderContract';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { CameraModel } from '../../../shared/geometry/cameraModel';
import type { DescribedRobot } from '../../../shared/robot/robotModelSchema';
import { writeUrdf } from '../../../shared/robot/urdf/writeUrdf';
import type { VideoFormat } from '../../../shared/video/videoFormat';
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
  cameraFrame,
  type Lane,
  lanes,
  streamTopics,
  type Topic,
  topics,
} from '../../episodes/format/topics';
import { createMcapEncoder } from '../../episodes/mcap/mcapEncoder';
import { zstdReady } from '../../episodes/mcap/zstd';
import {
  compressedImageHead,
  compressedVideoParts,
  encodeCameraInfo,
  encodeCompressedImage,
  encodeDepthImage,
  encodeJointState,
  encodeString,
  encodeTransform,
} from '../../episodes/ros/rosMessages';
import { nanoseconds } from '../../episodes/ros/rosTime';
import { type AppendFile, createAppendFile, type OpenNew } from './appendFile';
import { encodeDecisionPng } from './decisionPng';
import { finishEpisode, syncFolder } from './finishEpisode';
import { thisRecorder } from './inUse';
import type { RobotClock } from './robotClock';

/** A chunk that grew to this size is closed before its time. */
const chunkBytes = 1 << 20;
/** With this much waiting for the disk, pictures are left out rather than memory filled. */
const congestedBytes = 16 << 20;

export type DecisionFrame = Result<typeof cameraContract, 'getDecisionFrame'>;

export interface RecordingOptions {
  readonly folder: string;
  /** The file's name without suffix, if free; else a number is added. It becomes the episode's id. */
  readonly name: string;
  readonly start: Omit<EpisodeStart, 'episodeId' | 'startedAtSec' | 'recorder'>;
  readonly library: string;
  /** Whose chunks are compressed (zstd). */
  readonly compressed: readonly Lane[];
  readonly clock: RobotClock;
  readonly openNew: OpenNew;
  /** Called once, when writing failed; the recording takes nothing more. */
  readonly onFailure: (error: unknown) => void;
}

/** Creates the episode's file with its beginning safely on the disk. Rejects with the system's error. */
export async function startRecording(options: RecordingOptions) {
  const { folder, clock } = options;
  await zstdReady();
  await mkdir(folder, { recursive: true });
  const { episodeId, file } = await createFile(options);
  const activePath = join(folder, episodeId + activeSuffix);
  const startedAtSec = clock.nowSec();
  const chain = createHashChain(episodeId);
  const tally = createTally();
  const encoder = createMcapEncoder({ profile: 'ros2', library: options.library }, lanes, options.compressed);
  /** By topic. */
  const channels = new Map<string, number>();
  let lastSec = startedAtSec;
  /** REP-105's name, until the robot is known. */
  let baseFrame = 'base_link';
  /** Where each camera was said to be, by its frame. */
  const placed = new Map<string, string>();
  let state: 'open' | 'ending' | 'failed' = 'open';
  /** All flushes so far: they look at the file by its name, which its end changes. */
  let flushes: Promise<unknown> = Promise.resolve();

  function fail(error: unknown): void {
    if (state === 'failed') return;
    state = 'failed';
    options.onFailure(error);
  }

  function append(bytes: Uint8Array): void {
    file.append(bytes).catch(fail);
  }

  function closeChunk(lane: Lane): void {
    const [chunk, indexes] = encoder.closeChunk(lane);
    if (!chunk || !indexes) return;
    file.append(chunk).then(() => encoder.recycle(chunk), fail);
    append(indexes);
  }

  function write(topic: Topic, stampSec: number, ...data: readonly Uint8Array[]): void {
    const channel = channels.get(topic.topic) ?? encoder.addChannel(topic);
    channels.set(topic.topic, channel);
    const logSec = clock.logTimeSec(stampSec);
    lastSec = Math.max(lastSec, logSec);
    const size = encoder.addMessage(topic.lane, channel, nanoseconds(logSec), nanoseconds(stampSec), ...data);
    if (size > chunkBytes) closeChunk(topic.lane);
  }

  function flush(which: readonly Lane[]): Promise<void> {
    for (const lane of which) closeChunk(lane);
    const done = file.sync().then(async () => {
      // That it is still there, and for other consoles that somebody is at work on it.
      const now = new Date();
      await utimes(activePath, now, now);
    });
    done.catch(fail);
    flushes = Promise.allSettled([flushes, done]);
    return done;
  }

  /** Chains a record; it reaches the disk with the next flush. */
  function addRecord(record: EpisodeRecord): { readonly index: number; readonly hash: string } {
    const link = chain.add(record);
    tally.add(record.kind);
    write(topics.records, record.stampSec, encodeString(JSON.stringify(link)));
    return { index: link.index, hash: link.hash };
  }

  function placeCamera(stampSec: number, frame: string, model: CameraModel): void {
    const pose = JSON.stringify([baseFrame, model.poseInBase]);
    if (pose === placed.get(frame)) return;
    placed.set(frame, pose);
    write(topics.tfStatic, stampSec, encodeTransform(stampSec, baseFrame, frame, model.poseInBase));
  }

  /** A live picture with where and how its camera sees. */
  function addPicture(
    of: Pick<LiveFrame, 'stampSec' | 'camera' | 'stream'>,
    topic: Topic,
    parts: readonly Uint8Array[],
  ) {
    const { info, frame } = streamTopics(of.stream);
    if (of.camera) placeCamera(of.stampSec, frame, of.camera);
    write(topic, of.stampSec, ...parts);
    if (of.camera) write(info, of.stampSec, encodeCameraInfo(of.stampSec, frame, of.camera));
  }

  append(encoder.start());
  append(
    encoder.metadata(
      episodeMetadataName,
      startToMetadata({ ...options.start, episodeId, startedAtSec, recorder: thisRecorder }, chainRule),
    ),
  );
  try {
    await file.sync();
  } catch (error) {
    await file.abandon();
    if (file.bytes() === 0) await unlink(activePath).catch(() => undefined);
    throw error;
  }
  await syncFolder(folder);

  return {
    episodeId,
    activePath,
    path: join(folder, episodeId + episodeSuffix),
    bytes: file.bytes,
    congested: () => file.pendingBytes() > congestedBytes,
    /** Only an open recording may be given anything: after its end there is no place for it in the file. */
    isOpen: () => state === 'open',

    addRecord,

    /** Puts the robot on record: chained as JSON, and as URDF for other programs; poses are in its base frame. */
    describeRobot(described: DescribedRobot): void {
      const stampSec = clock.nowSec();
      baseFrame = described.model.baseFrame;
      addRecord({ kind: 'robotModel', source: 'robot', stampSec, json: JSON.stringify(described) });
      write(topics.robotDescription, stampSec, encodeString(writeUrdf(described.model)));
    },
    /** Resolves when all records so far are on the disk and the file is still in its place. */
    durable: (): Promise<void> => flush(['state']),
    /** Sends everything to the disk; call at least every half second. Failures go to onFailure. */
    flush(): void {
      flush(lanes).catch(() => undefined);
    },

    addJointState: (joints: JointState) =>
      write(topics.jointStates, joints.stampSec, encodeJointState(joints)),

    addLiveFrame(of: EncodedFrame): void {
      const { image, frame } = streamTopics(of.stream);
      const head = compressedImageHead(of.stampSec, frame, 'jpeg', of.jpeg.byteLength);
      addPicture(of, image, [head, of.jpeg]);
    },

    /** The packet of a picture; those of one camera in the order of its pictures, the first with a key frame. */
    addVideoFrame(
      of: Pick<LiveFrame, 'stampSec' | 'camera' | 'stream'>,
      format: VideoFormat,
      data: Uint8Array,
    ): void {
      const { video, frame } = streamTopics(of.stream);
      addPicture(of, video, compressedVideoParts(of.stampSec, frame, format, data));
    },

    addDecisionFrame({ observation, rgb, depth }: DecisionFrame): void {
      const { stampSec, camera: model } = observation;
      const png = encodeDecisionPng(model.width, model.height, rgb);
      placeCamera(stampSec, cameraFrame, model);
      write(topics.decisionImage, stampSec, encodeCompressedImage(stampSec, cameraFrame, 'png', png));
      if (depth) write(topics.decisionDepth, stampSec, encodeDepthImage(stampSec, cameraFrame, model, depth));
      write(topics.decisionCameraInfo, stampSec, encodeCameraInfo(stampSec, cameraFrame, model));
    },

    /** Writes the outcome and the index, and gives the file its final name. Rejects if the disk refuses. */
    async end(outcome: Outcome): Promise<void> {
      state = 'ending';
      await flushes;
      for (const lane of lanes) closeChunk(lane);
      const end = {
        outcome,
        durationSec: lastSec - startedAtSec,
        records: chain.length(),
        chainHead: chain.head(),
        problem: null,
        tally: tally.counts(),
      };
      append(encoder.metadata(outcomeMetadataName, endToMetadata(end)));
      append(encoder.end());
      await file.sync();
      await file.close();
      await rename(activePath, join(folder, episodeId + episodeSuffix));
      await syncFolder(folder);
    },

    /**
     * After a failure: keeps what was written and gives it a proper end if the disk still takes one.
     * Rejects when it does not; then the file stays `.active` for a later repair.
     */
    async salvage(why: string): Promise<string> {
      await file.abandon();
      return finishEpisode(activePath, why);
    },
  };
}
export type Recording = Awaited<ReturnType<typeof startRecording>>;

async function createFile(options: RecordingOptions): Promise<{ episodeId: string; file: AppendFile }> {
  const { folder, name, openNew } = options;
  for (let n = 1; ; n++) {
    const episodeId = n === 1 ? name : `${name}-${n}`;
    const finished = await access(join(folder, episodeId + episodeSuffix)).then(
      () => true,
      () => false,
    );
    if (finished) continue;
    try {
      return { episodeId, file: createAppendFile(await openNew(join(folder, episodeId + activeSuffix))) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
