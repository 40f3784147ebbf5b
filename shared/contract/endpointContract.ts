import { z } from 'zod';
import type { Contract } from './channel';
import { emptySchema } from './common';
import { endpointIdSchema, endpointSchema, endpointTrialSchema, tokenSchema } from './endpoint';
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
    use: {
      /** With an id it is remembered, and asked for at the next start. */
      params: endpointAccessSchema.extend({ id: endpointIdSchema.optional() }),
      result: inferenceStatusSchema,
    },
    /** The endpoint that was asked for by `wanted` cannot be used. */
    gone: { params: z.object({ problem: z.string().max(2000) }), result: emptySchema },
    /** Asks a tiny question, and leaves the model that is loaded as it is. */
    test: { params: endpointAccessSchema, result: endpointTrialSchema },
  },
  notices: {},
  /** At a start: the endpoint that answered last. Main has its settings and its token. */
  events: { wanted: z.object({ id: endpointIdSchema }) },
} as const satisfies Contract;
