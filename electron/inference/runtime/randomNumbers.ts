/** Uniform numbers in [0, 1), the same ones for the same seed (xorshift32 over a mixed seed). */
export function randomNumbers(seed: number): () => number {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ 0x5f356495) >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}
