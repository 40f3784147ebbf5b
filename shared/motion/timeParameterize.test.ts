import { describe, expect, it } from 'vitest';
import { fr3 } from '../robot/fr3';
import { createRandom } from '../scene/random';
import { createKinematics, tipPose } from './kinematics';
import { motionLimits, planningLimits } from './limits';
import { sampleTrajectory } from './sampleTrajectory';
import { randomPositions } from './testing/randomPositions';
import { timeParameterize } from './timeParameterize';
import { roundedPath, withOrientation } from './tipPath';
import { trackPath } from './trackPath';
import { runToEnd, validateTrajectory } from './validateTrajectory';

const kinematics = createKinematics(fr3);

const straight = (a: readonly number[], b: readonly number[], pieces = 20) =>
  Array.from({ length: pieces + 1 }, (_, k) => a.map((v, j) => v + ((b[j]! - v) * k) / pieces));

describe('timeParameterize', () => {
  it('keeps every limit between random postures, at every speed', () => {
    const random = createRandom(3);
    for (const scale of [0.05, 0.3, 0.5, 1]) {
      const limits = planningLimits(fr3, scale);
      for (let n = 0; n < 5; n++) {
        const path = straight(randomPositions(random, 0.05), randomPositions(random, 0.05));
        const points = timeParameterize(path, limits);
        const { problems, use } = runToEnd(
          validateTrajectory({ jointNames: limits.jointNames, points }, limits),
        );
        expect(problems).toEqual([]);
        // One limit is used nearly in full, or the motion could be shorter.
        expect(Math.max(use.velocity, use.acceleration, use.jerk)).toBeGreaterThan(0.999);
        expect(points[0]!.positions).toEqual(path[0]);
        for (let j = 0; j < 7; j++) expect(points.at(-1)!.positions[j]).toBeCloseTo(path.at(-1)![j]!, 12);
      }
    }
  });

  it('is as fast as the known optimum of one joint', () => {
    // Joint 1 over 2 rad: double S, T = L / V + V / A + A / J.
    const limits = planningLimits(fr3, 1);
    const points = timeParameterize(straight(fr3.home, fr3.home.with(0, 2)), limits);
    const [V, A, J] = [limits.velocity[0]!, limits.acceleration[0]!, limits.jerk[0]!];
    expect(points.at(-1)!.timeFromStart).toBeCloseTo(2 / V + V / A + A / J, 9);
  });

  it('keeps every limit on random bent paths, and nearly reaches one somewhere in each tenth of the time', () => {
    const random = createRandom(8);
    for (const limits of [motionLimits(fr3), planningLimits(fr3, 1), planningLimits(fr3, 0.1)]) {
      for (let n = 0; n < 5; n++) {
        const share = random.uniform(0.1, 0.6);
        const path = Array.from({ length: random.integer(3, 20) }, () =>
          randomPositions(random, 0.3).map((v, j) => fr3.home[j]! + share * (v - fr3.home[j]!)),
        );
        const points = timeParameterize(path, limits);
        const end = points.at(-1)!.timeFromStart;
        const most = new Array<number>(10).fill(0);
        for (let t = 0; t <= end; t += 0.001) {
          const { velocities, accelerations, jerks } = sampleTrajectory(points, t);
          for (let j = 0; j < 7; j++) {
            const [v, a, jerk] = [
              Math.abs(velocities[j]!) / limits.velocity[j]!,
              Math.abs(accelerations[j]!) / limits.acceleration[j]!,
              Math.abs(jerks[j]!) / limits.jerk[j]!,
            ];
            const tenth = Math.min(9, Math.floor((10 * t) / end));
            most[tenth] = Math.max(most[tenth]!, v, a, jerk);
          }
        }
        expect(Math.max(...most)).toBeLessThanOrEqual(1 + 1e-6);
        expect(Math.min(...most)).toBeGreaterThan(0.9);
      }
    }
  });

  it('runs round corners without stopping and keeps the tip on its way', () => {
    const limits = planningLimits(fr3, 0.5);
    const home = tipPose(kinematics, fr3.home);
    const [x, y, z] = home.position;
    const way = roundedPath(
      [home.position, [x + 0.15, y, z - 0.1], [x + 0.15, y + 0.25, z - 0.1], [x, y + 0.25, z - 0.2]],
      0.06,
    );
    const tracked = trackPath(kinematics, limits, withOrientation(way, home.orientation), fr3.home);
    expect(tracked.ok).toBe(true);
    const points = timeParameterize(tracked.positions, limits);
    const { problems } = runToEnd(validateTrajectory({ jointNames: limits.jointNames, points }, limits));
    expect(problems).toEqual([]);
    const end = points.at(-1)!.timeFromStart;
    expect(end).toBeLessThan(4);
    for (let k = 1; k < 200; k++) {
      const sample = sampleTrajectory(points, (end * k) / 200);
      const tip = tipPose(kinematics, sample.positions).position;
      const off = Math.min(...way.map((p) => Math.hypot(p[0] - tip[0], p[1] - tip[1], p[2] - tip[2])));
      expect(off).toBeLessThan(0.003);
      if (k > 20 && k < 180) expect(Math.max(...sample.velocities.map(Math.abs))).toBeGreaterThan(0.02);
    }
  });

  it('gives a tiny move time enough', () => {
    const points = timeParameterize([fr3.home, fr3.home.with(0, 1e-5)], planningLimits(fr3, 1));
    expect(points.at(-1)!.timeFromStart).toBeGreaterThanOrEqual(0.2);
    expect(points.at(-1)!.velocities.every((v) => v === 0)).toBe(true);
  });

  it('puts points 20 ms apart at most', () => {
    const points = timeParameterize(straight(fr3.home, fr3.home.with(0, 1)), planningLimits(fr3, 0.4));
    for (let i = 1; i < points.length; i++) {
      const gap = points[i]!.timeFromStart - points[i - 1]!.timeFromStart;
      expect(gap).toBeLessThanOrEqual(0.02 + 1e-9);
      expect(gap).toBeGreaterThan(0);
    }
  });
});
