import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { computing } from '../computeError';

/** The embeddings of token numbers, [tokens, hiddenSize] row after row. */
export async function embedTokens(session: InferenceSession, ids: readonly number[]): Promise<Float32Array> {
  const inputIds = new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
  const { inputs_embeds } = await computing(() => session.run({ input_ids: inputIds }));
  return inputs_embeds!.data as Float32Array;
}

/** Writes the picture's features over the embeddings of its placeholders, from token `pictureAt` on. */
export function insertFeatures(
  embeddings: Float32Array,
  features: Float32Array,
  pictureAt: number,
  hiddenSize: number,
): void {
  embeddings.set(features, pictureAt * hiddenSize);
}
