import { z } from 'zod';
import { describedRobotSchema } from '../robot/robotModelSchema';
import type { Contract } from './channel';
import { emptySchema, faultTextSchema, finite, idSchema, jointVectorSchema, sha256Schema } from './common';
import { connectionStatusSchema, rosGraphSchema } from './connection';
import { fencesSchema } from './fences';
import { guidingSchema, jogApprovalSchema, jogCommandSchema, manualStateSchema } from './jog';
import { maxPlanTextLength, phaseSchema } from './plan';
import { modelIdentitySchema } from './proposal';

/** Spoken by the robot process: the gate, the execution and the stop. */
export const robotModeSchema = z.enum([
  'disconnected',
  'idle',
  'executing',
  /** The operator has approved jogging: the arm moves while a key is held. */
  'jogging',
  /** The operator moves the arm by hand: nothing is sent to it. */
  'guiding',
  'stopping',
  'stopped',
]);
export type RobotMode = z.infer<typeof robotModeSchema>;

/** Modes in which the arm may move, or may be moved, at any moment. */
export const mayMove = (mode: RobotMode): boolean =>
  mode === 'executing' || mode === 'jogging' || mode === 'guiding' || mode === 'stopping';

export const robotStateSchema = z.object({
  mode: robotModeSchema,
  /** Stands until the operator resets it; nothing is approved meanwhile. */
  stopLatched: z.boolean(),
  epoch: idSchema,
  robot: z.string(),
  driver: z.enum(['simulator', 'ros2']),
  limitsHash: sha256Schema,
  /** Of the fences that stand (getFences): who plans or draws asks for them anew when it changes. */
  fencesHash: sha256Schema,
  /** Hash of the whole robot model (getModel): who plans or draws asks for the model anew when it changes. */
  modelHash: sha256Schema,
  /** Stamp of the joint state and its age when sent. */
  stampSec: finite,
  ageMs: finite,
  positions: z.array(finite).max(16),
  velocities: z.array(finite).max(16),
  gripperWidth: finite,
  /** Seed of the world that the simulator has; null while it is not known, and always where the world is real. */
  sceneSeed: z.number().int().nullable(),
  /** What the robot is doing, in words. */
  text: z.string().max(300),
  /** While the operator jogs or guides the arm. */
  manual: manualStateSchema.optional(),
});
export type RobotState = z.infer<typeof robotStateSchema>;

/** Why the gate said no; `check` is the name of the condition (design, law 1). */
export const gateRefusalSchema = z.object({ check: z.string().min(1).max(80), text: z.string().max(600) });
export type GateRefusal = z.infer<typeof gateRefusalSchema>;

/** One operator's yes to one plan; minted by the gate, used once. */
export const approvalSchema = z.object({
  approvalId: idSchema,
  planHash: sha256Schema,
  epoch: idSchema,
  operator: z.string().max(200),
  approvedAtSec: finite,
  expiresAtSec: finite,
});
export type Approval = z.infer<typeof approvalSchema>;

export const stopSourceSchema = z.enum([
  'button',
  'space',
  'escape',
  'main',
  'watchdog',
  'fault',
  'shutdown',
  'test',
]);
export type StopSource = z.infer<typeof stopSourceSchema>;

export const stopReportSchema = z.object({
  source: stopSourceSchema,
  reason: z.string().max(500),
  /** Velocity under the threshold for 100 ms, measured; false: "Stop NOT confirmed". */
  confirmed: z.boolean(),
  wasMoving: z.boolean(),
  /** ms from the request's arrival: to the cancel sent, and to standing still (start of the 100 ms). */
  cancelSentMs: finite,
  standstillMs: finite.nullable(),
  text: z.string().max(500),
});
export type StopReport = z.infer<typeof stopReportSchema>;

export const executionEventSchema = z.object({
  executionId: idSchema,
  planHash: sha256Schema,
  type: z.enum(['started', 'segmentStarted', 'progress', 'segmentDone', 'succeeded', 'failed', 'stopped']),
  stampSec: finite,
  segmentIndex: z.number().int().nonnegative(),
  segmentCount: z.number().int().positive(),
  phase: phaseSchema,
  /** Seconds into the whole plan, by the plan's own clock. */
  planTimeSec: finite,
  desired: jointVectorSchema.optional(),
  actual: jointVectorSchema.optional(),
  /** Largest absolute joint error (rad). */
  errorRad: finite.optional(),
  resultCode: z.number().int().optional(),
  text: z.string().max(1000),
});
export type ExecutionEvent = z.infer<typeof executionEventSchema>;

export const heldFencesSchema = z.object({ fences: fencesSchema, fencesHash: sha256Schema });
export type HeldFences = z.infer<typeof heldFencesSchema>;

export const robotContract = {
  name: 'robot',
  requests: {
    getState: { params: emptySchema, result: robotStateSchema },
    /** The model of the robot that is connected: links, joints, limits, as the gate knows them. */
    getModel: {
      params: emptySchema,
      result: describedRobotSchema,
    },
    /** The fences that every plan is held to. */
    getFences: { params: emptySchema, result: heldFencesSchema },
    /**
     * Other fences; voids plans, as it is a new epoch. Refused in words while anything is executed or approved, and
     * when they make no sense for this robot.
     */
    setFences: {
      params: z.object({ fences: fencesSchema, operator: z.string().min(1).max(200) }),
      result: heldFencesSchema,
    },
    getConnection: { params: emptySchema, result: connectionStatusSchema },
    /** What the ROS graph holds now; fails in words where the connection is not ROS 2. */
    discover: { params: emptySchema, result: rosGraphSchema },
    /** Connects (again); a new connection is a new epoch. */
    connect: { params: z.object({ driver: z.enum(['simulator', 'ros2']) }), result: robotStateSchema },
    /** The simulator's world anew from a seed; voids plans, as it is a new epoch. Refused while moving. */
    loadScene: {
      params: z.object({
        seed: z
          .number()
          .int()
          .min(0)
          .max(2 ** 31),
      }),
      result: robotStateSchema,
    },
    /** From the planner: puts a plan's exact text before the gate, which validates it by itself. */
    offerPlan: {
      params: z.object({ planText: z.string().min(2).max(maxPlanTextLength) }),
      result: z.object({ planHash: sha256Schema, refusals: z.array(gateRefusalSchema) }),
    },
    /**
     * The operator's yes. The gate checks everything again and, when all holds, records the approval,
     * waits for the recorder's word that it is written, and starts. Empty refusals: it runs.
     */
    approve: {
      params: z.object({
        planHash: sha256Schema,
        operator: z.string().min(1).max(200),
        model: modelIdentitySchema.nullable(),
      }),
      result: z.object({
        refusals: z.array(gateRefusalSchema),
        approval: approvalSchema.nullable(),
        executionId: idSchema.nullable(),
      }),
    },
    /**
     * The operator's yes to jogging, at this share of its speeds. Checked like an approval, on record before it
     * holds. Empty refusals: it holds, and the arm moves while a hold lasts.
     */
    startJog: {
      params: z.object({ operator: z.string().min(1).max(200), speed: finite.min(0.05).max(1) }),
      result: z.object({ refusals: z.array(gateRefusalSchema), jog: jogApprovalSchema.nullable() }),
    },
    /** Ends jogging; a moving arm comes to rest. Harmless when it has ended already. */
    endJog: { params: z.object({ jogId: idSchema }), result: robotStateSchema },
    /** Opens or closes the gripper to a width (m), within a jog session; fails in words. */
    jogGripper: { params: z.object({ jogId: idSchema, width: finite.nonnegative() }), result: emptySchema },
    /** From now on the arm is guided by hand: nothing is sent, and motion is expected, until `endGuiding`. */
    startGuiding: {
      params: z.object({ operator: z.string().min(1).max(200) }),
      result: z.object({ refusals: z.array(gateRefusalSchema), guiding: guidingSchema.nullable() }),
    },
    /** Refused in words while the arm is not measured standing still. */
    endGuiding: { params: z.object({ guidingId: idSchema }), result: robotStateSchema },
    /** Answers when the stop is confirmed, or is not within its time. */
    stop: {
      params: z.object({ source: stopSourceSchema, reason: z.string().max(500) }),
      result: stopReportSchema,
    },
    resetStop: { params: emptySchema, result: robotStateSchema },
  },
  notices: {
    /** Renderer and main each say every 250 ms that they live; silence while moving stops the robot. */
    heartbeat: z.object({ from: z.enum(['renderer', 'main']) }),
    /**
     * A key is held: said every 50 ms while it is. Holds are numbered upwards; one that was let go, or was silent
     * for too long, is over for good.
     */
    jogHold: z.object({ jogId: idSchema, holdId: z.number().int().nonnegative(), command: jogCommandSchema }),
    jogRelease: z.object({ jogId: idSchema, holdId: z.number().int().nonnegative() }),
  },
  events: {
    state: robotStateSchema,
    execution: executionEventSchema,
    stop: stopReportSchema,
    fault: faultTextSchema,
    /** The operator has set other fences: main keeps them for the next start. */
    fences: heldFencesSchema,
    /** Twice a second, and when its state changes. */
    connection: connectionStatusSchema,
  },
} as const satisfies Contract;
