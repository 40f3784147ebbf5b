import type { cameraContract, EncodedFrame, LiveFrame } from '../../shared/contract/cameraContract';
import type { Client } from '../../shared/contract/channel';
import type { FaultText } from '../../shared/contract/common';
import type { liveVideoContract } from '../../shared/contract/liveVideoContract';
import type {
  EpisodeRecord,
  EpisodeSummary,
  Outcome,
  PictureChoice,
  RecorderStatus,
  SentRecord,
} from '../../shared/contract/recorderContract';
import type { JointState } from '../../shared/contract/simulatorContract';
import { rgbaOfRgb } from '../../shared/picture/rgbaOfRgb';
import type { DescribedRobot } from '../../shared/robot/robotModelSchema';
import { episodeName } from '../episodes/format/episodeName';
import type { Lane } from '../episodes/format/topics';
import { idOfFile } from '../episodes/reading/episodeFiles';
import { encodeJpeg, viewQuality } from '../pictures/encodePicture';
import { createDecisionRecorder } from './decisionRecorder';
import type { OpenNew } from './episode/appendFile';
import { freeBytes, lowSpaceWarning, noSpaceFault, type SpaceLimits } from './episode/diskSpace';
import { type Recording, startRecording } from './episode/recording';
import { RecordingError, recordingFault } from './episode/recordingFault';
import { createRobotClock } from './episode/robotClock';
import { createTooLate } from './episode/tooLate';
import { episodeSummary } from './library/episodeSummary';
import { createLiveVideo } from './video/liveVideo';

/** So many pictures may be under way from the camera: half a second of one at 30 Hz, a quarter of two. */
const framesAhead = 16;

export interface RecorderOptions {
  readonly folder: string;
  readonly appVersion: string;
  /** This machine's clock (ms since 1970). */
  readonly wallMs: () => number;
  readonly openNew: OpenNew;
  /** Whose chunks are compressed (zstd). */
  readonly compressed: readonly Lane[];
  readonly space: SpaceLimits;
  readonly freeBytes?: (folder: string) => Promise<number | null>;
  /** How long the end of an episode waits for what other processes sent before it (ms). */
  readonly graceMs: number;
  /** Runs evenly (ms). */
  readonly nowMs: () => number;
  /** Asks main for the page that encodes video, or lets it go. */
  readonly wantLiveVideo: (wanted: boolean) => void;
  readonly onStatus: (status: RecorderStatus) => void;
  readonly log: (line: string) => void;
}

interface Current {
  readonly recording: Recording;
  readonly decisions: ReturnType<typeof createDecisionRecorder>;
}

/** One episode after the other: starts, fills and ends recordings, and says how the recording stands. */
export function createRecorder(options: RecorderOptions) {
  const { folder, onStatus } = options;
  const measureFree = options.freeBytes ?? freeBytes;
  const clock = createRobotClock(() => options.wallMs() / 1000);
  let current: Current | undefined;
  let camera: Client<typeof cameraContract> | undefined;
  /** Pictures that came and are not yet recorded: some are encoded first. They are filed in their order. */
  let framesInWork = 0;
  let lastFrame: Promise<unknown> = Promise.resolve();
  let described: DescribedRobot | undefined;
  let fault: FaultText | undefined;
  let free: number | null = null;
  let failed: Promise<EpisodeSummary> | undefined;
  const tooLate = createTooLate();
  const video = createLiveVideo({
    nowMs: options.nowMs,
    want: options.wantLiveVideo,
    onChange: () => tell(),
  });
  /** Starts and ends happen one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = turn.then(work);
    turn = done.catch(() => undefined);
    return done;
  }

  function status(): RecorderStatus {
    const state = current ? 'recording' : fault ? 'failed' : 'idle';
    const low = free !== null && free < options.space.warnBytes ? lowSpaceWarning(free, folder) : null;
    return {
      state,
      folder,
      episodeId: current?.recording.episodeId ?? null,
      bytes: current?.recording.bytes() ?? 0,
      freeBytes: free,
      fault: fault ?? low ?? video.fault(),
      pictures: video.pictures(),
    };
  }
  const tell = () => onStatus(status());

  /** The episode that takes what comes. One that is being closed takes nothing more, and that is no fault. */
  function taking(what: string): Current | undefined {
    if (!current || current.recording.isOpen()) return current;
    tooLate.note(what);
    return undefined;
  }

  /** Stops recording; what is on the disk is kept and, if possible, properly ended. */
  function fail(recording: Recording, error: unknown): void {
    if (current?.recording !== recording) return;
    current = undefined;
    video.drop();
    fault = recordingFault(error, folder);
    const { happened } = fault;
    failed = recording
      .salvage(happened)
      .catch(() => recording.activePath)
      .then((path) => summaryOf(path));
    tell();
  }

  function summaryOf(path: string): Promise<EpisodeSummary> {
    const fileName = path.slice(folder.length + 1);
    const active = path.endsWith('.active');
    return episodeSummary({ episodeId: idOfFile(fileName), fileName, path, active });
  }

  async function finish(outcome: Outcome): Promise<EpisodeSummary> {
    if (!current) {
      if (failed) return failed;
      throw new Error('No episode is being recorded.');
    }
    const { recording, decisions } = current;
    await new Promise((resolve) => setTimeout(resolve, options.graceMs));
    await decisions.settled();
    await endVideo(recording);
    if (current?.recording !== recording) return failed ?? summaryOf(recording.activePath);
    try {
      await recording.end(outcome);
    } catch (error) {
      fail(recording, error);
      return failed ?? summaryOf(recording.activePath);
    } finally {
      const dropped = tooLate.take();
      if (dropped) {
        options.log(`${recording.episodeId} was being closed; what came then is not in it: ${dropped}`);
      }
    }
    current = undefined;
    tell();
    return summaryOf(recording.path);
  }

  /** What the encoder still holds belongs to this episode. */
  async function endVideo(recording: Recording): Promise<void> {
    const said = await video.end();
    await lastFrame;
    if (!recording.isOpen()) return;
    for (const text of said) {
      recording.addRecord({
        kind: 'note',
        source: 'recorder',
        stampSec: clock.nowSec(),
        json: JSON.stringify({ text }),
      });
    }
  }

  async function begin(instruction: string, robot: string, model: string) {
    if (current) await finish('interrupted');
    free = await measureFree(folder);
    const wallMs = options.wallMs();
    try {
      if (free !== null && free < options.space.startBytes) {
        throw new RecordingError(noSpaceFault(free, folder, 'start'));
      }
      let begun: Recording | undefined;
      const recording = await startRecording({
        folder,
        name: episodeName(wallMs, instruction),
        start: {
          instruction,
          robot,
          model,
          appVersion: options.appVersion,
          startedAtUtc: new Date(wallMs).toISOString(),
          origin: null,
        },
        library: `R1 Console ${options.appVersion}`,
        compressed: options.compressed,
        clock,
        openNew: options.openNew,
        onFailure: (error) => {
          if (begun) fail(begun, error);
        },
      });
      begun = recording;
      if (described) recording.describeRobot(described);
      current = { recording, decisions: createDecisionRecorder(recording, clock.nowSec) };
      video.begin({
        packet: (frame, packet) => {
          if (recording.isOpen()) recording.addVideoFrame(frame, packet.format, packet.data);
        },
        picture: (frame) => takePicture(recording, frame),
      });
      fault = undefined;
      failed = undefined;
      askForFrames();
      return { episodeId: recording.episodeId, path: recording.path };
    } catch (error) {
      fault = recordingFault(error, folder);
      throw new RecordingError(fault);
    } finally {
      tell();
    }
  }

  /** While a disk is slow no further picture is asked for; records and joint states go on. */
  function askForFrames(): void {
    const frames = framesAhead - framesInWork;
    if (frames > 0 && current?.recording.isOpen() && !current.recording.congested()) {
      camera?.notify('readyForFrame', { frames });
    }
  }

  function takeFrame(recording: Recording, frame: LiveFrame): void {
    if (video.take(frame)) askForFrames();
    else takePicture(recording, frame);
  }

  function takePicture(recording: Recording, frame: LiveFrame): void {
    framesInWork++;
    const ready = encoded(frame);
    const before = lastFrame;
    lastFrame = ready
      .then(async (each) => {
        await before;
        if (recording.isOpen()) recording.addLiveFrame(each);
      })
      .catch((error: unknown) => options.log(`A live picture was not recorded: ${String(error)}`))
      .finally(() => {
        framesInWork--;
        askForFrames();
      });
  }

  function add(to: Current, sent: SentRecord) {
    const record: EpisodeRecord = { ...sent, stampSec: sent.stampSec ?? clock.nowSec() };
    const link = to.recording.addRecord(record);
    to.decisions.note(record, camera);
    return link;
  }

  return {
    status,
    startEpisode: (instruction: string, robot: string, model: string) =>
      inTurn(() => begin(instruction, robot, model)),
    endEpisode: (outcome: Outcome): Promise<EpisodeSummary> => inTurn(() => finish(outcome)),

    /** Takes a record in the order of the calls; outside an episode there is nothing to add it to. */
    record(record: SentRecord): void {
      const to = taking(`${record.kind} by ${record.source}`);
      if (to) add(to, record);
    },
    /** Resolves when the record is on the disk. Rejects, in words, when it is not: nothing may rest on it. */
    async recordDurably(record: SentRecord): Promise<{ readonly index: number; readonly hash: string }> {
      const to = taking(`${record.kind} by ${record.source}`);
      if (!to) {
        if (fault) throw new RecordingError(fault);
        throw new Error('No episode is being recorded, so nothing can be put on record.');
      }
      const link = add(to, record);
      try {
        await to.recording.durable();
      } catch (error) {
        throw new RecordingError(recordingFault(error, folder));
      }
      return link;
    },
    jointState(state: JointState): void {
      clock.noteJointState(state.stampSec);
      taking('joint state')?.recording.addJointState(state);
    },

    /** The robot that episodes are about from now on; one that is being recorded learns of the change. */
    robotModel(robot: DescribedRobot): void {
      const known = described?.modelHash === robot.modelHash;
      described = robot;
      if (!known) taking('robot model')?.recording.describeRobot(robot);
    },

    /** The newest connection to the camera; frames come over it while an episode is recorded. */
    attachCamera(client: Client<typeof cameraContract>): void {
      camera = client;
      client.on('frame', (frame) => {
        if (camera !== client) return;
        const recording = taking('live frame')?.recording;
        if (recording) takeFrame(recording, frame);
      });
      client.onClose(() => {
        if (camera === client) camera = undefined;
      });
      askForFrames();
    },

    choosePictures: (choice: PictureChoice): void => video.choose(choice),
    /** The newest connection to the page that encodes video. */
    attachLiveVideo: (client: Client<typeof liveVideoContract>): void => video.attach(client),

    /** Call every half second or sooner: brings what was recorded to the disk. */
    flush(): void {
      if (!current?.recording.isOpen()) return;
      video.look();
      current.recording.flush();
      askForFrames();
    },
    /** Call every second or so: measures the free space and says how things stand. */
    async watch(): Promise<void> {
      free = await measureFree(folder);
      if (current?.recording.isOpen() && free !== null && free < options.space.stopBytes) {
        fail(current.recording, new RecordingError(noSpaceFault(free, folder, 'stop')));
      }
      tell();
    },
    /** Does it between episodes, or in one: never while a file is being begun, ended or given up. */
    async betweenFiles<T>(work: () => Promise<T>): Promise<T> {
      await failed?.catch(() => undefined);
      return inTurn(work);
    },
    /** The file that must not be touched by others; undefined when nothing is recorded. */
    activePath: () => current?.recording.activePath,
  };
}
export type Recorder = ReturnType<typeof createRecorder>;

async function encoded(frame: LiveFrame): Promise<EncodedFrame> {
  if ('jpeg' in frame) return frame;
  const { width, height, rgb, ...head } = frame;
  return { ...head, jpeg: await encodeJpeg({ width, height, rgba: rgbaOfRgb(rgb) }, viewQuality) };
}
