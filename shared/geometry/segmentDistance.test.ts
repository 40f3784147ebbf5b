import { describe, expect, it } from 'vitest';
import { createRandom } from '../scene/random';
import { segmentDistanceSquared } from './segmentDistance';

const distance = (a: readonly number[], b: readonly number[]) =>
  Math.sqrt(segmentDistanceSquared(Float64Array.from(a), 0, 3, Float64Array.from(b), 0, 3));

describe('segmentDistance', () => {
  it('matches cases done by hand', () => {
    // Crossing at a height of 2.
    expect(distance([-1, 0, 0, 1, 0, 0], [0, -1, 2, 0, 1, 2])).toBeCloseTo(2, 12);
    // Parallel.
    expect(distance([0, 0, 0, 4, 0, 0], [1, 3, 0, 2, 3, 0])).toBeCloseTo(3, 12);
    // On one line, a gap of 1.
    expect(distance([0, 0, 0, 1, 0, 0], [2, 0, 0, 5, 0, 0])).toBeCloseTo(1, 12);
    // End against end: 3-4-5.
    expect(distance([-5, 0, 0, 0, 0, 0], [3, 4, 0, 9, 9, 0])).toBeCloseTo(5, 12);
    // Points.
    expect(distance([0, 0, 0, 0, 0, 0], [1, 2, 2, 1, 2, 2])).toBeCloseTo(3, 12);
    expect(distance([0, 0, 0, 0, 0, 0], [-1, 1, 0, 1, 1, 0])).toBeCloseTo(1, 12);
    expect(distance([-1, 1, 0, 1, 1, 0], [0, 0, 0, 0, 0, 0])).toBeCloseTo(1, 12);
    // Touching.
    expect(distance([-1, -1, 0, 1, 1, 0], [-1, 1, 0, 1, -1, 0])).toBeCloseTo(0, 12);
  });

  it('is the least distance of points sampled on both', () => {
    const random = createRandom(4);
    for (let n = 0; n < 50; n++) {
      const [a, b] = [0, 0].map(() => Array.from({ length: 6 }, () => random.uniform(-1, 1))) as [
        number[],
        number[],
      ];
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i <= 60; i++) {
        for (let j = 0; j <= 60; j++) {
          const p = [0, 1, 2].map((k) => a[k]! + (i / 60) * (a[k + 3]! - a[k]!));
          const q = [0, 1, 2].map((k) => b[k]! + (j / 60) * (b[k + 3]! - b[k]!));
          least = Math.min(least, Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!));
        }
      }
      const exact = distance(a, b);
      expect(exact).toBeLessThanOrEqual(least + 1e-12);
      expect(exact).toBeGreaterThan(least - 0.03);
    }
  });
});
