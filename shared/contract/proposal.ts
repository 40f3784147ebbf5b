import { z } from 'zod';
import { finite, idSchema, sha256Schema, vec2Schema } from './common';

/** The two questions VLA-R1 answers; each is one generation on the same Observation. */
export const proposalKindSchema = z.enum(['affordance', 'trajectory']);
export type ProposalKind = z.infer<typeof proposalKindSchema>;

/** Box in fractions 0..1 of the picture; always by its edges, whatever convention the pack's text uses. */
export const boxSchema = z.object({ xMin: finite, yMin: finite, xMax: finite, yMax: finite });
export type Box = z.infer<typeof boxSchema>;

/** What x and y of a pack's affordance text mean: the box's centre, or its top left corner. */
export const boxConventionSchema = z.enum(['center', 'topLeft']);
export type BoxConvention = z.infer<typeof boxConventionSchema>;

/** How the pack that is loaded is identified everywhere: in plans, approvals, recordings. */
export const modelIdentitySchema = z.object({
  packId: z.string().min(1).max(200),
  name: z.string().max(200),
  version: z.string().max(80),
  /** SHA-256 over the manifest with its file hashes, or over an endpoint's settings. */
  packHash: sha256Schema,
  /** What computes here ("cpu"), or for an endpoint "remote, openai, HOST". */
  provider: z.string().max(80),
});
export type ModelIdentity = z.infer<typeof modelIdentitySchema>;

/** How a provider begins that is not this machine. */
export const remoteProvider = 'remote, ';

/** Whether pictures go to a server for this model's answers. */
export const isRemote = ({ provider }: ModelIdentity): boolean => provider.startsWith(remoteProvider);

export const generationSchema = z.object({
  kind: proposalKindSchema,
  /** The whole answer as generated, special tokens removed. */
  text: z.string().max(20000),
  reasoning: z.string().max(20000),
  /** parsed: usable; nothingThere: a well-formed "nothing in view"; asks: a question to the operator; malformed: not usable. */
  outcome: z.enum(['parsed', 'nothingThere', 'asks', 'malformed']),
  problem: z.string().max(1000).optional(),
  /** Set when it asks: what the operator is to answer. */
  question: z.string().max(1000).optional(),
  box: boxSchema.optional(),
  /** Fractions 0..1 of the picture. */
  waypoints: z.array(vec2Schema).max(64).optional(),
  /** Null where a server does not tell. */
  promptTokens: z.number().int().nonnegative().nullable(),
  tokens: z.number().int().nonnegative().nullable(),
  firstTokenMs: finite.nonnegative(),
  totalMs: finite.nonnegative(),
  /** Mean natural log probability of the answer's tokens; null where a server does not tell it. */
  meanLogProb: finite.nullable(),
  /** Present where the pack is calibrated: the log probability of the answer's words, and the least that is used. */
  doubt: z.object({ score: finite, threshold: finite, withheld: finite }).optional(),
});
export type Generation = z.infer<typeof generationSchema>;

/** How many turns of a dialogue are kept: each makes the prompt longer. */
export const maxTurns = 6;

/** One turn of the dialogue about a picture that is over: what the operator said, what the model answered to each question. */
export const turnSchema = z.object({
  said: z.string().min(1).max(2000),
  answers: z.array(z.object({ kind: proposalKindSchema, text: z.string().max(20000) })).max(4),
});
export type Turn = z.infer<typeof turnSchema>;

/** How many answers to one question an operator may ask for. */
export const maxSamples = 8;

/** How an answer is drawn from the model's scores; the names are those of generation_config.json. */
export const drawSchema = z.object({
  temperature: finite.positive(),
  topP: finite.positive().max(1),
  topK: z.number().int().nonnegative(),
  repetitionPenalty: finite.positive(),
});
export type Draw = z.infer<typeof drawSchema>;

/** All answers to one question that was asked several times on the same picture, in the order of their drawing. */
export const samplesSchema = z
  .object({
    kind: proposalKindSchema,
    /** Null where a server draws by settings of its own. */
    draw: drawSchema.nullable(),
    /** The seed is null where a server does not take one. */
    answers: z
      .array(z.object({ seed: z.number().int().nullable(), generation: generationSchema }))
      .min(2)
      .max(maxSamples),
    /** Index of the answer that is nearest to all others (`medoidOf`). */
    medoid: z.number().int().nonnegative(),
    /** Index of the answer that is in `generations`: the medoid, or the one that the operator chose. */
    chosen: z.number().int().nonnegative(),
  })
  .refine(({ answers, medoid, chosen }) => Math.max(medoid, chosen) < answers.length, {
    message: 'medoid and chosen must be among the answers',
  });
export type Samples = z.infer<typeof samplesSchema>;

/** Whether an answer is less sure than the pack's calibration asks for; without one, nothing is doubtful. */
export const isDoubtful = ({ doubt }: Generation): boolean =>
  doubt !== undefined && doubt.score < doubt.threshold;

export const proposalSchema = z.object({
  proposalId: idSchema,
  observationId: idSchema,
  /** What the operator said last: the task, or after earlier turns a correction or an answer. */
  instruction: z.string().min(1).max(2000),
  /** The dialogue before it, on the same Observation; its first turn is the task. */
  earlier: z.array(turnSchema).max(maxTurns).default([]),
  model: modelIdentitySchema,
  generations: z.array(generationSchema).max(4),
  /** Present where each question was asked several times. */
  samples: z.array(samplesSchema).max(4).optional(),
  /** Present where the operator chose other answers of that Proposal. */
  chosenFrom: idSchema.optional(),
});
export type Proposal = z.infer<typeof proposalSchema>;
