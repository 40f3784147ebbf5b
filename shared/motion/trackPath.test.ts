import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../geometry/pose';
import { fr3 } from '../robot/fr3';
import { createKinematics, tipPose } from './kinematics';
import { planningLimits } from './limits';
import { densify, withOrientation } from './tipPath';
import { trackPath } from './trackPath';

const kinematics = createKinematics(fr3);
const limits = planningLimits(fr3, 1);
const home = tipPose(kinematics, fr3.home);
const from = home.position;
const way = (to: Vec3) => withOrientation(densify([from, to]), home.orientation);

describe('trackPath', () => {
  it('keeps the tip on a straight line', () => {
    const poses = way([0.5, 0.25, 0.1]);
    const path = trackPath(kinematics, limits, poses, fr3.home);
    expect(path.ok).toBe(true);
    for (const [i, q] of path.positions.entries()) {
      const tip = tipPose(kinematics, q).position;
      for (let k = 0; k < 3; k++) expect(tip[k]).toBeCloseTo(poses[i]!.position[k]!, 8);
    }
  });

  it('has no noise: second differences of the joints change slowly', () => {
    const { positions } = trackPath(kinematics, limits, way([0.5, 0.25, 0.1]), fr3.home);
    for (let j = 0; j < 7; j++) {
      const second = positions.slice(2).map((q, i) => q[j]! - 2 * positions[i + 1]![j]! + positions[i]![j]!);
      const third = second.slice(2).map((d, i) => Math.abs(d - second[i + 1]!));
      expect(Math.max(...third)).toBeLessThan(5e-5);
    }
  });

  it('stops where the way leaves the reach', () => {
    const path = trackPath(kinematics, limits, way([1.2, 0, 0.3]), fr3.home);
    expect(path.ok).toBe(false);
    if (!path.ok) {
      expect(['unreachable', 'jointLimit']).toContain(path.reason);
      expect(path.positions).toHaveLength(path.index);
    }
  });

  it('names the joint that meets its limit', () => {
    const tight = { ...limits, lower: limits.lower.with(3, -2.4), upper: limits.upper.with(3, -2.3) };
    const path = trackPath(kinematics, tight, way([0.6, 0, 0.1]), fr3.home);
    expect(path).toMatchObject({ ok: false, reason: 'jointLimit', joint: 'fr3_joint4' });
  });

  it('refuses a jump between far poses', () => {
    const path = trackPath(kinematics, limits, [{ ...home, position: [0.5, 0.25, 0.1] }], fr3.home);
    expect(path).toMatchObject({ ok: false, index: 0, reason: 'jump' });
  });
});
