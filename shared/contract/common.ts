import { z } from 'zod';

/**
 * Pieces that several contracts share. All stamps are seconds of the robot's clock as a double
 * (ROS time; the simulator starts its clock at the wall clock), joint vectors follow
 * RobotModel.armJointNames, lengths are metres, angles radians.
 */
export const finite = z.number().finite();
export const vec2Schema = z.tuple([finite, finite]);
export const vec3Schema = z.tuple([finite, finite, finite]);
export const quatSchema = z.tuple([finite, finite, finite, finite]);
export const poseSchema = z.object({ position: vec3Schema, orientation: quatSchema });

export const cameraModelSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  fx: finite.positive(),
  fy: finite.positive(),
  cx: finite,
  cy: finite,
  poseInBase: poseSchema,
});

export const jointVectorSchema = z.array(finite).min(1).max(16);
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
export const idSchema = z.string().min(1).max(200);
export const bytesSchema = z.instanceof(Uint8Array);
export const emptySchema = z.object({});

/** What an operator reads when something fails: what happened, what the robot does, what to do next. */
export const faultTextSchema = z.object({
  code: z.string().min(1).max(80),
  happened: z.string().max(2000),
  robotIs: z.string().max(500),
  next: z.string().max(1000),
});
export type FaultText = z.infer<typeof faultTextSchema>;

/** The decision frame and all that is needed to interpret it; pixels travel separately. */
export const observationSchema = z.object({
  observationId: idSchema,
  stampSec: finite,
  camera: cameraModelSchema,
  cameraName: z.string().max(200),
  /** SHA-256 of the raw RGB bytes. */
  imageHash: sha256Schema,
  hasDepth: z.boolean(),
});
export type Observation = z.infer<typeof observationSchema>;
