import { z } from 'zod';
import type { Reach } from '../endpoint/reach';
import type { Contract } from './channel';
import { emptySchema, faultTextSchema, finite, idSchema, sha256Schema } from './common';
import {
  boxConventionSchema,
  maxSamples,
  maxTurns,
  modelIdentitySchema,
  proposalKindSchema,
  proposalSchema,
  turnSchema,
} from './proposal';

const reachSchema = z.enum(['thisMachine', 'privateNetwork', 'elsewhere'] satisfies Reach[]);

/** How far a model is that is being loaded: bytes of its files verified, graphs opened, or computers tried. */
export const loadProgressSchema = z.object({
  doing: z.enum(['verifying', 'opening', 'measuring', 'reaching']),
  done: finite.nonnegative(),
  total: finite.nonnegative(),
});
export type LoadProgress = z.infer<typeof loadProgressSchema>;

/** One execution provider of ONNX Runtime, as it was measured with a pack on a picture of the usual size. */
export const providerTrialSchema = z.object({
  /** ONNX Runtime's name: cpu, webgpu, cuda, ... */
  provider: z.string().min(1).max(80),
  /** Why it cannot be used; null: it can. */
  problem: z.string().max(1000).nullable(),
  /** Whether it gave the same tokens as the CPU; null where it gave none. */
  sameAsCpu: z.boolean().nullable(),
  firstTokenMs: finite.nonnegative().nullable(),
  tokensPerSec: finite.nonnegative().nullable(),
});
export type ProviderTrial = z.infer<typeof providerTrialSchema>;

/** What the operator wants packs to be computed on: the fastest that is right, or always the same one. */
export const providerChoiceSchema = z.string().min(1).max(80);
export const automaticProvider = 'automatic';

/** Spoken by the inference process. */
export const inferenceStatusSchema = z.object({
  state: z.enum(['loading', 'ready', 'busy', 'failed']),
  model: modelIdentitySchema.nullable(),
  /** How the loaded pack writes a box, from its manifest: for whoever reads the tokens as they come. */
  boxConvention: boxConventionSchema.nullable(),
  /** Whether the model can be corrected in words; not told: it may be tried. */
  dialogue: z.boolean().optional(),
  /** Where pictures are sent; null while the model runs here. */
  sendsTo: z.object({ host: z.string().max(300), reach: reachSchema, encrypted: z.boolean() }).nullable(),
  /** Why there is no model; or, beside one that is ready, why another one was not taken. */
  fault: faultTextSchema.nullable(),
  progress: loadProgressSchema.nullable().optional(),
  /** What packs are computed on here, and what was measured for the one that is loaded. */
  runtime: z
    .object({ choice: providerChoiceSchema, trials: z.array(providerTrialSchema).max(16) })
    .optional(),
  loadMs: finite.nullable(),
  memoryBytes: finite.nullable(),
});
export type InferenceStatus = z.infer<typeof inferenceStatusSchema>;

/** A model pack on this machine; `problem` says why it cannot be read, and then the other words are empty. */
export const packOnDiskSchema = z.object({
  folder: z.string().max(4000),
  bundled: z.boolean(),
  name: z.string().max(200),
  version: z.string().max(80),
  bytes: finite.nonnegative(),
  packHash: sha256Schema.nullable(),
  problem: z.string().max(1000).nullable(),
});
export type PackOnDisk = z.infer<typeof packOnDiskSchema>;

export const downloadSchema = z.object({ doneBytes: finite.nonnegative(), totalBytes: finite.nonnegative() });
export type Download = z.infer<typeof downloadSchema>;

export const inferenceContract = {
  name: 'inference',
  requests: {
    getStatus: { params: emptySchema, result: inferenceStatusSchema },
    /** Verifies and loads the model pack in a folder; the bundled one if absent. */
    loadPack: {
      params: z.object({ folder: z.string().max(4000).optional() }),
      result: inferenceStatusSchema,
    },
    /** Fixes what packs are computed on, or leaves it to the console; the pack that is loaded is loaded anew. */
    setProvider: { params: z.object({ choice: providerChoiceSchema }), result: inferenceStatusSchema },
    /** The packs that can be loaded: the bundled one and those that were downloaded. */
    listPacks: { params: emptySchema, result: z.object({ packs: z.array(packOnDiskSchema).max(1000) }) },
    /** Downloads a pack by the address and the hash of its manifest; what arrived before is gone on from. One at a time. */
    downloadPack: {
      params: z.object({ manifestUrl: z.string().min(1).max(4000), manifestHash: sha256Schema }),
      result: z.object({ folder: z.string().max(4000) }),
    },
    cancelDownload: { params: emptySchema, result: emptySchema },
    /** One generation for each kind, in order, on one Observation. Rejected while another runs. */
    propose: {
      params: z.object({
        proposalId: idSchema,
        observationId: idSchema,
        instruction: z.string().trim().min(1).max(2000),
        earlier: z.array(turnSchema).max(maxTurns).default([]),
        kinds: z.array(proposalKindSchema).min(1).max(2),
        /** Answers to each question. With more than one they are drawn, and the medoid is the Proposal's. */
        samples: z.number().int().min(1).max(maxSamples).default(1),
      }),
      result: proposalSchema,
    },
    cancel: { params: z.object({ proposalId: idSchema }), result: emptySchema },
  },
  notices: {},
  events: {
    status: inferenceStatusSchema,
    download: downloadSchema,
    token: z.object({
      proposalId: idSchema,
      kind: proposalKindSchema,
      /** Which of several answers, from 0. */
      sample: z.number().int().nonnegative(),
      index: z.number().int().nonnegative(),
      text: z.string().max(200),
      /** Natural log probability; null where a server does not tell it. */
      logProb: finite.nullable(),
    }),
  },
} as const satisfies Contract;
