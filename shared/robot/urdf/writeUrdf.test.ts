import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import {
  compose,
  identityPose,
  type Pose,
  quatFromAxisAngle,
  quatFromRpy,
  rotate,
  type Vec3,
} from '../../geometry/pose';
import { forwardKinematics } from '../forwardKinematics';
import { fr3 } from '../fr3';
import { rpyFromQuat, writeUrdf } from './writeUrdf';

interface ParsedJoint {
  name: string;
  type: string;
  origin: { xyz: string; rpy: string };
  parent: { link: string };
  child: { link: string };
  axis?: { xyz: string };
  limit?: { lower: string; upper: string; velocity: string; effort: string };
}

const urdf = writeUrdf(fr3);
const parsed = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: () => false,
}).parse(urdf) as {
  robot: { name: string; link: { name: string; collision?: unknown }[]; joint: ParsedJoint[] };
};
const numbers = (value: string) => value.split(' ').map(Number) as unknown as Vec3;

describe('URDF of a model', () => {
  it('is well-formed, and has every link and joint', () => {
    expect(XMLValidator.validate(urdf)).toBe(true);
    expect(parsed.robot.link.map(({ name }) => name)).toEqual(fr3.links.map(({ name }) => name));
    expect(parsed.robot.joint.map(({ name }) => name)).toEqual(fr3.joints.map(({ name }) => name));
  });

  it('puts every link where the model has it, by its own joints', () => {
    const values = Object.fromEntries(fr3.joints.map(({ name }, i) => [name, 0.01 * (i + 1)]));
    const expected = forwardKinematics(fr3, values);
    const poses = new Map<string, Pose>([[fr3.baseFrame, identityPose]]);
    for (const joint of parsed.robot.joint) {
      const [roll, pitch, yaw] = numbers(joint.origin.rpy);
      const at: Pose = {
        position: numbers(joint.origin.xyz),
        orientation: quatFromRpy(roll, pitch, yaw),
      };
      const axis = joint.axis ? numbers(joint.axis.xyz) : ([0, 0, 1] as Vec3);
      const value = values[joint.name] ?? 0;
      const motion: Pose =
        joint.type === 'revolute'
          ? { position: [0, 0, 0], orientation: quatFromAxisAngle(axis, value) }
          : joint.type === 'prismatic'
            ? { position: axis.map((a) => a * value) as unknown as Vec3, orientation: [0, 0, 0, 1] }
            : identityPose;
      const pose = compose(compose(poses.get(joint.parent.link)!, at), motion);
      poses.set(joint.child.link, pose);
      const wanted = expected.get(joint.child.link)!;
      for (const [i, p] of pose.position.entries()) expect(p).toBeCloseTo(wanted.position[i]!, 9);
      for (const corner of [[1, 0, 0] as Vec3, [0, 1, 0] as Vec3]) {
        const [got, want] = [rotate(pose.orientation, corner), rotate(wanted.orientation, corner)];
        for (const [i, g] of got.entries()) expect(g).toBeCloseTo(want[i]!, 9);
      }
    }
  });

  it('has the limits of the moving joints', () => {
    for (const joint of fr3.joints) {
      const limit = parsed.robot.joint.find(({ name }) => name === joint.name)?.limit;
      expect(limit && Object.values(limit).map(Number)).toEqual(
        joint.limits && [joint.limits.lower, joint.limits.upper, joint.limits.velocity, joint.limits.effort],
      );
    }
  });
});

describe('roll, pitch, yaw', () => {
  it('are the same rotation, also where pitch is straight up or down', () => {
    for (const rpy of [
      [0.3, -0.7, 2.9],
      [-1.2, Math.PI / 2, 0.4],
      [0.5, -Math.PI / 2, -0.8],
      [Math.PI, 0, 0],
    ] as const) {
      const q = quatFromRpy(rpy[0], rpy[1], rpy[2]);
      const again = quatFromRpy(...rpyFromQuat(q));
      for (const axis of [[1, 0, 0] as Vec3, [0, 1, 0] as Vec3]) {
        const [got, want] = [rotate(again, axis), rotate(q, axis)];
        for (const [i, g] of got.entries()) expect(g).toBeCloseTo(want[i]!, 6);
      }
    }
  });
});
