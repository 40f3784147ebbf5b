import { Tensor } from 'onnxruntime-node';

export interface CacheShape {
  readonly layers: number;
  readonly keyValueHeads: number;
  readonly headSize: number;
}

/** The decoder's memory of all tokens so far: a key and a value tensor for each layer. */
export interface KeyValueCache {
  /** Tokens that are in it. */
  readonly length: number;
  /** [1, heads, length, headSize] each; key and value of layer 0, of layer 1, ... */
  readonly past: readonly Tensor[];
  /** Where the decoder is to write the cache that `tokens` more make. */
  prepare(tokens: number): readonly Tensor[];
  /** What was prepared has been written and is the past from now on. */
  advance(): void;
}

/** What a cache holds at one moment: another one may go on from it, as long as this one does not. */
export type CacheStart = Pick<KeyValueCache, 'length' | 'past'>;

/** Buffers grow by this many tokens at a time. */
const growth = 256;

/**
 * A cache that the decoder writes straight into: two buffers for each tensor take turns, one being read
 * while the other is written, so that no step allocates or copies in JavaScript. What it starts from is read only.
 */
export function createKeyValueCache(shape: CacheShape, start?: CacheStart): KeyValueCache {
  const { layers, keyValueHeads, headSize } = shape;
  const tensors = 2 * layers;
  const perToken = keyValueHeads * headSize;
  const sides = [0, 1].map(() => Array.from({ length: tensors }, () => new Float32Array(0)));
  const view = (buffer: Float32Array, tokens: number): Tensor =>
    new Tensor('float32', buffer.subarray(0, tokens * perToken), [1, keyValueHeads, tokens, headSize]);

  let writing = 0;
  let length = start?.length ?? 0;
  let past = start?.past ?? sides[1]!.map((buffer) => view(buffer, 0));
  let prepared: { readonly tokens: number; readonly tensors: Tensor[] } | undefined;

  return {
    get length() {
      return length;
    },
    get past() {
      return past;
    },
    prepare(tokens) {
      const total = length + tokens;
      const side = sides[writing]!;
      if (total * perToken > side[0]!.length) {
        const capacity = Math.ceil(total / growth) * growth * perToken;
        for (let index = 0; index < tensors; index++) side[index] = new Float32Array(capacity);
      }
      prepared = { tokens: total, tensors: side.map((buffer) => view(buffer, total)) };
      return prepared.tensors;
    },
    advance() {
      if (!prepared) throw new Error('The cache was advanced without having been prepared.');
      past = prepared.tensors;
      length = prepared.tokens;
      prepared = undefined;
      writing = 1 - writing;
    },
  };
}
