import { describe, expect, it } from 'vitest';
import { discreteFrechet } from './discreteFrechet';

describe('discreteFrechet', () => {
  it('is 0 for equal paths and the offset for parallel ones', () => {
    const path = [
      [0, 0],
      [1, 0],
      [2, 0],
    ] as const;
    expect(discreteFrechet(path, path)).toBe(0);
    expect(
      discreteFrechet(path, [
        [0, 0.5],
        [1, 0.5],
        [2, 0.5],
      ]),
    ).toBe(0.5);
  });

  it('minds the order of the points, unlike the Hausdorff distance', () => {
    const there = [
      [0, 0],
      [1, 0],
      [2, 0],
    ] as const;
    expect(discreteFrechet(there, [...there].reverse())).toBe(2);
  });

  it('pairs a point with several where the other path has more', () => {
    // The middle point (1, 1) must be paired with (0, 0) or (2, 0): sqrt 2.
    expect(
      discreteFrechet(
        [
          [0, 0],
          [2, 0],
        ],
        [
          [0, 0],
          [1, 1],
          [2, 0],
        ],
      ),
    ).toBeCloseTo(Math.SQRT2, 12);
  });

  it('is infinite for a path without points', () => {
    expect(discreteFrechet([], [[0, 0]])).toBe(Number.POSITIVE_INFINITY);
  });
});
