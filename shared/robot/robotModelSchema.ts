import { z } from 'zod';
import { finite, poseSchema, sha256Schema, vec3Schema } from '../contract/common';
import type { RobotModel } from './robotModel';

/** The schema of a RobotModel where it crosses a border: between processes, or from a file. */
const nameSchema = z.string().min(1).max(200);

const shapeSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('box'),
    size: z.tuple([finite.positive(), finite.positive(), finite.positive()]),
  }),
  z.object({ type: z.literal('cylinder'), radius: finite.positive(), length: finite.positive() }),
  z.object({ type: z.literal('capsule'), radius: finite.positive(), length: finite.nonnegative() }),
  z.object({ type: z.literal('sphere'), radius: finite.positive() }),
]);

const primitiveSchema = z.object({
  shape: shapeSchema,
  pose: poseSchema,
  color: z.string().max(20).exactOptional(),
});

const jointSchema = z.object({
  name: nameSchema,
  type: z.enum(['revolute', 'prismatic', 'fixed']),
  parent: nameSchema,
  child: nameSchema,
  origin: poseSchema,
  axis: vec3Schema,
  limits: z
    .object({
      lower: finite,
      upper: finite,
      velocity: finite.positive(),
      acceleration: finite.positive(),
      jerk: finite.positive(),
      effort: finite.nonnegative(),
    })
    .exactOptional(),
});

export const robotModelSchema: z.ZodType<RobotModel> = z.object({
  name: nameSchema,
  baseFrame: nameSchema,
  links: z
    .array(
      z.object({
        name: nameSchema,
        mass: finite.nonnegative(),
        centerOfMass: vec3Schema,
        inertia: vec3Schema,
        visuals: z.array(primitiveSchema).max(200),
        collisions: z.array(primitiveSchema).max(200),
      }),
    )
    .max(200),
  joints: z.array(jointSchema).max(200),
  armJointNames: z.array(nameSchema).min(1).max(16),
  gripper: z.object({
    fingerJointNames: z.tuple([nameSchema, nameSchema]),
    maxWidth: finite.positive(),
    maxForce: finite.nonnegative(),
  }),
  tcpFrame: nameSchema,
  home: z.array(finite).min(1).max(16),
});

/** The robot process's model of its robot, and the hash that plans and states name it by. */
export const describedRobotSchema = z.object({ model: robotModelSchema, modelHash: sha256Schema });
export type DescribedRobot = z.infer<typeof describedRobotSchema>;
