import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageSettings } from '../preprocess/preprocessImage';
import { PackError } from './packFault';
import type { VerifiedPack } from './verifyPack';

/** The files of an export that are read besides its graphs. */
export const settingsFiles = {
  config: 'config.json',
  generation: 'generation_config.json',
  preprocessor: 'preprocessor_config.json',
  tokenizer: 'tokenizer.json',
  tokenizerConfig: 'tokenizer_config.json',
} as const;

const count = z.number().int().positive();
const tokenId = z.number().int().nonnegative();
const triple = z.tuple([z.number(), z.number(), z.number()]);

const textSchema = z.object({
  num_hidden_layers: count,
  num_attention_heads: count,
  num_key_value_heads: count,
  hidden_size: count,
  head_dim: count.optional(),
  max_position_embeddings: count.optional(),
});

/** Newer exports keep the language model's figures under text_config, older ones at the top. */
const configSchema = z.union([
  z.object({ model_type: z.literal('qwen2_5_vl'), image_token_id: tokenId, text_config: textSchema }),
  textSchema
    .extend({ model_type: z.literal('qwen2_5_vl'), image_token_id: tokenId })
    .transform(({ model_type, image_token_id, ...text_config }) => ({
      model_type,
      image_token_id,
      text_config,
    })),
]);

const generationSchema = z.object({ eos_token_id: z.union([tokenId, z.array(tokenId).min(1)]) });

const sharedPreprocessor = {
  patch_size: count,
  temporal_patch_size: count,
  merge_size: count,
  image_mean: triple,
  image_std: triple,
  rescale_factor: z
    .number()
    .positive()
    .default(1 / 255),
  /** PIL's number for bicubic, the only resampling that is known here. */
  resample: z.literal(3).default(3),
};
const edges = z.object({ shortest_edge: count, longest_edge: count });
/** The limits are areas in pixels, whichever of its two names an export gives them. */
const preprocessorSchema = z.union([
  z.object({ ...sharedPreprocessor, min_pixels: count, max_pixels: count }),
  z.object({ ...sharedPreprocessor, size: edges }).transform(({ size, ...rest }) => ({
    ...rest,
    min_pixels: size.shortest_edge,
    max_pixels: size.longest_edge,
  })),
]);

/** What the pipeline must know of a model besides its graphs. */
export interface ModelSettings {
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly hiddenSize: number;
  /** Prompt and answer together may not be longer. */
  readonly maxTokens: number;
  readonly imageTokenId: number;
  readonly endTokenIds: readonly number[];
  readonly image: ImageSettings;
}

async function readSettings<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  const result = schema.safeParse(JSON.parse(await readFile(join(folder, name), 'utf8')));
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new PackError(
    'packSettingsBad',
    `The model pack's ${name} does not describe a Qwen2.5-VL model: ${issue?.path.join('.')}: ${issue?.message}.`,
    'Choose another model pack, or export this one anew.',
  );
}

/** Reads the settings of a verified pack. Throws PackError when they are not those of a Qwen2.5-VL model. */
export async function readModelSettings({ folder }: VerifiedPack): Promise<ModelSettings> {
  const { image_token_id, text_config: text } = await readSettings(
    folder,
    settingsFiles.config,
    configSchema,
  );
  const { eos_token_id } = await readSettings(folder, settingsFiles.generation, generationSchema);
  const image = await readSettings(folder, settingsFiles.preprocessor, preprocessorSchema);
  return {
    layers: text.num_hidden_layers,
    keyValueHeads: text.num_key_value_heads,
    headSize: text.head_dim ?? text.hidden_size / text.num_attention_heads,
    hiddenSize: text.hidden_size,
    maxTokens: text.max_position_embeddings ?? 32768,
    imageTokenId: image_token_id,
    endTokenIds: typeof eos_token_id === 'number' ? [eos_token_id] : eos_token_id,
    image: {
      patchSize: image.patch_size,
      temporalPatchSize: image.temporal_patch_size,
      mergeSize: image.merge_size,
      mean: image.image_mean,
      std: image.image_std,
      rescaleFactor: image.rescale_factor,
      minPixels: image.min_pixels,
      maxPixels: image.max_pixels,
    },
  };
}
