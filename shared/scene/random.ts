/** A small seeded source of randomness: the same seed and stream give the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Uniform integer in [low, high], both included. */
  integer(low: number, high: number): number;
  /** One element of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
}

/** Bit mixer of SplitMix32 (Steele, Lea and Flood 2014): spreads neighbouring seeds apart. */
function mix(value: number): number {
  let z = (value + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}

/**
 * sfc32 (Doty-Humphrey's "small fast counter" generator, PractRand). `stream` separates independent
 * uses of one seed, so that one more draw in one of them does not change the others.
 */
export function createRandom(seed: number, stream = 0): Random {
  let a = mix(seed >>> 0);
  let b = mix(a ^ Math.floor(seed / 2 ** 32));
  let c = mix(b ^ (stream | 0));
  let counter = 1;
  const next = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next();
  const uniform = (low: number, high: number) => low + (high - low) * next();
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return { next, uniform, integer, pick: (list) => list[integer(0, list.length - 1)]! };
}
