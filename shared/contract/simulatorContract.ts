import { z } from 'zod';
import { objectColors, objectKinds } from '../scene/scene';
import type { Contract } from './channel';
import { cameraModelSchema, emptySchema, finite, idSchema, poseSchema } from './common';
import { trajectoryPointSchema } from './plan';

/**
 * Spoken by the simulator process to the robot process: a robot like any other, with the semantics of
 * joint_trajectory_controller and of a gripper action controller.
 */
export const sceneObjectSchema = z.object({
  id: idSchema,
  kind: z.enum(objectKinds),
  color: z.enum(objectColors),
  size: z.tuple([finite, finite, finite]),
  pose: poseSchema,
});

export const sceneSchema = z.object({
  seed: z.number().int(),
  objects: z.array(sceneObjectSchema).max(20),
  camera: cameraModelSchema,
  appearance: z.object({
    tableColor: z.string().max(20),
    floorColor: z.string().max(20),
    lightDirection: z.tuple([finite, finite, finite]),
    keyLight: finite,
    ambientLight: finite,
    objectShades: z.record(z.string(), z.string().max(20)),
  }),
});

export const jointStateSchema = z.object({
  stampSec: finite,
  names: z.array(z.string().max(100)).max(32),
  positions: z.array(z.number()).max(32),
  velocities: z.array(z.number()).max(32),
  efforts: z.array(z.number()).max(32),
});
export type JointState = z.infer<typeof jointStateSchema>;

/** FollowJointTrajectory result codes. */
export const trajectoryResultCode = {
  SUCCESSFUL: 0,
  INVALID_GOAL: -1,
  INVALID_JOINTS: -2,
  OLD_HEADER_TIMESTAMP: -3,
  PATH_TOLERANCE_VIOLATED: -4,
  GOAL_TOLERANCE_VIOLATED: -5,
} as const;

export const trajectoryGoalSchema = z.object({
  goalId: idSchema,
  jointNames: z.array(z.string().max(100)).max(32),
  points: z.array(trajectoryPointSchema).max(5000),
  pathTolerance: finite,
  goalTolerance: finite,
  goalTimeToleranceSec: finite,
  /**
   * Robot's time (s) of the first point, at or before now; absent: the goal begins when it arrives. With it a goal
   * that goes on where another runs is joined without a step, however long it was on its way.
   */
  startSec: finite.optional(),
});
export type TrajectoryGoal = z.infer<typeof trajectoryGoalSchema>;

const goalResponse = z.object({
  accepted: z.boolean(),
  errorCode: z.number().int(),
  errorString: z.string(),
});

export const simulatorContract = {
  name: 'simulator',
  requests: {
    followJointTrajectory: { params: trajectoryGoalSchema, result: goalResponse },
    /** GripperCommand: opening between the fingertips (m) and maximum effort (N). */
    gripperCommand: {
      params: z.object({ goalId: idSchema, width: finite, maxEffort: finite }),
      result: goalResponse,
    },
    /** CANCELED is answered at once; the joints decelerate and hold. Cancels whatever runs if goalId is absent. */
    cancel: {
      params: z.object({ goalId: idSchema.optional() }),
      result: z.object({ canceling: z.number().int() }),
    },
    loadScene: { params: z.object({ seed: z.number().int() }), result: z.object({ seed: z.number().int() }) },
  },
  notices: {
    /** The client lives. Who has said so once and then falls silent during a goal has it canceled. */
    alive: emptySchema,
  },
  events: {
    jointState: jointStateSchema,
    /** The world that is there: said once to each client, and whenever another is loaded. */
    scene: z.object({ seed: z.number().int() }),
    /** FollowJointTrajectory feedback, 20 Hz. */
    feedback: z.object({
      goalId: idSchema,
      stampSec: finite,
      timeFromStart: finite,
      desired: z.array(finite),
      actual: z.array(finite),
      error: z.array(finite),
    }),
    result: z.object({
      goalId: idSchema,
      status: z.enum(['succeeded', 'aborted', 'canceled']),
      errorCode: z.number().int(),
      errorString: z.string().max(1000),
    }),
    gripperResult: z.object({
      goalId: idSchema,
      status: z.enum(['succeeded', 'aborted', 'canceled']),
      position: finite,
      effort: finite,
      stalled: z.boolean(),
      reachedGoal: z.boolean(),
    }),
  },
} as const satisfies Contract;

/** Spoken by the simulator to its camera page, and (truth) to tests and the demo's report. */
export const worldStateSchema = z.object({
  stampSec: finite,
  joints: z.record(z.string(), finite),
  objects: z.array(z.object({ id: idSchema, pose: poseSchema })),
});
export type WorldState = z.infer<typeof worldStateSchema>;

export const worldContract = {
  name: 'world',
  requests: {
    getScene: { params: emptySchema, result: z.object({ robot: z.string(), scene: sceneSchema }) },
    getWorld: { params: emptySchema, result: worldStateSchema },
  },
  notices: {},
  events: {
    scene: z.object({ robot: z.string(), scene: sceneSchema }),
    /** 60 Hz. */
    world: worldStateSchema,
  },
} as const satisfies Contract;
