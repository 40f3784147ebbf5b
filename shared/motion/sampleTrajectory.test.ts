import { describe, expect, it } from 'vitest';
import type { TrajectoryPoint } from '../contract/plan';
import { pieceAt, sampleTrajectory } from './sampleTrajectory';

const point = (timeFromStart: number, p: number, v: number, a: number): TrajectoryPoint => ({
  timeFromStart,
  positions: [p],
  velocities: [v],
  accelerations: [a],
});

describe('sampleTrajectory', () => {
  it('reproduces a quintic exactly between its points', () => {
    // p = t^5 - 2 t^3 + t: v = 5 t^4 - 6 t^2 + 1, a = 20 t^3 - 12 t, j = 60 t^2 - 12.
    const at = (t: number) =>
      point(t, t ** 5 - 2 * t ** 3 + t, 5 * t ** 4 - 6 * t ** 2 + 1, 20 * t ** 3 - 12 * t);
    const points = [at(0), at(0.7), at(1.5)];
    for (const t of [0, 0.3, 0.69, 0.7, 1.1, 1.5]) {
      const s = sampleTrajectory(points, t);
      expect(s.positions[0]).toBeCloseTo(t ** 5 - 2 * t ** 3 + t, 10);
      expect(s.velocities[0]).toBeCloseTo(5 * t ** 4 - 6 * t ** 2 + 1, 10);
      expect(s.accelerations[0]).toBeCloseTo(20 * t ** 3 - 12 * t, 9);
      expect(s.jerks[0]).toBeCloseTo(60 * t ** 2 - 12, 8);
    }
  });

  it('is the minimum-jerk curve from rest to rest', () => {
    const points = [point(0, 0, 0, 0), point(2, 1, 0, 0)];
    const middle = sampleTrajectory(points, 1);
    expect(middle.positions[0]).toBeCloseTo(0.5, 12);
    expect(middle.velocities[0]).toBeCloseTo(15 / 8 / 2, 12);
    expect(sampleTrajectory(points, 0).jerks[0]).toBeCloseTo(60 / 8, 12);
  });

  it('holds before the start and after the end', () => {
    const points = [point(0, 3, 0, 0), point(1, 4, 0, 0)];
    expect(sampleTrajectory(points, -1).positions).toEqual([3]);
    expect(sampleTrajectory(points, 9)).toEqual({
      positions: [4],
      velocities: [0],
      accelerations: [0],
      jerks: [0],
    });
    expect(sampleTrajectory(points.slice(0, 1), 0.5).positions).toEqual([3]);
  });

  it('finds the piece of a time', () => {
    const points = [0, 1, 2, 3].map((t) => point(t, 0, 0, 0));
    expect([-1, 0, 0.5, 1, 2.9, 3, 4].map((t) => pieceAt(points, t))).toEqual([0, 0, 0, 1, 2, 2, 2]);
  });
});
