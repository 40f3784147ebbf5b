import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readModelSettings } from './modelSettings';
import type { VerifiedPack } from './verifyPack';

/** The figures of Qwen2.5-VL-3B-Instruct's own files. */
const text3b = {
  num_hidden_layers: 36,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  hidden_size: 2048,
  max_position_embeddings: 128000,
};
const preprocessor3b = {
  patch_size: 14,
  temporal_patch_size: 2,
  merge_size: 2,
  image_mean: [0.48145466, 0.4578275, 0.40821073],
  image_std: [0.26862954, 0.26130258, 0.27577711],
};
const flat = { model_type: 'qwen2_5_vl', image_token_id: 151655, ...text3b };
const nested = { model_type: 'qwen2_5_vl', image_token_id: 151655, text_config: text3b };
const limits = { min_pixels: 3136, max_pixels: 12845056 };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'r1-settings-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function settingsOf(config: object, preprocessor: object, generation: object) {
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(join(folder, 'preprocessor_config.json'), JSON.stringify(preprocessor));
  await writeFile(join(folder, 'generation_config.json'), JSON.stringify(generation));
  return readModelSettings({ folder } as VerifiedPack);
}

describe('readModelSettings', () => {
  it('understands the 3B model’s files, old and new', async () => {
    const older = await settingsOf(
      flat,
      { ...preprocessor3b, ...limits },
      { eos_token_id: [151645, 151643] },
    );
    expect(older).toMatchObject({ layers: 36, keyValueHeads: 2, headSize: 128, hiddenSize: 2048 });
    expect(older).toMatchObject({ imageTokenId: 151655, endTokenIds: [151645, 151643], maxTokens: 128000 });
    expect(older.image).toMatchObject({ minPixels: 3136, maxPixels: 12845056, rescaleFactor: 1 / 255 });
    const newer = await settingsOf(
      nested,
      { ...preprocessor3b, size: { shortest_edge: 3136, longest_edge: 12845056 } },
      { eos_token_id: [151645, 151643] },
    );
    expect(newer).toEqual(older);
  });

  it('takes a single end token, and a head size that the files state', async () => {
    const settings = await settingsOf(
      { ...flat, head_dim: 64 },
      { ...preprocessor3b, ...limits },
      { eos_token_id: 7 },
    );
    expect(settings).toMatchObject({ headSize: 64, endTokenIds: [7] });
  });

  it('says which file is not a Qwen2.5-VL model’s', async () => {
    await expect(
      settingsOf({ ...flat, model_type: 'llama' }, { ...preprocessor3b, ...limits }, { eos_token_id: 7 }),
    ).rejects.toThrow(/config\.json does not describe/);
    await expect(
      settingsOf(flat, { ...preprocessor3b, ...limits, resample: 2 }, { eos_token_id: 7 }),
    ).rejects.toThrow(/preprocessor_config\.json does not describe/);
  });
});
