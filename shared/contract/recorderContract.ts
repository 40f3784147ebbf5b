import { z } from 'zod';
import { describedRobotSchema } from '../robot/robotModelSchema';
import { videoFormats } from '../video/videoFormat';
import type { Contract } from './channel';
import { bytesSchema, emptySchema, faultTextSchema, finite, idSchema } from './common';
import { jointStateSchema } from './simulatorContract';

/** One link of the episode's hash chain: what happened, who says so, and the exact JSON that says it. */
export const recordKindSchema = z.enum([
  'instruction',
  'observation',
  'proposal',
  'plan',
  'planFailure',
  'refusal',
  'approval',
  'execution',
  'stop',
  'verification',
  'fault',
  'note',
  /** The robot that the episode is about: {model, modelHash}. */
  'robotModel',
  /** The operator set other fences: {fences, fencesHash, operator}. */
  'fences',
  /** Jogging and guiding by hand: what was approved, sent and ended (shared/contract/jog.ts). */
  'jog',
  /** The episode was not recorded here but taken from a data set (importedRecordSchema). */
  'imported',
]);
export type RecordKind = z.infer<typeof recordKindSchema>;

export const recordSchema = z.object({
  kind: recordKindSchema,
  source: z.enum(['renderer', 'main', 'robot', 'camera', 'planner', 'inference', 'recorder', 'exporter']),
  stampSec: finite,
  /** JSON text of the noun (Proposal, Plan, Approval, ...) or of {text}. */
  json: z.string().max(9_000_000),
});
export type EpisodeRecord = z.infer<typeof recordSchema>;

/**
 * A record on its way to the recorder. Stamps are the robot's time. A process that does not know that time
 * says null, never its own clock: the recorder then files the record at the robot's time of its arrival.
 */
export const sentRecordSchema = recordSchema.extend({ stampSec: finite.nullable() });
export type SentRecord = z.infer<typeof sentRecordSchema>;

export const outcomeSchema = z.enum([
  'succeeded',
  'notThere',
  'unverified',
  'refused',
  /** The model saw nothing that fits the instruction: asked and answered, and nothing to plan. */
  'nothingInView',
  'planFailed',
  'failed',
  'stopped',
  'interrupted',
]);
export type Outcome = z.infer<typeof outcomeSchema>;

/** How often a person had to act in an episode, and how often it did not go on: counted from its records. */
export const tallySchema = z.object({
  approvals: z.number().int(),
  /** Plans and proposals that the operator refused. */
  refusals: z.number().int(),
  /** Instructions after the first: the operator put right what was meant. */
  corrections: z.number().int(),
  stops: z.number().int(),
  /** The model's answer could not be planned. */
  noPlans: z.number().int(),
  faults: z.number().int(),
});
export type Tally = z.infer<typeof tallySchema>;

export const episodeSummarySchema = z.object({
  episodeId: idSchema,
  fileName: z.string(),
  path: z.string(),
  startedAtSec: finite,
  durationSec: finite,
  bytes: finite,
  instruction: z.string(),
  robot: z.string(),
  model: z.string(),
  outcome: outcomeSchema,
  /** Set when the file could not be read, or was repaired after an unclean end. */
  problem: z.string().nullable(),
  /** Where it comes from, in words, when no console recorded it: another program, or an import. */
  origin: z.string().nullable(),
  /** Null where there are no records to count, or they cannot be read. */
  tally: tallySchema.nullable(),
});
export type EpisodeSummary = z.infer<typeof episodeSummarySchema>;

/** How live pictures are recorded: each by itself, or as video, which is smaller. */
export const pictureChoiceSchema = z.enum(['jpeg', 'video']);
export type PictureChoice = z.infer<typeof pictureChoiceSchema>;

/** What becomes of the choice on this machine. */
const recordedPicturesSchema = z.object({
  format: z.enum(['jpeg', ...videoFormats]),
  /** In words: what is recorded, and why it is not what was chosen. */
  text: z.string().max(500),
});
export type RecordedPictures = z.infer<typeof recordedPicturesSchema>;
export const jpegPictures: RecordedPictures = { format: 'jpeg', text: 'Every picture by itself.' };

/** One packet of a recorded video; it shows one picture. */
const recordedPacketSchema = z.object({ key: z.boolean(), timeSec: finite, data: bytesSchema });

/** A recorded picture: encoded by itself, or as the packets to decode up to it. */
export const recordedFrameSchema = z.union([
  z.object({ timeSec: finite, format: z.enum(['jpeg', 'png']), data: bytesSchema }),
  z.object({
    timeSec: finite,
    format: z.enum(videoFormats),
    /**
     * As WebCodecs names it; the first packet is a key frame then. Null: it goes on from the picture that the asker
     * has decoded (`afterSec`).
     */
    codec: z.string().max(100).nullable(),
    packets: z.array(recordedPacketSchema).max(1000),
  }),
]);
export type RecordedFrame = z.infer<typeof recordedFrameSchema>;

export const recorderStatusSchema = z.object({
  state: z.enum(['idle', 'recording', 'failed']),
  folder: z.string(),
  episodeId: idSchema.nullable(),
  bytes: finite,
  freeBytes: finite.nullable(),
  fault: faultTextSchema.nullable(),
  pictures: recordedPicturesSchema,
});
export type RecorderStatus = z.infer<typeof recorderStatusSchema>;

/** Episode seconds, and one array of positions a joint (thinned to at most 4,000 samples). */
export const jointCurvesSchema = z.object({
  names: z.array(z.string()),
  timeSec: z.array(finite),
  positions: z.array(z.array(finite)),
});
export type JointCurves = z.infer<typeof jointCurvesSchema>;

/** What the review page needs of one episode besides its pictures. */
export const episodeDetailSchema = z.object({
  summary: episodeSummarySchema,
  records: z.array(recordSchema.extend({ index: z.number().int(), hash: z.string() })),
  joints: jointCurvesSchema,
  /** What a controller of another program's recording was told; null where a plan says so, or nothing. */
  desired: jointCurvesSchema.nullable(),
  /** The streams of pictures, each with the episode seconds of its frames. */
  cameras: z.array(z.object({ name: z.string(), topic: z.string(), frameTimesSec: z.array(finite) })),
  /** What is in the file and not shown here, in words. */
  notShown: z.array(z.string()),
});
export type EpisodeDetail = z.infer<typeof episodeDetailSchema>;

/** Spoken by the recorder process. */
export const recorderContract = {
  name: 'recorder',
  requests: {
    getStatus: { params: emptySchema, result: recorderStatusSchema },
    startEpisode: {
      params: z.object({
        instruction: z.string().max(2000),
        robot: z.string().max(200),
        model: z.string().max(200),
      }),
      result: z.object({ episodeId: idSchema, path: z.string() }),
    },
    endEpisode: { params: z.object({ outcome: outcomeSchema }), result: episodeSummarySchema },
    /** Answers once the record is on its way to the disk (flushed to the operating system). */
    recordDurably: {
      params: sentRecordSchema,
      result: z.object({ index: z.number().int(), hash: z.string() }),
    },
    listEpisodes: {
      params: emptySchema,
      result: z.object({ folder: z.string(), episodes: z.array(episodeSummarySchema) }),
    },
    openEpisode: { params: z.object({ episodeId: idSchema }), result: episodeDetailSchema },
    /**
     * The camera frame at or before a time of the episode (s), or the frozen decision frame. `topic`: of that
     * camera; absent: of the first. Of video, packets come: from the last key frame on, or only those behind the
     * picture that the asker's decoder has just shown (`afterSec`), or the key frame alone (`keyOnly`, which may
     * be older than the newest picture).
     */
    readFrame: {
      params: z.object({
        episodeId: idSchema,
        timeSec: finite,
        which: z.enum(['live', 'decision']),
        topic: z.string().max(1000).optional(),
        afterSec: finite.optional(),
        keyOnly: z.boolean().optional(),
      }),
      result: recordedFrameSchema.nullable(),
    },
    /** Reads the hash chain back. */
    verifyEpisode: {
      params: z.object({ episodeId: idSchema }),
      result: z.object({ ok: z.boolean(), records: z.number().int(), text: z.string() }),
    },
  },
  notices: {
    record: sentRecordSchema,
    jointState: jointStateSchema,
    /** The operator's choice, from the console: at its start, and when it changes. */
    choosePictures: z.object({ pictures: pictureChoiceSchema }),
    /** From the robot process, when it connects and when the robot becomes another: put into every episode. */
    robotModel: describedRobotSchema,
  },
  events: { status: recorderStatusSchema },
} as const satisfies Contract;
