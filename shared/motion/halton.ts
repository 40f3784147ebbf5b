const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53];

/**
 * Point `index` (from 1) of the Halton sequence in [0, 1)^dimensions (at most 16): spreads evenly, and
 * the same on every run, which is what several starts of a search need instead of randomness.
 */
export function halton(index: number, dimensions: number): readonly number[] {
  return primes.slice(0, dimensions).map((base) => {
    let value = 0;
    let weight = 1 / base;
    for (let i = index; i > 0; i = Math.floor(i / base)) {
      value += (i % base) * weight;
      weight /= base;
    }
    return value;
  });
}
