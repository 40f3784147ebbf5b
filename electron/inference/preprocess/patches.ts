import type { PictureSize } from './smartResize';

/** How a pack's vision tower wants its pixels (preprocessor_config.json). */
export interface PatchLayout {
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  readonly mergeSize: number;
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  readonly rescaleFactor: number;
}

export interface Patches {
  /** One row of channel * temporal * patch * patch values a patch. */
  readonly pixelValues: Float32Array;
  /** Patches in time, down and across. */
  readonly grid: readonly [number, number, number];
}

/** The three channels' values of each byte, rounded to single precision after each step as NumPy does. */
function normalisationTable(layout: PatchLayout): Float32Array {
  const table = new Float32Array(3 * 256);
  for (let channel = 0; channel < 3; channel++) {
    const mean = Math.fround(layout.mean[channel]!);
    const std = Math.fround(layout.std[channel]!);
    for (let byte = 0; byte < 256; byte++) {
      const rescaled = Math.fround(byte * layout.rescaleFactor);
      table[channel * 256 + byte] = Math.fround(Math.fround(rescaled - mean) / std);
    }
  }
  return table;
}

/**
 * Cuts a picture whose sides are multiples of patch * merge into normalised patches, in the order of
 * Qwen2-VL: merge blocks left to right and top to bottom, in each the patches row by row; in each patch
 * [channel, time, row, column]. A still picture fills the temporal patch by repetition.
 */
export function cutPatches(rgb: Uint8Array, size: PictureSize, layout: PatchLayout): Patches {
  const { patchSize, temporalPatchSize, mergeSize } = layout;
  const across = size.width / patchSize;
  const down = size.height / patchSize;
  if (!Number.isInteger(across / mergeSize) || !Number.isInteger(down / mergeSize)) {
    throw new RangeError(`${size.width} x ${size.height} is not a whole number of merged patches.`);
  }
  const table = normalisationTable(layout);
  const pixelValues = new Float32Array(across * down * 3 * temporalPatchSize * patchSize * patchSize);
  const planeLength = patchSize * patchSize;
  let at = 0;
  const writePatch = (left: number, top: number): void => {
    for (let channel = 0; channel < 3; channel++) {
      const plane = at;
      for (let y = top; y < top + patchSize; y++) {
        let byte = (y * size.width + left) * 3 + channel;
        for (let x = 0; x < patchSize; x++, byte += 3) {
          pixelValues[at++] = table[channel * 256 + rgb[byte]!]!;
        }
      }
      for (let time = 1; time < temporalPatchSize; time++) {
        pixelValues.copyWithin(at, plane, plane + planeLength);
        at += planeLength;
      }
    }
  };
  for (let blockY = 0; blockY < down; blockY += mergeSize) {
    for (let blockX = 0; blockX < across; blockX += mergeSize) {
      for (let y = blockY; y < blockY + mergeSize; y++) {
        for (let x = blockX; x < blockX + mergeSize; x++) writePatch(x * patchSize, y * patchSize);
      }
    }
  }
  return { pixelValues, grid: [1, down, across] };
}
