import { describe, expect, it } from 'vitest';
import { transformPoint } from '../geometry/pose';
import { segmentDistanceSquared } from '../geometry/segmentDistance';
import { readFrame } from '../motion/frames';
import { createKinematics } from '../motion/kinematics';
import { randomPositions } from '../motion/testing/randomPositions';
import { fr3 } from '../robot/fr3';
import { createRandom } from '../scene/random';
import { robotBodies } from './bodies';
import { capsulesOf } from './capsules';
import { armJointOf, createSelfCollision, selfMargin } from './selfCollision';

const kinematics = createKinematics(fr3);
const checker = createSelfCollision(kinematics);
const free = checker.holding([]);
const nearest = (positions: readonly number[]) => {
  const frames = kinematics.createFrames();
  kinematics.linkFrames(positions, 0.08, frames);
  return free(frames);
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

  it('leaves nothing out that is nearer: as every capsule against every other', () => {
    const random = createRandom(7);
    const frames = kinematics.createFrames();
    const all = robotBodies(kinematics).flatMap(({ link, linkOffset, shape, inLink }) =>
      capsulesOf(shape, inLink).map((capsule) => ({ link, linkOffset, capsule })),
    );
    const ends = ({ linkOffset, capsule }: (typeof all)[number]) => {
      const link = readFrame(frames, linkOffset);
      return Float64Array.from([capsule.from, capsule.to].flatMap((p) => transformPoint(link, p)));
    };
    const pairs = new Map<string, [(typeof all)[number], (typeof all)[number]][]>();
    for (const [i, a] of all.entries()) {
      for (const b of all.slice(i + 1)) {
        if (Math.abs(armJointOf(fr3, a.link) - armJointOf(fr3, b.link)) < 2) continue;
        const key = `${a.link} ${b.link}`;
        pairs.set(key, [...(pairs.get(key) ?? []), [a, b]]);
      }
    }
    const nearestPair = (of: [(typeof all)[number], (typeof all)[number]][]) =>
      Math.min(
        ...of.map(
          ([a, b]) =>
            Math.sqrt(segmentDistanceSquared(ends(a), 0, 3, ends(b), 0, 3)) -
            a.capsule.radius -
            b.capsule.radius,
        ),
      );
    kinematics.linkFrames(fr3.home, fr3.gripper.maxWidth, frames);
    const counted = [...pairs.values()].filter((pair) => nearestPair(pair) > selfMargin);
    for (let n = 0; n < 40; n++) {
      kinematics.linkFrames(randomPositions(random, 0.05), 0.04, frames);
      expect(free(frames).distance).toBeCloseTo(Math.min(...counted.map(nearestPair)), 9);
    }
  });

  it('counts what the hand holds', () => {
    const frames = kinematics.createFrames();
    kinematics.linkFrames(fr3.home, 0.04, frames);
    const long = [{ from: [0, 0, 0], to: [-0.5, 0, 0.3], radius: 0.05 }] as const;
    const held = checker.holding(long)(frames);
    expect(held.links).toContain('held object');
    expect(held.distance).toBeLessThan(free(frames).distance);
  });
});
