import { describe, expect, it } from 'vitest';
import { fr3 } from '../robot/fr3';
import { limitsHash, motionLimits, planningLimits, positionMargin, scaleLimits } from './limits';

describe('limits', () => {
  const limits = motionLimits(fr3);

  it('are the robot model, joint by joint', () => {
    expect(limits.jointNames).toEqual(fr3.armJointNames);
    expect(limits.upper[3]).toBe(-0.1518);
    expect(limits.velocity).toEqual([2.62, 2.62, 2.62, 2.62, 5.26, 4.18, 5.26]);
  });

  it('scale as a slower motion does', () => {
    const half = scaleLimits(limits, 0.5);
    expect(half.velocity[0]).toBe(1.31);
    expect(half.acceleration[0]).toBe(2.5);
    expect(half.jerk[0]).toBe(625);
    expect(half.lower).toEqual(limits.lower);
  });

  it('for planning lie strictly inside the scaled limits', () => {
    for (const scale of [0.05, 0.5, 1]) {
      const planning = planningLimits(fr3, scale);
      const gate = scaleLimits(limits, scale);
      for (let j = 0; j < 7; j++) {
        expect(planning.lower[j]).toBeCloseTo(gate.lower[j]! + positionMargin, 12);
        expect(planning.upper[j]).toBeLessThan(gate.upper[j]!);
        expect(planning.velocity[j]).toBeLessThan(gate.velocity[j]!);
        expect(planning.acceleration[j]).toBeLessThan(gate.acceleration[j]!);
        expect(planning.jerk[j]).toBeLessThan(gate.jerk[j]!);
      }
    }
  });

  it('hash changes with any figure and not with the order of fields', () => {
    const hash = limitsHash(limits);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    const { jerk, lower, ...rest } = limits;
    expect(limitsHash({ jerk, lower, ...rest })).toBe(hash);
    expect(limitsHash({ ...limits, jerk: limits.jerk.with(6, 4999) })).not.toBe(hash);
    expect(limitsHash({ ...limits, lower: limits.lower.with(0, -2.7) })).not.toBe(hash);
  });

  it('are refused for a robot whose arm joint has none', () => {
    const joints = fr3.joints.map(({ limits: _, ...joint }) => joint);
    expect(() => motionLimits({ ...fr3, joints })).toThrow('fr3_joint1 has no limits');
  });
});
