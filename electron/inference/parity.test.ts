import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { proposalKindSchema } from '../../shared/contract/proposal';
import { loadModel, type VisionLanguageModel } from './model/loadModel';
import { preprocessImage, type RgbPicture } from './preprocess/preprocessImage';
import { testPackFolder } from './testPack';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

/**
 * What the recipe's own pipeline (PyTorch, Pillow, Hugging Face tokenizers) made of the same pictures and
 * questions with the very weights that the bundled pack was exported from.
 */
const fixtureSchema = z.object({
  packHash: z.string(),
  cases: z.array(
    z.object({
      kind: proposalKindSchema,
      instruction: z.string(),
      earlier: z.array(z.object({ said: z.string(), answer: z.string() })).default([]),
      /** PNG, relative to the recipe's folder. */
      image: z.string(),
      grid: z.tuple([z.number(), z.number(), z.number()]),
      inputIds: z.array(z.number()),
      /** Sums of the normalised pixels and of their magnitudes, in double precision. */
      pixelSum: z.number(),
      pixelAbsSum: z.number(),
      /** Of the single precision pixels' little-endian bytes. */
      pixelSha256: z.string(),
      /** The likeliest token each time, with the one that ends the answer. */
      tokens: z.array(z.number()),
      text: z.string(),
    }),
  ),
});

const recipe = fileURLToPath(new URL('../../resources/recipe', import.meta.url));
const fixture = fixtureSchema.parse(JSON.parse(readFileSync(`${recipe}/fixtures/parity.json`, 'utf8')));

function readPicture(name: string): RgbPicture {
  const { width, height, data, channels } = decode(readFileSync(`${recipe}/${name}`));
  if (channels !== 3 || !(data instanceof Uint8Array)) throw new Error(`${name} is not 8-bit RGB.`);
  return { width, height, rgb: data };
}

const sum = (values: Float32Array, of: (value: number) => number): number =>
  values.reduce((total, value) => total + of(value), 0);

describe('the ONNX pipeline', () => {
  let model: VisionLanguageModel;
  beforeAll(async () => {
    model = await loadModel(testPackFolder, { providers: ['cpu'], threads: 1 });
  });
  afterAll(() => model.close());

  it('runs the pack that the fixture was made with', () => {
    expect(model.identity.packHash).toBe(fixture.packHash);
    expect(fixture.cases.length).toBeGreaterThanOrEqual(20);
    expect(new Set(fixture.cases.map((given) => given.kind)).size).toBe(2);
  });

  it.each(fixture.cases)(
    '$kind, $instruction: the same pixels, prompt and tokens as PyTorch',
    async (given) => {
      const picture = readPicture(given.image);
      const { pixelValues, grid } = preprocessImage(picture, model.settings.image);
      expect(grid).toEqual(given.grid);
      expect(sum(pixelValues, (value) => value)).toBeCloseTo(given.pixelSum, 3);
      expect(sum(pixelValues, Math.abs)).toBeCloseTo(given.pixelAbsSum, 3);
      const bytes = new Uint8Array(pixelValues.buffer, pixelValues.byteOffset, pixelValues.byteLength);
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(given.pixelSha256);

      const answer = await model.answer(given, await model.see(picture), {
        signal: new AbortController().signal,
        onToken: () => undefined,
        now: () => performance.now(),
        deadlineMs: Number.POSITIVE_INFINITY,
      });
      expect(answer.promptIds).toEqual(given.inputIds);
      expect(answer.ids).toEqual(given.tokens);
      expect(answer.text).toBe(given.text);
    },
  );
});
