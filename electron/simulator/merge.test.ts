import { describe, expect, it } from 'vitest';
import { motionLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import { atRest } from './jointReference';
import { addOffset, mergeExcursions, mergeOnto } from './merge';

const limits = motionLimits(fr3);
const start = atRest(fr3.home);

describe('mergeOnto', () => {
  it('is nothing when the joints are where the trajectory starts', () => {
    const merge = mergeOnto(start, start, limits);
    expect(merge.durationSec).toBe(0);
    expect(addOffset(start, merge, 0)).toBe(start);
    expect(Math.max(...mergeExcursions(merge))).toBe(0);
  });

  it('begins at the present state, ends on the trajectory and leaves it room to accelerate', () => {
    const present = {
      positions: fr3.home.map((q, i) => q + 0.01 * (i - 3)),
      velocities: fr3.home.map((_, i) => 0.1 * (3 - i)),
      accelerations: fr3.home.map(() => 0),
    };
    const merge = mergeOnto(present, start, limits);
    const first = addOffset(start, merge, 0);
    for (let i = 0; i < 7; i++) {
      expect(first.positions[i]).toBeCloseTo(present.positions[i]!, 12);
      expect(first.velocities[i]).toBeCloseTo(present.velocities[i]!, 12);
    }
    expect(addOffset(start, merge, merge.durationSec)).toBe(start);
    for (let t = 0; t < merge.durationSec; t += 0.002) {
      for (const a of addOffset(start, merge, t).accelerations)
        expect(Math.abs(a)).toBeLessThanOrEqual(5.0001);
    }
    expect(mergeExcursions(merge)[0]).toBeGreaterThanOrEqual(0.03 - 1e-12);
  });
});
