import { describe, expect, it } from 'vitest';
import { fr3 } from '../robot/fr3';
import { createRandom } from '../scene/random';
import { findIk, jointDistance } from './findIk';
import { createKinematics, tipPose } from './kinematics';
import { motionLimits } from './limits';
import { defaultIkOptions, solveIk } from './solveIk';
import { randomPositions } from './testing/randomPositions';

const kinematics = createKinematics(fr3);
const limits = motionLimits(fr3);

describe('findIk', () => {
  it('reaches 1000 poses made from random postures, within the limits', () => {
    const random = createRandom(2026);
    const times: number[] = [];
    let reached = 0;
    for (let n = 0; n < 1000; n++) {
      const target = tipPose(kinematics, randomPositions(random, 0.02));
      const before = performance.now();
      const result = findIk(kinematics, limits, target, fr3.home);
      times.push(performance.now() - before);
      if (result.positionError < 1e-4 && result.rotationError < 1e-4) reached++;
      const inside = result.positions.every((p, j) => p >= limits.lower[j]! && p <= limits.upper[j]!);
      expect(inside).toBe(true);
    }
    times.sort((a, b) => a - b);
    console.info(
      `IK: ${reached}/1000 within 0.1 mm and 0.1 mrad; p50 ${times[500]!.toFixed(2)} ms, p95 ${times[950]!.toFixed(2)} ms`,
    );
    expect(reached).toBeGreaterThanOrEqual(995);
  });

  it('prefers the solution nearest the seed', () => {
    const random = createRandom(5);
    for (let n = 0; n < 30; n++) {
      const q = randomPositions(random, 0.3);
      const seed = q.map((v) => v + random.uniform(-0.05, 0.05));
      const result = findIk(kinematics, limits, tipPose(kinematics, q), seed, {
        ...defaultIkOptions,
        rest: seed,
      });
      expect(result.solved).toBe(true);
      expect(jointDistance(result.positions, seed)).toBeLessThan(0.5);
    }
  });

  it('says so, with the nearest it came, when a pose is out of reach', () => {
    const far = { position: [1.5, 0, 0.3], orientation: [1, 0, 0, 0] } as const;
    const result = findIk(kinematics, limits, far, fr3.home);
    expect(result.solved).toBe(false);
    expect(result.positionError).toBeGreaterThan(0.3);
    expect(result.positionError).toBeLessThan(1.2);
  });
});

describe('solveIk', () => {
  it('stays put when it is there, and keeps limits from a start outside of them', () => {
    const there = solveIk(kinematics, limits, tipPose(kinematics, fr3.home), fr3.home);
    expect(there.positions).toEqual(fr3.home);
    const outside = solveIk(kinematics, limits, tipPose(kinematics, fr3.home), fr3.home.with(3, 2));
    expect(outside.positions[3]).toBeLessThanOrEqual(limits.upper[3]!);
  });

  it('ends on a target that is no number', () => {
    const target = { position: [Number.NaN, 0, 0], orientation: [1, 0, 0, 0] } as const;
    expect(solveIk(kinematics, limits, target, fr3.home).solved).toBe(false);
  });

  it('draws the null space to the rest posture', () => {
    const target = tipPose(kinematics, fr3.home);
    const start = fr3.home.with(0, 0.6).with(2, -0.6);
    const rest = fr3.home;
    const free = solveIk(kinematics, limits, target, start);
    const drawn = solveIk(kinematics, limits, target, start, {
      ...defaultIkOptions,
      rest,
    });
    expect(drawn.solved && free.solved).toBe(true);
    expect(jointDistance(drawn.positions, rest)).toBeLessThan(jointDistance(free.positions, rest));
  });
});
