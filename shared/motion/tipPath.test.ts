import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../geometry/pose';
import { densify, roundedPath } from './tipPath';

const apart = (a: Vec3, b: Vec3) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const corners: readonly Vec3[] = [
  [0, 0, 0],
  [0.2, 0, 0],
  [0.2, 0.2, 0],
];

describe('densify', () => {
  it('steps at most so far and keeps every corner', () => {
    const points = densify(corners, 0.03);
    expect(points).toHaveLength(15);
    expect(points[7]).toEqual([0.2, 0, 0]);
    for (let i = 1; i < points.length; i++) {
      expect(apart(points[i - 1]!, points[i]!)).toBeLessThanOrEqual(0.03);
    }
  });

  it('takes a path of one point', () => {
    expect(densify([[1, 2, 3]])).toEqual([[1, 2, 3]]);
  });
});

describe('roundedPath', () => {
  const points = roundedPath(corners, 0.04);

  it('keeps the ends and leaves straight stretches straight', () => {
    expect(apart(points[0]!, corners[0]!)).toBeLessThan(1e-12);
    expect(apart(points.at(-1)!, corners[2]!)).toBeLessThan(1e-12);
    for (const p of points.filter((p) => p[0] < 0.13)) expect(Math.abs(p[1])).toBeLessThan(1e-12);
  });

  it('rounds the corner closely and without a kink', () => {
    const nearest = Math.min(...points.map((p) => apart(p, corners[1]!)));
    expect(nearest).toBeGreaterThan(0.003);
    expect(nearest).toBeLessThan(0.03);
    for (let i = 1; i + 1 < points.length; i++) {
      const [a, b, c] = [points[i - 1]!, points[i]!, points[i + 1]!];
      const turn = Math.hypot(a[0] - 2 * b[0] + c[0], a[1] - 2 * b[1] + c[1]) / apart(a, b);
      // The corner itself turns by 1.41 in one step.
      expect(turn).toBeLessThan(0.3);
    }
  });

  it('drops repeated corners and takes a path of one point', () => {
    expect(roundedPath([corners[0]!, corners[0]!, corners[1]!], 0.04)).toHaveLength(41);
    expect(roundedPath([corners[0]!, corners[0]!], 0.04)).toEqual([corners[0]]);
  });
});
