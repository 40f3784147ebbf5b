import { expect, it } from 'vitest';
import { median, quantile, slopeOf } from './statistics';

it('finds quantiles that are values', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(median(values)).toBe(50);
  expect(quantile(values, 0.95)).toBe(95);
  expect(quantile([3], 0.95)).toBe(3);
});

it('finds a slope and how sure it is', () => {
  const line = [0, 1, 2, 3].map((x) => [x, 2 * x + 1] as const);
  expect(slopeOf(line)).toEqual({ slope: 2, error: 0 });
  // By hand: mean 1.5 and 2.5, slope 3 / 5, rest 0.2; error sqrt(0.2 / 2 / 5).
  const noisy = [
    [0, 2],
    [1, 2],
    [2, 2],
    [3, 4],
  ] as const;
  expect(slopeOf(noisy).slope).toBeCloseTo(0.6, 12);
  expect(slopeOf(noisy).error).toBeCloseTo(Math.sqrt(1.2 / 2 / 5), 12);
});
