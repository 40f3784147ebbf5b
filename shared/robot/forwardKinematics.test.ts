import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import fixtureJson from '../../resources/recipe/oracles/fr3-fk.json';
import type { Quat, Vec3 } from '../geometry/pose';
import { armValues, forwardKinematics } from './forwardKinematics';
import { fr3 } from './fr3';

/** Made by pinocchio from another description of the same arm: resources/recipe/oracles/make_fr3_fk.py. */
const fixture = z
  .object({
    frames: z.array(z.string()),
    samples: z.array(
      z.object({
        q: z.array(z.number()).length(7),
        finger: z.number(),
        poses: z.array(z.array(z.number()).length(7)),
      }),
    ),
  })
  .parse(fixtureJson);

/** The angle (rad) of the rotation from a to b, from the chord between unit quaternions: |a - b| = 2 sin(angle / 4). */
function angleBetween(a: Quat, b: Quat): number {
  const sign = a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3] < 0 ? -1 : 1;
  return 4 * Math.asin(Math.hypot(...a.map((v, i) => v - sign * b[i]!)) / 2);
}

describe('forwardKinematics', () => {
  it('agrees with pinocchio on random postures, for every frame of the fixture', () => {
    expect(fixture.samples.length).toBeGreaterThanOrEqual(200);
    let worstPosition = 0;
    let worstAngle = 0;
    for (const { q, finger, poses } of fixture.samples) {
      const values = {
        ...armValues(fr3, q),
        ...Object.fromEntries(fr3.gripper.fingerJointNames.map((name) => [name, finger])),
      };
      const ours = forwardKinematics(fr3, values);
      fixture.frames.forEach((frame, i) => {
        const { position, orientation } = ours.get(frame)!;
        const [x, y, z, ...quaternion] = poses[i]!;
        const theirs: Vec3 = [x!, y!, z!];
        worstPosition = Math.max(worstPosition, Math.hypot(...position.map((v, k) => v - theirs[k]!)));
        worstAngle = Math.max(worstAngle, angleBetween(orientation, quaternion as unknown as Quat));
      });
    }
    expect(worstPosition).toBeLessThan(1e-6);
    expect(worstAngle).toBeLessThan(1e-6);
  });

  it('names the frame that is missing when joints are out of order', () => {
    const broken = { ...fr3, joints: [...fr3.joints].reverse() };
    expect(() => forwardKinematics(broken, {})).toThrow(/parent link fr3_hand is not placed/);
  });
});
