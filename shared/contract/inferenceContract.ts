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
  fault: faultTextSchema.nullable(),
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
