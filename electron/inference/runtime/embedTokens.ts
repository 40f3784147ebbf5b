import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { computing } from '../computeError';

/** The embeddings of token numbers, [tokens, hiddenSize] row after row. */
export async function embedTokens(session: InferenceSession, ids: readonly number[]): Promise<Float32Array> {
  const inputIds = new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]);
  const { inputs_embeds } = await computing(() => session.run({ input_ids: inputIds }));
  return inputs_embeds!.data as Float32Array;
}

/** As many rows are kept; an answer of the family has some dozens of different tokens. */
const rowsKept = 1024;

/** Embeds one token after another, each different one once: the graph is asked only for what is new. */
export function createTokenEmbedder(session: InferenceSession): (id: number) => Promise<Float32Array> {
  const rows = new Map<number, Float32Array>();
  return async (id) => {
    const known = rows.get(id);
    if (known) return known;
    const row = await embedTokens(session, [id]);
    if (rows.size >= rowsKept) rows.clear();
    rows.set(id, row);
    return row;
  };
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
