import { describe, expect, it } from 'vitest';
import { rotate } from '../geometry/pose';
import { armValues, forwardKinematics } from '../robot/forwardKinematics';
import { fr3 } from '../robot/fr3';
import { createRandom } from '../scene/random';
import { readFrame } from './frames';
import { createKinematics, tipPose } from './kinematics';
import { randomPositions } from './testing/randomPositions';

const kinematics = createKinematics(fr3);
const random = createRandom(11);

describe('kinematics', () => {
  it('places every link where forwardKinematics does', () => {
    const frames = kinematics.createFrames();
    for (let n = 0; n < 50; n++) {
      const q = randomPositions(random);
      const width = random.uniform(0, 0.08);
      const values = { ...armValues(fr3, q), fr3_finger_joint1: width / 2, fr3_finger_joint2: width / 2 };
      const expected = forwardKinematics(fr3, values);
      kinematics.linkFrames(q, width, frames);
      for (const [i, name] of kinematics.linkNames.entries()) {
        const pose = readFrame(frames, i * 12);
        const other = expected.get(name)!;
        for (let k = 0; k < 3; k++) expect(pose.position[k]).toBeCloseTo(other.position[k]!, 12);
        for (const axis of [[1, 0, 0] as const, [0, 1, 0] as const]) {
          const [a, b] = [rotate(pose.orientation, axis), rotate(other.orientation, axis)];
          for (let k = 0; k < 3; k++) expect(a[k]).toBeCloseTo(b[k]!, 10);
        }
      }
    }
  });

  it('has the Jacobian that differences of poses give', () => {
    const frames = kinematics.createFrames();
    const jacobian = new Float64Array(42);
    const h = 1e-6;
    for (let n = 0; n < 20; n++) {
      const q = randomPositions(random);
      kinematics.linkFrames(q, 0, frames);
      kinematics.jacobian(frames, jacobian);
      for (let j = 0; j < 7; j++) {
        const plus = tipPose(kinematics, q.with(j, q[j]! + h));
        const minus = tipPose(kinematics, q.with(j, q[j]! - h));
        for (let k = 0; k < 3; k++) {
          expect(jacobian[k * 7 + j]).toBeCloseTo((plus.position[k]! - minus.position[k]!) / (2 * h), 7);
        }
        // Any vector fixed to the tip turns with velocity w x v.
        const w = [3, 4, 5].map((k) => jacobian[k * 7 + j]!) as [number, number, number];
        const tip = readFrame(frames, kinematics.tipOffset);
        for (const axis of [[1, 0, 0] as const, [0, 0, 1] as const]) {
          const v = rotate(tip.orientation, axis);
          const turned = [w[1] * v[2] - w[2] * v[1], w[2] * v[0] - w[0] * v[2], w[0] * v[1] - w[1] * v[0]];
          const [a, b] = [rotate(plus.orientation, axis), rotate(minus.orientation, axis)];
          for (let k = 0; k < 3; k++) expect(turned[k]).toBeCloseTo((a[k]! - b[k]!) / (2 * h), 7);
        }
      }
    }
  });

  it('refuses a robot whose tree is out of order or lacks its TCP', () => {
    expect(() => createKinematics({ ...fr3, joints: [...fr3.joints].reverse() })).toThrow('stands before');
    expect(() => createKinematics({ ...fr3, tcpFrame: 'nowhere' })).toThrow('no link nowhere');
  });
});
