import { describe, expect, it } from 'vitest';
import type { TrajectoryPoint } from '../contract/plan';
import type { MotionLimits } from './limits';
import { runToEnd, validateTrajectory } from './validateTrajectory';

const limits: MotionLimits = {
  jointNames: ['a', 'b'],
  lower: [-1, -1],
  upper: [1, 1],
  velocity: [2, 2],
  acceleration: [10, 10],
  jerk: [100, 100],
};
const point = (timeFromStart: number, p: readonly number[], v = [0, 0], a = [0, 0]): TrajectoryPoint => ({
  timeFromStart,
  positions: [...p],
  velocities: v,
  accelerations: a,
});
const validate = (points: readonly TrajectoryPoint[], jointNames = ['a', 'b']) =>
  runToEnd(validateTrajectory({ jointNames, points }, limits));
const checks = (points: readonly TrajectoryPoint[]) => validate(points).problems.map((p) => p.check);

describe('validateTrajectory', () => {
  it('passes a gentle move and tells how much of each limit it uses', () => {
    // Minimum jerk over d = 1, T = 2: v max 15/8 d/T, a max 10/sqrt(3) d/T^2, jerk max 60 d/T^3.
    const { problems, use } = validate([point(0, [0, 0]), point(2, [1, 0.2])]);
    expect(problems).toEqual([]);
    expect(use.velocity).toBeCloseTo(15 / 16 / 2, 6);
    expect(use.acceleration).toBeCloseTo(10 / Math.sqrt(3) / 4 / 10, 5);
    expect(use.jerk).toBeCloseTo(60 / 8 / 100, 9);
  });

  it('finds each kind of excess between the points, once a joint', () => {
    expect(checks([point(0, [0, 0]), point(0.9, [1, 0])])).toEqual(['velocity']);
    // T = 0.7, d = 0.7: v 1.88, a 8.2, j 122.
    expect(checks([point(0, [0, 0]), point(0.7, [0.7, 0])])).toEqual(['jerk']);
    // Slow, but swings past its limit between two points that are inside.
    const swing = [
      point(0, [0.5, 0.5]),
      point(2, [0.9, 0.5], [0.6, 0]),
      point(4, [0.9, 0.5], [-0.6, 0]),
      point(6, [0.5, 0.5]),
    ];
    expect(checks(swing)).toEqual(['position']);
    const { problems } = validate(swing);
    expect(problems[0]?.text).toMatch(/^a at 2\.\d+ s: 1\.0\d+ rad is outside -1 \.\. 1\.$/);
  });

  it('finds too much acceleration alone', () => {
    const long = { ...limits, velocity: [9, 9], jerk: [1e6, 1e6] };
    const result = runToEnd(
      validateTrajectory({ jointNames: ['a', 'b'], points: [point(0, [-1, 0]), point(0.9, [1, 0])] }, long),
    );
    expect(result.problems.map((p) => p.check)).toEqual(['acceleration']);
  });

  it('wants rest at both ends', () => {
    const moving = validate([point(0, [0, 0], [0.1, 0]), point(1, [0.1, 0], [0, 0], [0, 0.2])]);
    expect(moving.problems.filter((p) => p.check === 'rest').map((p) => p.text)).toEqual([
      'The first point is not at rest.',
      'The last point is not at rest.',
    ]);
  });

  it('refuses wrong joints, times and values', () => {
    expect(validate([point(0, [0, 0]), point(1, [0, 0])], ['b', 'a']).problems[0]?.check).toBe('joints');
    expect(checks([point(0, [0, 0])])).toEqual(['times']);
    expect(checks([])).toEqual(['times']);
    expect(checks([point(0.1, [0, 0]), point(1, [0, 0])])).toEqual(['times']);
    expect(checks([point(0, [0, 0]), point(1, [0, 0]), point(1, [0, 0])])).toEqual(['times']);
    expect(checks([point(0, [0, 0]), point(Number.NaN, [0, 0])])).toEqual(['times']);
    expect(checks([point(0, [0, Number.NaN]), point(1, [0, 0])])).toEqual(['joints']);
    expect(checks([point(0, [0]), point(1, [0, 0])])).toEqual(['joints']);
  });

  it('refuses a motion so long that checking it would not end', () => {
    expect(checks([point(0, [0, 0]), point(1e12, [0, 0])])).toEqual(['times']);
  });

  it('yields at least every 100 samples, in a long piece too', () => {
    const work = validateTrajectory(
      { jointNames: ['a', 'b'], points: [point(0, [0, 0]), point(60, [0, 0])] },
      limits,
    );
    const slices: number[] = [];
    for (let done = false; !done; ) {
      const before = performance.now();
      done = work.next().done ?? false;
      slices.push(performance.now() - before);
    }
    // Two joints at every millisecond of a minute.
    expect(slices.length).toBeGreaterThan((2 * 60_000) / 100);
    slices.sort((a, b) => a - b);
    expect(slices[slices.length >> 1]).toBeLessThan(0.5);
  });
});
