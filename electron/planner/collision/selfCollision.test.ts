import { describe, expect, it } from 'vitest';
import { createKinematics } from '../../../shared/motion/kinematics';
import { fr3 } from '../../../shared/robot/fr3';
import { createSelfCollision, selfMargin } from './selfCollision';

const kinematics = createKinematics(fr3);
const checker = createSelfCollision(kinematics);
const nearest = (positions: readonly number[]) => {
  const frames = kinematics.createFrames();
  kinematics.linkFrames(positions, 0.08, frames);
  return checker.nearest(frames, []);
};

describe('selfCollision', () => {
  it('is clear at home and over the table', () => {
    expect(nearest(fr3.home).distance).toBeGreaterThan(0.03);
    expect(nearest([0.3, 0.3, 0, -2.2, 0, 2.5, 0.8]).distance).toBeGreaterThan(selfMargin);
  });

  it('finds the hand in the shoulder and the forearm in the base', () => {
    const inside = nearest([0, 0.2, 0, -3.04, 0, 1, 0.8]);
    expect(inside.distance).toBeLessThan(0);
    expect(inside.links).toEqual(['fr3_link1', 'fr3_hand']);
    const folded = nearest([0, 1.5, 0, -3, 0, 1.5, 0.8]);
    expect(folded.distance).toBeLessThan(0);
    expect(folded.links).toEqual(['fr3_link0', 'fr3_link5']);
  });

  it('counts what the hand holds', () => {
    const frames = kinematics.createFrames();
    kinematics.linkFrames(fr3.home, 0.04, frames);
    const long = [{ from: [0, 0, 0], to: [-0.5, 0, 0.3], radius: 0.05 }] as const;
    const held = checker.nearest(frames, long);
    expect(held.links).toContain('held object');
    expect(held.distance).toBeLessThan(checker.nearest(frames, []).distance);
  });
});
