import { describe, expect, it } from 'vitest';
import { bundledRobots } from '../robot/bundledRobots';
import { fr3 } from '../robot/fr3';
import { ur5e } from '../robot/ur5e';
import { createRandom } from '../scene/random';
import { findIk, jointDistance } from './findIk';
import { createKinematics, tipPose } from './kinematics';
import { motionLimits } from './limits';
import { defaultIkOptions, solveIk } from './solveIk';
import { randomPositions } from './testing/randomPositions';

const kinematics = createKinematics(fr3);
const limits = motionLimits(fr3);

describe('findIk', () => {
  it.each(Object.values(bundledRobots).map((robot) => [robot.name, robot] as const))(
    'reaches random poses of the %s, made from postures inside its limits, within its limits',
    (_, robot) => {
      const arm = createKinematics(robot);
      const own = motionLimits(robot);
      const random = createRandom(2026);
      let reached = 0;
      for (let n = 0; n < 1000; n++) {
        const target = tipPose(arm, randomPositions(random, 0, robot));
        const result = findIk(arm, own, target, robot.home);
        if (result.positionError < 1e-4 && result.rotationError < 1e-4) reached++;
        expect(result.positions.every((p, j) => p >= own.lower[j]! && p <= own.upper[j]!)).toBe(true);
        if (!result.solved || n >= 50) continue;
        // What it says is true of the posture that it gives.
        const tip = tipPose(arm, result.positions);
        expect(Math.hypot(...tip.position.map((p, k) => p - target.position[k]!))).toBeLessThan(1e-5);
      }
      expect(reached).toBeGreaterThanOrEqual(995);
    },
    60_000,
  );

  it('gives joints of more than one turn in the turn nearest the seed', () => {
    const arm = createKinematics(ur5e);
    const seed = ur5e.home
      .with(0, ur5e.home[0]! + 2 * Math.PI - 0.1)
      .with(5, ur5e.home[5]! + 2 * Math.PI - 0.1);
    const own = motionLimits(ur5e);
    const result = findIk(arm, own, tipPose(arm, ur5e.home), seed);
    expect(result.solved).toBe(true);
    expect(jointDistance(result.positions, seed)).toBeLessThan(0.2);
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
