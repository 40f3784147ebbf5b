import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { computing } from '../computeError';
import { pastNames, presentNames } from './graphPorts';
import { type CacheShape, type CacheStart, createKeyValueCache } from './keyValueCache';

/** One run through the decoder: a prompt once, then token after token. */
export interface DecoderRun {
  /**
   * Reads `tokens` more tokens and gives the scores (logits) of the one that follows the last of them.
   * The array is overwritten by the next call.
   *
   * @param embeddings [tokens, hiddenSize], row after row.
   * @param positionIds int64 [3, 1, tokens].
   */
  read(embeddings: Float32Array, positionIds: BigInt64Array): Promise<Float32Array>;
  /** What has been read, for other runs to go on from, any number of them; this one must not read any more. */
  cache(): CacheStart;
}

export interface DecoderSettings extends CacheShape {
  readonly hiddenSize: number;
  /** The graph takes num_logits_to_keep. */
  readonly keepsLogits: boolean;
}

/** Starts with an empty cache, or with what another run has read; `session` may be shared by runs that do not overlap. */
export function createDecoderRun(
  session: InferenceSession,
  settings: DecoderSettings,
  start?: CacheStart,
): DecoderRun {
  const { hiddenSize, layers, keepsLogits } = settings;
  const cache = createKeyValueCache(settings, start);
  const past = pastNames(layers);
  const present = presentNames(layers);
  const feeds: Record<string, Tensor> = {};
  const fetches: Record<string, Tensor | null> = { logits: null };
  if (keepsLogits) feeds.num_logits_to_keep = new Tensor('int64', BigInt64Array.of(1n), []);
  let attention = new BigInt64Array(0);
  let reused: Tensor | undefined;

  const mask = (length: number): Tensor => {
    if (attention.length < length) attention = new BigInt64Array(length + 256).fill(1n);
    return new Tensor('int64', attention.subarray(0, length), [1, length]);
  };

  return {
    cache: () => ({ length: cache.length, past: cache.past }),
    async read(embeddings, positionIds) {
      const tokens = embeddings.length / hiddenSize;
      feeds.inputs_embeds = new Tensor('float32', embeddings, [1, tokens, hiddenSize]);
      feeds.attention_mask = mask(cache.length + tokens);
      feeds.position_ids = new Tensor('int64', positionIds, [3, 1, tokens]);
      const next = cache.prepare(tokens);
      for (let index = 0; index < past.length; index++) {
        feeds[past[index]!] = cache.past[index]!;
        fetches[present[index]!] = next[index]!;
      }
      // The shape of the scores is only known once they have come for the first time.
      fetches.logits = tokens === 1 ? (reused ?? null) : null;
      const { logits } = await computing(() => session.run(feeds, fetches));
      cache.advance();
      const scores = logits!.data as Float32Array;
      if (tokens === 1) reused = logits as Tensor;
      const vocabulary = logits!.dims.at(-1)!;
      return scores.subarray(scores.length - vocabulary);
    },
  };
}
