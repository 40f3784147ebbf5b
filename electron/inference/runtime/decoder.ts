import { type InferenceSession, Tensor } from 'onnxruntime-node';
import { computing } from '../computeError';
import { pastNames, presentNames } from './graphPorts';

/** One run through the decoder: a prompt once, then token after token. */
export interface DecoderRun {
  /**
   * Reads `tokens` more tokens and gives the scores (logits) of the one that follows the last of them.
   *
   * @param embeddings [tokens, hiddenSize], row after row.
   * @param positionIds int64 [3, 1, tokens].
   */
  read(embeddings: Float32Array, positionIds: BigInt64Array): Promise<Float32Array>;
  /** What has been read, for other runs to go on from. */
  cache(): DecoderCache;
}

/** The decoder's memory of all tokens so far. Nobody writes into it: each step makes a new one. */
export interface DecoderCache {
  /** Tokens that are in it. */
  readonly length: number;
  /** [1, keyValueHeads, length, headSize] each; key and value of layer 0, of layer 1, ... */
  readonly past: readonly Tensor[];
}

export interface DecoderSettings {
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
  readonly hiddenSize: number;
  /** The graph takes num_logits_to_keep. */
  readonly keepsLogits: boolean;
}

/**
 * Starts with an empty cache, or with what another run has read; `session` may be shared by runs that do not overlap.
 * The cache goes from one step's outputs to the next one's inputs as it came: ONNX Runtime for Node copies what it
 * gives into new arrays also where it was given arrays to write to, so that those would cost memory and save nothing.
 */
export function createDecoderRun(
  session: InferenceSession,
  settings: DecoderSettings,
  start?: DecoderCache,
): DecoderRun {
  const { hiddenSize, layers, keyValueHeads, headSize, keepsLogits } = settings;
  const pastOf = pastNames(layers);
  const presentOf = presentNames(layers);
  const empty = () => new Tensor('float32', new Float32Array(0), [1, keyValueHeads, 0, headSize]);
  let past: readonly Tensor[] = start?.past ?? pastOf.map(empty);
  let length = start?.length ?? 0;
  let attention = new BigInt64Array(0);

  const mask = (tokens: number): Tensor => {
    if (attention.length < tokens) attention = new BigInt64Array(tokens + 256).fill(1n);
    return new Tensor('int64', attention.subarray(0, tokens), [1, tokens]);
  };

  return {
    cache: () => ({ length, past }),
    async read(embeddings, positionIds) {
      const tokens = embeddings.length / hiddenSize;
      const feeds: Record<string, Tensor> = {
        inputs_embeds: new Tensor('float32', embeddings, [1, tokens, hiddenSize]),
        attention_mask: mask(length + tokens),
        position_ids: new Tensor('int64', positionIds, [3, 1, tokens]),
      };
      if (keepsLogits) feeds.num_logits_to_keep = new Tensor('int64', BigInt64Array.of(1n), []);
      for (const [index, name] of pastOf.entries()) feeds[name] = past[index]!;
      const { logits, ...present } = await computing(() => session.run(feeds));
      past = presentOf.map((name) => present[name] as Tensor);
      length += tokens;
      const scores = logits!.data as Float32Array;
      return scores.subarray(scores.length - logits!.dims.at(-1)!);
    },
  };
}
