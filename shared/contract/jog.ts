import { z } from 'zod';
import { finite, idSchema, sha256Schema } from './common';

/** Share of the approved speed, with its direction. */
const share = finite.min(-1).max(1);
const shareVector = z.tuple([share, share, share]);

/**
 * What a held key, button or stick asks for: every joint by itself, or the tool point, along and about the axes
 * of the base frame or of the tool's own.
 */
export const jogCommandSchema = z.discriminatedUnion('space', [
  z.object({ space: z.literal('joints'), velocities: z.array(share).min(1).max(16) }),
  z.object({ space: z.enum(['base', 'tool']), linear: shareVector, angular: shareVector }),
]);
export type JogCommand = z.infer<typeof jogCommandSchema>;

/** The operator's yes to bounded jogging; minted by the robot process, on record before anything moves. */
export const jogApprovalSchema = z.object({
  jogId: idSchema,
  epoch: idSchema,
  operator: z.string().max(200),
  limitsHash: sha256Schema,
  fencesHash: sha256Schema,
  /** The most that any joint (rad/s), the tool point (m/s) and its direction (rad/s) are moved with. */
  jointSpeed: finite.positive(),
  tipSpeed: finite.positive(),
  turnSpeed: finite.positive(),
  approvedAtSec: finite,
  expiresAtSec: finite,
});
export type JogApproval = z.infer<typeof jogApprovalSchema>;

/** The operator's word that the arm is guided by hand: nothing is sent to it until the end is told. */
export const guidingSchema = z.object({
  guidingId: idSchema,
  epoch: idSchema,
  operator: z.string().max(200),
  startedAtSec: finite,
});
export type Guiding = z.infer<typeof guidingSchema>;

/** How the operator's own moving of the arm stands; absent from the robot's state when there is none. */
export const manualStateSchema = z.object({
  kind: z.enum(['jog', 'guiding']),
  id: idSchema,
  /** The hold that moves the arm now. */
  holdId: z.number().int().nullable(),
  /** Why the arm does not go where it is asked to, or why a hold was let go; empty when all is well. */
  problem: z.string().max(600),
  /** Robot's clock (s); null: it ends when the operator says so. */
  expiresAtSec: finite.nullable(),
});
export type ManualState = z.infer<typeof manualStateSchema>;

const jointVector = z.array(finite).min(1).max(16);

/** What a recording holds of jogging and guiding (record kind `jog`), in the order in which it happened. */
export const jogRecordSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('approved'), approval: jogApprovalSchema }),
  /** A goal as it was sent. From `startSec` on it takes the place of the one before, and it ends at rest. */
  z.object({
    type: z.literal('goal'),
    jogId: idSchema,
    goalId: idSchema,
    /** null: nothing is held any more, the arm comes to rest. */
    holdId: z.number().int().nullable(),
    command: jogCommandSchema.nullable(),
    /** It goes on with what the goal before it was asked for. */
    renewal: z.boolean(),
    /** Share of the command's speed that the limits and fences left. */
    scale: finite,
    startSec: finite,
    jointNames: z.array(z.string().max(100)).max(16),
    points: z
      .array(
        z.object({
          timeFromStart: finite,
          positions: jointVector,
          velocities: jointVector,
          accelerations: jointVector,
        }),
      )
      .max(200),
  }),
  z.object({
    type: z.literal('gripper'),
    jogId: idSchema,
    goalId: idSchema,
    width: finite,
    maxEffort: finite,
  }),
  z.object({ type: z.literal('ended'), jogId: idSchema, text: z.string().max(600) }),
  z.object({ type: z.literal('guidingStarted'), guiding: guidingSchema }),
  z.object({ type: z.literal('guidingEnded'), guidingId: idSchema, text: z.string().max(600) }),
]);
export type JogRecord = z.infer<typeof jogRecordSchema>;
