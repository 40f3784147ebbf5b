import { z } from 'zod';
import type { Contract } from './channel';
import { endpointSchema, endpointTrialSchema, tokenSchema } from './endpoint';
import { inferenceStatusSchema } from './inferenceContract';

/** All that is needed to reach an endpoint. The token travels from main to the inference process only. */
export const endpointAccessSchema = z.object({
  endpoint: endpointSchema,
  /** Content of the endpoint's CA file. */
  ca: z.string().max(1_000_000).nullable(),
  token: tokenSchema.nullable(),
});
export type EndpointAccess = z.infer<typeof endpointAccessSchema>;

/** Spoken by the inference process to main alone: the page names an endpoint, and main knows its secrets. */
export const endpointContract = {
  name: 'endpoint',
  requests: {
    /** Takes this endpoint as the model that answers from now on, if it answers a tiny question. */
    use: { params: endpointAccessSchema, result: inferenceStatusSchema },
    /** Asks a tiny question, and leaves the model that is loaded as it is. */
    test: { params: endpointAccessSchema, result: endpointTrialSchema },
  },
  notices: {},
  events: {},
} as const satisfies Contract;
