import { z } from 'zod';
import type { Contract } from './channel';
import { bytesSchema, cameraModelSchema, emptySchema, finite, idSchema, observationSchema } from './common';
import { streamFiguresSchema } from './connection';

/** Spoken by the simulator's picture (a hidden window) to the camera process. */
export const simulatorCameraContract = {
  name: 'simulatorCamera',
  requests: {
    /** Colour and depth of one instant. Depth: z in the optical frame (m), 0 where nothing was seen; top row first. */
    capture: {
      params: emptySchema,
      result: z.object({
        stampSec: finite,
        camera: cameraModelSchema,
        rgb: bytesSchema,
        depth: z.instanceof(Float32Array),
        jpeg: bytesSchema,
      }),
    },
  },
  notices: {
    /** The last frame was taken; send the newest when there is one. */
    frameTaken: emptySchema,
  },
  events: {
    frame: z.object({
      seq: z.number().int(),
      stampSec: finite,
      camera: cameraModelSchema,
      jpeg: bytesSchema,
    }),
    status: z.object({ state: z.enum(['starting', 'streaming', 'stopped']), text: z.string().max(500) }),
  },
} as const satisfies Contract;

export const cameraStatusSchema = z.object({
  state: z.enum(['starting', 'streaming', 'stalled', 'stopped']),
  cameraName: z.string(),
  fps: finite,
  /** Age of the newest frame against the camera's clock. */
  ageMs: finite,
  text: z.string().max(500),
  /** The cameras to choose from; the one that is shown and decided on is `cameraName`. */
  cameras: z.array(z.string().max(80)).max(8),
  /** One for each topic of the chosen camera and of the transforms; none without ROS. */
  streams: z.array(streamFiguresSchema).max(8),
});
export type CameraStatus = z.infer<typeof cameraStatusSchema>;

const liveHead = {
  seq: z.number().int(),
  stampSec: finite,
  /** Null while it is not known where the camera is or how it sees: good enough to look at. */
  camera: cameraModelSchema.nullable(),
  /** The name of a camera that is recorded beside the one that is shown; that one's frames have none. */
  stream: z.string().max(80).optional(),
};
const encodedFrameSchema = z.object({ ...liveHead, jpeg: bytesSchema });
const side = z.number().int().min(1).max(16_384);
const pixelFrameSchema = z
  .object({
    ...liveHead,
    width: side,
    height: side,
    /** width * height * 3, top row first. */
    rgb: z.instanceof(Uint8Array),
  })
  .refine(({ width, height, rgb }) => rgb.byteLength === width * height * 3, 'the bytes are not its size');

/**
 * As the camera gives it, encoded or in pixels: on one machine pixels cost less to send than JPEG to encode
 * and decode.
 */
export const liveFrameSchema = z.union([encodedFrameSchema, pixelFrameSchema]);
export type LiveFrame = z.infer<typeof liveFrameSchema>;
export type EncodedFrame = z.infer<typeof encodedFrameSchema>;

/** Spoken by the camera process to renderer, inference, planner and recorder. */
export const cameraContract = {
  name: 'camera',
  requests: {
    getStatus: { params: emptySchema, result: cameraStatusSchema },
    /** Takes and keeps a decision frame (the last 8 are kept). Fails with words when no fresh picture can be had. */
    freeze: { params: emptySchema, result: z.object({ observation: observationSchema, jpeg: bytesSchema }) },
    getDecisionFrame: {
      params: z.object({ observationId: idSchema }),
      result: z.object({
        observation: observationSchema,
        /** width * height * 3, top row first. */
        rgb: bytesSchema,
        depth: z.instanceof(Float32Array).nullable(),
      }),
    },
    /** From here on this camera is shown and decided on. Fails with words when there is none of that name. */
    selectCamera: { params: z.object({ name: z.string().max(80) }), result: cameraStatusSchema },
  },
  notices: {
    /**
     * A subscriber says so once, then after each frame it has dealt with, and gets so many more (absent: one)
     * from then on. One that must miss none asks for several; one that only wants the newest, for one.
     */
    readyForFrame: z.object({ frames: z.number().int().min(1).max(64).optional() }),
  },
  events: { frame: liveFrameSchema, status: cameraStatusSchema },
} as const satisfies Contract;
