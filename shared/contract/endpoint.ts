import { z } from 'zod';
import { type Reach, reachOf } from '../endpoint/reach';
import { faultTextSchema, finite } from './common';
import { boxConventionSchema } from './proposal';

/**
 * An endpoint: a model on a bigger machine, reached over HTTP. It is a file (exported, imported, validated)
 * and a row of the models page. Its token is not part of it: main keeps that in the system's key store.
 */

const seconds = (most: number) => finite.positive().max(most);

/** Only what belongs into an address: a name and password in it would be a token in a file. */
const urlSchema = z
  .string()
  .max(2000)
  .superRefine((text, context) => {
    const wrong = (message: string) => context.addIssue({ code: 'custom', message });
    if (!URL.canParse(text)) return wrong('is not an address such as https://gpu.lab:8000/v1');
    const url = new URL(text);
    if (url.protocol !== 'http:' && url.protocol !== 'https:') {
      return wrong('does not begin with http:// or https://');
    }
    if (url.username !== '' || url.password !== '') return wrong('has a name or password in it');
    if (url.search !== '' || url.hash !== '') return wrong('has a ? or # in it');
  });

const shared = {
  version: z.literal(1),
  name: z.string().trim().min(1).max(80),
  url: urlSchema,
  /** What x and y of a box mean in this model's answers. */
  boxConvention: boxConventionSchema,
  /** Whether `<image>` of the question is replaced by the picture, or stays as text before it. */
  imagePlaceholder: z.enum(['replaced', 'literal']).default('replaced'),
  /** A PEM file: with it only certificates that it signs are trusted, and without it those that the system trusts. */
  caFile: z.string().min(1).max(4000).optional(),
  /** The operator's yes to pictures and token travelling unencrypted beyond the private network. */
  unencrypted: z.boolean().default(false),
};

/** OpenAI's chat completions, as vLLM, SGLang, llama.cpp and transformers serve them. */
const openaiEndpointSchema = z.strictObject({
  ...shared,
  kind: z.literal('openai'),
  /** Name by which the server knows the model. */
  model: z.string().trim().min(1).max(200),
  sampling: z
    .strictObject({
      /** 0: always the likeliest token. */
      temperature: finite.min(0).max(2).default(0),
      topP: finite.positive().max(1).default(1),
      /** Sent where it is not 1: a field that OpenAI itself does not know. */
      repetitionPenalty: finite.positive().max(10).default(1),
      maxTokens: z.number().int().min(1).max(4096).default(2048),
      seed: z.number().int().min(0).max(2_147_483_647).default(0),
    })
    .prefault({}),
  timeouts: z
    .strictObject({
      connectSec: seconds(300).default(5),
      /** From the question to the first piece of the answer. */
      firstTokenSec: seconds(3600).default(60),
      /** Between two pieces. */
      silenceSec: seconds(3600).default(15),
      /** For one whole answer, which is then cut off. */
      totalSec: seconds(3600).default(120),
    })
    .prefault({}),
});
export type OpenaiEndpoint = z.infer<typeof openaiEndpointSchema>;

/** VLA-R1's reference server: one question, one picture, one text; how it samples is its own affair. */
const vlaR1EndpointSchema = z.strictObject({
  ...shared,
  kind: z.literal('vlaR1'),
  timeouts: z
    .strictObject({
      connectSec: seconds(300).default(5),
      /** For one whole answer: it comes in one piece. */
      totalSec: seconds(3600).default(120),
    })
    .prefault({}),
});
export type VlaR1Endpoint = z.infer<typeof vlaR1EndpointSchema>;

/** Objects are strict, as in connection profiles: a mistyped name must not leave out a setting without a word. */
export const endpointSchema = z
  .discriminatedUnion('kind', [openaiEndpointSchema, vlaR1EndpointSchema])
  .superRefine(({ url, unencrypted }, context) => {
    if (!URL.canParse(url)) return;
    const { protocol } = new URL(url);
    if (protocol === 'http:' && endpointReach(url) === 'elsewhere' && !unencrypted) {
      context.addIssue({
        code: 'custom',
        path: ['unencrypted'],
        message:
          'has to be on for http:// to an address that is neither this machine nor private by its number',
      });
    }
  });
export type Endpoint = z.infer<typeof endpointSchema>;
export type EndpointKind = Endpoint['kind'];

export const endpointReach = (url: string): Reach => reachOf(new URL(url).hostname);

/** Where pictures are sent, for a person: the host with its port. */
export const endpointHost = (url: string): string => new URL(url).host;

export const endpointIdSchema = z.string().regex(/^own:[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?$/);

/** Whether a token is kept for the endpoint's address, and where: `thisRun`, as this system has no key store. */
export const tokenStateSchema = z.enum(['none', 'kept', 'thisRun']);
export type TokenState = z.infer<typeof tokenStateSchema>;

/** One endpoint file as it was read. One that does not fit is listed too, and says which field is wrong. */
export const endpointEntrySchema = z.object({
  id: endpointIdSchema,
  name: z.string().min(1).max(200),
  endpoint: endpointSchema.nullable(),
  problem: z.string().max(1000).nullable(),
  token: tokenStateSchema,
});
export type EndpointEntry = z.infer<typeof endpointEntrySchema>;

/** Letters that a header may hold; longer ones than this are not tokens. */
export const tokenSchema = z
  .string()
  .max(4096)
  .regex(/^[\x21-\x7e]+$/);

/** What came of a tiny question. */
export const endpointTrialSchema = z.object({
  /** Why it was not answered. */
  fault: faultTextSchema.nullable(),
  /** ms from the question to the first and the last piece of the answer. */
  firstMs: finite.nonnegative().nullable(),
  totalMs: finite.nonnegative().nullable(),
  /** What the server says it is: its name for the model, and a version if it tells one. */
  served: z.string().max(300).nullable(),
  tellsLogProbs: z.boolean(),
});
export type EndpointTrial = z.infer<typeof endpointTrialSchema>;
