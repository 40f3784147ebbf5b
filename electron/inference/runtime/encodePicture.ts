import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { computing } from '../computeError';
import {
  type ImageSettings,
  imageTokenCount,
  preprocessImage,
  type RgbPicture,
} from '../preprocess/preprocessImage';

/** A picture as the decoder sees it. It does not depend on the question. */
export interface EncodedPicture {
  /** [tokens, hiddenSize], row after row. */
  readonly features: Float32Array;
  readonly tokens: number;
  /** Patches in time, down and across. */
  readonly grid: readonly [number, number, number];
}

/** Runs the vision tower. Throws when its output is not one row of `hiddenSize` for each merged patch. */
export async function encodePicture(
  session: InferenceSession,
  gridInput: string,
  picture: RgbPicture,
  settings: ImageSettings,
  hiddenSize: number,
): Promise<EncodedPicture> {
  const { pixelValues, grid } = preprocessImage(picture, settings);
  const patches = grid[0] * grid[1] * grid[2];
  const { image_features } = await computing(() =>
    session.run({
      pixel_values: new Tensor('float32', pixelValues, [patches, pixelValues.length / patches]),
      [gridInput]: new Tensor('int64', BigInt64Array.from(grid, BigInt), [1, 3]),
    }),
  );
  const features = image_features!.data as Float32Array;
  const tokens = imageTokenCount(grid, settings.mergeSize);
  if (features.length !== tokens * hiddenSize) {
    throw new Error(
      `The vision tower gave ${features.length} numbers for ${tokens} tokens of ${hiddenSize}.`,
    );
  }
  return { features, tokens, grid };
}
