import { z } from 'zod';
import type { Contract } from './channel';
import { finite, idSchema, jointVectorSchema, sha256Schema, vec3Schema } from './common';
import { maxPlanTextLength } from './plan';
import { boxSchema, proposalSchema } from './proposal';
import { statedSchema } from './stated';

/** Why no plan came of it: the stage, what is wrong, and what the operator can do. */
export const planFailureSchema = z.object({
  stage: z.enum(['input', 'grounding', 'grasp', 'path', 'kinematics', 'timing', 'collision', 'gate']),
  text: z.string().max(600),
  next: z.string().max(600),
});
export type PlanFailure = z.infer<typeof planFailureSchema>;

const planResult = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    planHash: sha256Schema,
    /** The exact text that the gate holds; parse it with planSchema. */
    planText: z.string().max(maxPlanTextLength),
    planningMs: finite,
  }),
  z.object({ ok: z.literal(false), failures: z.array(planFailureSchema).min(1), planningMs: finite }),
]);

/** One piece of a recorded motion that is to run again. */
export const replayStepSchema = z.discriminatedUnion('type', [
  /** The way of the arm: joint positions (rad, arm joint order), as dense as they were recorded. */
  z.object({ type: z.literal('motion'), positions: z.array(jointVectorSchema).min(1).max(50_000) }),
  /** Opening between the fingertips (m) and force (N); `holds`: the opening at which they closed on something. */
  z.object({
    type: z.literal('gripper'),
    width: finite.nonnegative(),
    force: finite.positive(),
    holds: finite.nonnegative().optional(),
  }),
]);
export type ReplayStep = z.infer<typeof replayStepSchema>;

/** Spoken by the planner. */
export const plannerContract = {
  name: 'planner',
  requests: {
    /**
     * Grounds, solves, times and checks a Proposal, and offers the plan to the gate. `grasp`: the number of the
     * grasp to try first; where it is not possible the next one that is, in a circle. `stated`: used where the
     * picture has no depth.
     */
    planTask: {
      params: z.object({
        proposal: proposalSchema,
        speedScale: finite.min(0.05).max(1),
        grasp: z.number().int().min(1).max(100).optional(),
        stated: statedSchema.optional(),
      }),
      result: planResult,
    },
    /** A plan that brings the arm to its home posture, upwards first; approved like any other. */
    planHome: { params: z.object({ speedScale: finite.min(0.05).max(1) }), result: planResult },
    /**
     * A plan that runs a recorded motion again, after an approach from where the arm stands to where it starts.
     * Timed anew within the limits; `title` becomes the plan's instruction.
     */
    planReplay: {
      params: z.object({
        title: z.string().max(2000),
        steps: z.array(replayStepSchema).min(1).max(200),
        speedScale: finite.min(0.05).max(1),
      }),
      result: planResult,
    },
    /** Judges from a new Observation whether the object in `box` lies within `radius` of `expected`. */
    verifyPlacement: {
      params: z.object({
        observationId: idSchema,
        box: boxSchema.nullable(),
        expected: vec3Schema,
        radius: finite.positive(),
      }),
      result: z.object({
        outcome: z.enum(['there', 'notThere', 'cannotTell']),
        measured: vec3Schema.nullable(),
        distance: finite.nullable(),
        text: z.string().max(500),
      }),
    },
  },
  notices: {},
  events: {},
} as const satisfies Contract;
export type PlanResult = z.infer<typeof planResult>;
