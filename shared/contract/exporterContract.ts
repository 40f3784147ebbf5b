import { z } from 'zod';
import { bundledRobotNames } from '../robot/bundledRobots';
import type { Contract } from './channel';
import { emptySchema, finite, idSchema, sha256Schema } from './common';
import { boxSchema } from './proposal';

/** What episodes are handed on as. */
export const exportFormatSchema = z.enum(['lerobot', 'vlaCot', 'rosbag']);
export type ExportFormat = z.infer<typeof exportFormatSchema>;

/** A part of a camera's picture (fractions of it) that is not to leave the house. */
export const hiddenRegionSchema = z.object({
  camera: z.string().min(1).max(200),
  how: z.enum(['blur', 'blacken']),
  box: boxSchema,
});
export type HiddenRegion = z.infer<typeof hiddenRegionSchema>;

/** Only this part of a camera's picture is handed on. */
export const cropSchema = z.object({ camera: z.string().min(1).max(200), box: boxSchema });

export const exportOrderSchema = z.object({
  format: exportFormatSchema,
  episodeIds: z.array(idSchema).min(1).max(10_000),
  /** An absolute path; the result is a folder `name` in it. */
  folder: z.string().min(1).max(4000),
  name: z.string().min(1).max(100),
  /** LeRobot: adds to a data set of that name if there is one; else a taken name is refused. */
  append: z.boolean(),
  /** LeRobot: samples a second; null: the nearest usual rate to that of the recorded pictures. */
  fps: z.number().int().min(1).max(120).nullable(),
  /** LeRobot: only while the arm was sent somewhere (half a second around it), or all that was recorded. */
  span: z.enum(['motion', 'whole']),
  /** LeRobot: as MP4 video where this machine can encode one, or every picture by itself. */
  pictures: z.enum(['video', 'images']),
  /** Cameras by their names (describeSelection) that are left out. */
  dropCameras: z.array(z.string().max(200)).max(32),
  hide: z.array(hiddenRegionSchema).max(64),
  crop: z.array(cropSchema).max(32),
});
export type ExportOrder = z.infer<typeof exportOrderSchema>;

/** Which episodes of a LeRobot data set come into the library, and how its joints are understood. */
export const importOrderSchema = z.object({
  /** The absolute path of the data set's folder (the one with `meta/`). */
  folder: z.string().min(1).max(4000),
  /** The first and last episode, by their numbers in the data set. */
  fromEpisode: z.number().int().nonnegative(),
  toEpisode: z.number().int().nonnegative(),
  robot: z.enum(bundledRobotNames),
  /** Joints by their names; or, where those say nothing, the first values in the arm's own order. */
  joints: z.enum(['byName', 'inOrder']),
  unit: z.enum(['rad', 'deg']),
  /** Cameras of the data set that stay where they are. */
  dropCameras: z.array(z.string().max(200)).max(32),
});
export type ImportOrder = z.infer<typeof importOrderSchema>;

/** What a LeRobot data set says of itself, as far as an import needs it. */
export const datasetDescriptionSchema = z.object({
  folder: z.string(),
  robotType: z.string().nullable(),
  fps: finite,
  episodes: z.number().int(),
  /** The elements of `observation.state`; empty where it does not name them. */
  stateNames: z.array(z.string().max(200)).max(1000),
  stateLength: z.number().int(),
  tasks: z.array(z.string()).max(20),
  cameras: z.array(z.object({ name: z.string(), width: z.number().int(), height: z.number().int() })),
  /** What is in it and stays there, in words. */
  leftOut: z.array(z.string()).max(100),
  /** The robot whose joints bear these names; null: none of those that the console knows. */
  robot: z.enum(bundledRobotNames).nullable(),
  /** Why no robot fits by name, in words. */
  mismatch: z.string().max(2000).nullable(),
});
export type DatasetDescription = z.infer<typeof datasetDescriptionSchema>;

/** What an imported episode says of where it comes from (record kind `imported`). */
export const importedRecordSchema = z.object({
  dataset: z.string().max(4000),
  episodeIndex: z.number().int(),
  /** SHA-256 of the data set's meta/info.json. */
  infoHash: sha256Schema,
  /** How each joint was found: its name here, and its element of `observation.state`. */
  joints: z.array(z.object({ name: z.string().max(200), element: z.number().int() })).max(64),
  unit: z.enum(['rad', 'deg']),
  /** When the gripper was told to open or close, from the data set's actions (s of the episode, m). */
  grips: z.array(z.object({ timeSec: finite, width: finite })).max(1000),
  /** What the data set says of the recording that it was made from; null where it says nothing. */
  source: z.record(z.string(), z.unknown()).nullable(),
});
export type ImportedRecord = z.infer<typeof importedRecordSchema>;

/** How an export or an import stands. */
export const exportStatusSchema = z.object({
  exportId: idSchema,
  job: z.enum(['export', 'import']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** 0..1 */
  fraction: finite,
  text: z.string().max(2000),
  /** What was made; null before it is there. */
  path: z.string().nullable(),
  /** Episodes that are not in it, and why. */
  skipped: z.array(z.object({ episodeId: idSchema, why: z.string().max(1000) })),
});
export type ExportStatus = z.infer<typeof exportStatusSchema>;

/** Spoken by the exporter process. One export or import at a time. */
export const exporterContract = {
  name: 'exporter',
  requests: {
    /** The cameras that the episodes have, by name. Episodes that cannot be read count for nothing here. */
    describeSelection: {
      params: z.object({ episodeIds: z.array(idSchema).max(10_000) }),
      result: z.object({
        cameras: z.array(z.object({ name: z.string(), episodes: z.number().int() })),
      }),
    },
    /** The running export or import, or the last one; null when there was none. */
    getExport: { params: emptySchema, result: exportStatusSchema.nullable() },
    /** Fails in words when one is running already, or the order cannot be carried out at all. */
    startExport: { params: exportOrderSchema, result: exportStatusSchema },
    /** Looks at a LeRobot v3 data set. Fails in words when the folder holds none that can be read. */
    describeDataset: {
      params: z.object({ folder: z.string().min(1).max(4000) }),
      result: datasetDescriptionSchema,
    },
    /** Each episode becomes one of the library, whole or not at all. Fails as startExport does. */
    startImport: { params: importOrderSchema, result: exportStatusSchema },
    /** Answers when the work has ended and nothing half made is left of it. */
    cancelExport: { params: z.object({ exportId: idSchema }), result: exportStatusSchema },
  },
  notices: {},
  events: { export: exportStatusSchema },
} as const satisfies Contract;
