import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import cases from './fixtures/qwenProcessor.json';
import { testPicture } from './fixtures/testPictures';
import { cutPatches } from './patches';
import { type ImageSettings, imageTokenCount, preprocessImage } from './preprocessImage';

const settings: ImageSettings = {
  patchSize: 14,
  temporalPatchSize: 2,
  mergeSize: 2,
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
  rescaleFactor: 1 / 255,
  minPixels: 3136,
  maxPixels: 12845056,
};

describe('preprocessImage', () => {
  // The fixture is what Hugging Face's Qwen2-VL image processor (transformers 5.23, PIL) makes of the same picture.
  it.each(cases)('equals Qwen2-VL’s processor to the bit: $maker $width x $height', (given) => {
    const { pixelValues, grid } = preprocessImage(
      { width: given.width, height: given.height, rgb: testPicture(given) },
      { ...settings, maxPixels: given.maxPixels },
    );
    expect(grid).toEqual(given.grid);
    expect(pixelValues.length).toBe(given.shape[0]! * given.shape[1]!);
    const fourthPatch = pixelValues.subarray(3 * 1176, 4 * 1176);
    expect([...fourthPatch].filter((_, index) => index % 97 === 0)).toEqual(given.sample);
    const bytes = new Uint8Array(pixelValues.buffer, pixelValues.byteOffset, pixelValues.byteLength);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(given.sha256);
  });
});

describe('cutPatches', () => {
  it('refuses a size that is no whole number of merged patches', () => {
    expect(() => cutPatches(new Uint8Array(42 * 28 * 3), { width: 42, height: 28 }, settings)).toThrow(
      /whole number/,
    );
  });
});

it('counts one token a merged block', () => {
  expect(imageTokenCount([1, 34, 46], 2)).toBe(391);
  expect(imageTokenCount([1, 18, 30], 2)).toBe(135);
});
