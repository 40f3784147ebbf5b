import { z } from 'zod';
import { sha256Schema } from '../../../shared/contract/common';
import { boxConventionSchema } from '../../../shared/contract/proposal';

/** Name of the file that makes an exported model a pack of this program. */
export const manifestName = 'r1-pack.json';

/** A file of the pack: relative, forward slashes, no way out of the folder. */
const relativePathSchema = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (path) =>
      !/^[/\\]|^[a-z]:|\\/i.test(path) &&
      path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'must be a relative path inside the pack',
  );

/**
 * r1-pack.json, beside an export in transformers.js's layout (config.json, generation_config.json,
 * preprocessor_config.json, tokenizer.json, tokenizer_config.json, onnx/*). It names the model, pins every
 * file by size and SHA-256, and says what such an export cannot: which graph is which, what x and y of a
 * box mean, how the prompt is put together, how to generate. Other entries are allowed and ignored. An
 * export without it becomes a pack by writing one; nothing in the export itself need change.
 */
export const manifestSchema = z.object({
  format: z.literal(1),
  packId: z.string().min(1).max(200),
  name: z.string().min(1).max(200),
  version: z.string().min(1).max(80),
  architecture: z.literal('qwen2_5_vl'),
  graphs: z.object({
    embedTokens: relativePathSchema,
    visionEncoder: relativePathSchema,
    decoder: relativePathSchema,
  }),
  output: z.object({ boxConvention: boxConventionSchema }),
  prompt: z
    .object({ imagePlaceholder: z.enum(['replaced', 'literal']) })
    .default({ imagePlaceholder: 'replaced' }),
  generation: z.object({
    maxNewTokens: z.number().int().min(1).max(4096),
    /** false: always the likeliest token; true: drawn, by the settings that follow. */
    doSample: z.boolean(),
    /** 0: as doSample false. */
    temperature: z.number().min(0).max(10).default(1),
    topP: z.number().positive().max(1).default(1),
    /** 0: no limit. */
    topK: z.number().int().min(0).default(0),
    repetitionPenalty: z.number().positive().max(10).default(1),
    /** Of the random numbers: the same question on the same picture is answered alike. */
    seed: z.number().int().min(0).default(0),
    /** A generation that takes longer than this is ended, with words. */
    timeoutSec: z.number().positive().max(3600).default(120),
  }),
  /** Whether the model was taught to be corrected, and to ask back: turns after the first. */
  dialogue: z.boolean().default(true),
  /**
   * When an answer is too doubtful to be used, calibrated on held-out scenes (split conformal): the log probability of
   * an answer's words, digits left out, that all but `withheld` of the right answers reach. For questions without
   * earlier turns. Absent: no answer is withheld.
   */
  doubt: z
    .object({
      score: z.literal('words'),
      withheld: z.number().positive().max(0.5),
      thresholds: z.object({ affordance: z.number().max(0), trajectory: z.number().max(0) }),
    })
    .optional(),
  files: z
    .array(
      z.object({ path: relativePathSchema, bytes: z.number().int().nonnegative(), sha256: sha256Schema }),
    )
    .min(1)
    .max(1000),
});
export type Manifest = z.infer<typeof manifestSchema>;
