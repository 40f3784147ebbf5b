import { describe, expect, it } from 'vitest';
import { createKeyValueCache } from './keyValueCache';

describe('createKeyValueCache', () => {
  it('starts empty, and hands the written side on as the past', () => {
    const cache = createKeyValueCache({ layers: 2, keyValueHeads: 1, headSize: 2 });
    expect(cache.length).toBe(0);
    expect(cache.past.map((tensor) => tensor.dims)).toEqual(Array(4).fill([1, 1, 0, 2]));
    const next = cache.prepare(3);
    expect(next.map((tensor) => tensor.dims)).toEqual(Array(4).fill([1, 1, 3, 2]));
    (next[2]!.data as Float32Array).fill(5);
    cache.advance();
    expect(cache.length).toBe(3);
    expect([...(cache.past[2]!.data as Float32Array)]).toEqual([5, 5, 5, 5, 5, 5]);
  });

  it('never lets what is written overlap what is read, also when the buffers grow', () => {
    const cache = createKeyValueCache({ layers: 1, keyValueHeads: 2, headSize: 1 });
    for (let step = 0; step < 600; step++) {
      const before = [...(cache.past[0]!.data as Float32Array)];
      const [key] = cache.prepare(1);
      (key!.data as Float32Array).fill(step);
      expect([...(cache.past[0]!.data as Float32Array)]).toEqual(before);
      cache.advance();
      expect(cache.past[0]!.dims).toEqual([1, 2, step + 1, 1]);
    }
  });

  it('refuses to advance to what was not prepared', () => {
    const cache = createKeyValueCache({ layers: 1, keyValueHeads: 1, headSize: 1 });
    expect(() => cache.advance()).toThrow(/without having been prepared/);
  });
});
