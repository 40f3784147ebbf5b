import { z } from 'zod';
import { finite, idSchema, jointVectorSchema, poseSchema, sha256Schema, vec3Schema } from './common';
import { modelIdentitySchema } from './proposal';
import { statedSchema } from './stated';

/** One point of a trajectory_msgs/JointTrajectory. */
export const trajectoryPointSchema = z.object({
  /** Seconds; the first is 0, strictly rising. */
  timeFromStart: finite.nonnegative(),
  positions: jointVectorSchema,
  velocities: jointVectorSchema,
  accelerations: jointVectorSchema,
});
export type TrajectoryPoint = z.infer<typeof trajectoryPointSchema>;

export const phaseSchema = z.enum([
  'open',
  'approach',
  'descend',
  'grasp',
  'lift',
  'transport',
  'lower',
  'release',
  'retreat',
  'home',
  /** A recorded motion, run again. */
  'replay',
]);
export type Phase = z.infer<typeof phaseSchema>;

/** A FollowJointTrajectory goal, interpolated by the controller with quintic splines between points. */
export const trajectorySegmentSchema = z.object({
  type: z.literal('trajectory'),
  phase: phaseSchema,
  jointNames: z.array(z.string().min(1).max(100)).min(1).max(16),
  points: z.array(trajectoryPointSchema).min(2).max(5000),
  /** rad: every joint, during the motion and at its end. */
  pathTolerance: finite.positive(),
  goalTolerance: finite.positive(),
  goalTimeToleranceSec: finite.positive(),
});
export type TrajectorySegment = z.infer<typeof trajectorySegmentSchema>;

/** A gripper goal: opening between the fingertips (m) and the force to hold with (N). */
export const gripperSegmentSchema = z.object({
  type: z.literal('gripper'),
  phase: phaseSchema,
  width: finite.nonnegative(),
  force: finite.nonnegative(),
  /** A grasp succeeds by stalling on an object within [min, max] (m); absent: by reaching the width. */
  expectObject: z.object({ minWidth: finite, maxWidth: finite }).optional(),
  timeoutSec: finite.positive(),
});
export type GripperSegment = z.infer<typeof gripperSegmentSchema>;

export const segmentSchema = z.discriminatedUnion('type', [trajectorySegmentSchema, gripperSegmentSchema]);
export type Segment = z.infer<typeof segmentSchema>;

/** One thing the planner checked, for the operator to read. */
export const planCheckSchema = z.object({
  name: z.string().min(1).max(80),
  ok: z.boolean(),
  /** Nothing spoke against it, because nothing could be measured: it is not to be counted as passed. */
  unchecked: z.literal(true).optional(),
  text: z.string().max(500),
});
export type PlanCheck = z.infer<typeof planCheckSchema>;

/** How uncertain a point is, one standard deviation squared (m^2): xx, xy, xz, yy, yz, zz. */
const covarianceSchema = z.tuple([finite, finite, finite, finite, finite, finite]);

/** Where the Proposal lies in 3D (base frame). */
export const groundingSchema = z.object({
  objectCenter: vec3Schema,
  /** Extents of the seen points along base x, y and up (m). */
  objectSize: vec3Schema,
  graspPose: poseSchema,
  graspWidth: finite,
  /** Which of the ways to grasp the object this is, best first, and how many there are. */
  graspChoice: z
    .object({ number: z.number().int().positive(), count: z.number().int().positive().max(100) })
    .optional(),
  /** What speaks for this grasp. */
  graspQuality: z
    .object({
      /** 0 .. 1, by which grasps are ordered. */
      score: finite.min(0).max(1),
      /** m that the gripper could open wider than the object is. */
      widthMargin: finite,
      /** rad that the hand leans. */
      tilt: finite,
      /** Depth points of the object where the pads will be. */
      contacts: z.number().int().nonnegative(),
      /** m from the open fingers to the nearest other thing. */
      clearance: finite.nonnegative(),
    })
    .optional(),
  /** The way of the gripper's tip, one a waypoint. */
  waypoints: z.array(vec3Schema).max(64),
  /** Set where the picture has no depth: all of this rests on what the operator stated, and nothing else was seen. */
  stated: statedSchema.optional(),
  placePoint: vec3Schema.optional(),
  /** Within this distance (m, horizontally) of placePoint the object counts as placed. */
  placeRadius: finite.positive().optional(),
  /** Waypoints (numbered from 1) that could not be as the model gave them: where it had them, and why they moved. */
  repairs: z
    .array(
      z.object({
        waypoint: z.number().int().positive(),
        from: vec3Schema,
        to: vec3Schema,
        reason: z.string().max(300),
      }),
    )
    .max(64)
    .optional(),
  /** How well these places are known; `waypoints` one each. */
  uncertainty: z
    .object({
      object: covarianceSchema,
      waypoints: z.array(covarianceSchema).max(64),
      place: covarianceSchema.optional(),
    })
    .optional(),
});
export type Grounding = z.infer<typeof groundingSchema>;

/**
 * All that will move, and all that it rests on. A Plan is named by the SHA-256 of its JSON text;
 * that text, not this object, travels to the robot process and is what an Approval names.
 */
export const planSchema = z.object({
  version: z.literal(1),
  purpose: z.enum(['task', 'home', 'replay']),
  createdAtSec: finite,
  robot: z.string().min(1).max(100),
  /** SHA-256 of the joint limits that the plan was made within. */
  limitsHash: sha256Schema,
  /** SHA-256 of the fences that the plan was made within. */
  fencesHash: sha256Schema,
  /** The robot connection that the plan belongs to; another connection voids it. */
  epoch: idSchema,
  instruction: z.string().max(2000),
  observation: z.object({ observationId: idSchema, stampSec: finite, imageHash: sha256Schema }).optional(),
  model: modelIdentitySchema.optional(),
  proposalId: idSchema.optional(),
  speedScale: finite.min(0.05).max(1),
  startPositions: jointVectorSchema,
  /** rad: how far the robot may have moved from startPositions when the plan begins. */
  startTolerance: finite.positive(),
  durationSec: finite.positive(),
  segments: z.array(segmentSchema).min(1).max(40),
  grounding: groundingSchema.optional(),
  checks: z.array(planCheckSchema).max(60),
});
export type Plan = z.infer<typeof planSchema>;

/** Plan text longer than this is refused before it is parsed. */
export const maxPlanTextLength = 8_000_000;
