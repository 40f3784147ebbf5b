import { z } from 'zod';
import type { Contract } from './channel';
import { emptySchema, finite, idSchema } from './common';
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

export const exportStatusSchema = z.object({
  exportId: idSchema,
  format: exportFormatSchema,
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

/** Spoken by the exporter process. One export at a time. */
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
    /** The running export, or the last one; null when there was none. */
    getExport: { params: emptySchema, result: exportStatusSchema.nullable() },
    /** Fails in words when one is running already, or the order cannot be carried out at all. */
    startExport: { params: exportOrderSchema, result: exportStatusSchema },
    /** Answers when the export has ended and nothing is left of it. */
    cancelExport: { params: z.object({ exportId: idSchema }), result: exportStatusSchema },
  },
  notices: {},
  events: { export: exportStatusSchema },
} as const satisfies Contract;
