import type { z } from 'zod';
import { sha256Schema } from './common';
import { planSchema } from './plan';

/**
 * A plan as an episode holds it, for who looks at it again or hands it on: recordings from before there were
 * fences name none. What is to be executed is held to planSchema, which asks for them.
 */
export const recordedPlanSchema = planSchema.extend({ fencesHash: sha256Schema.optional() });
export type RecordedPlan = z.infer<typeof recordedPlanSchema>;
