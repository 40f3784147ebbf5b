import { describe, expect, it } from 'vitest';
import { compose, identityPose, type Pose, rotate, type Vec3 } from '../../shared/geometry/pose';
import { forwardKinematics } from '../../shared/robot/forwardKinematics';
import { fr3 } from '../../shared/robot/fr3';
import { nominalCamera } from '../../shared/scene/sceneCamera';
import { bodyToOptical, jointTransforms, staticTransforms, type TransformStamped } from './transforms';

const stamp = { sec: 1, nanosec: 2 };
const values = new Map(fr3.joints.map(({ name }, i) => [name, 0.01 * (i + 1)]));
const all = [
  ...staticTransforms(fr3, nominalCamera.poseInBase, stamp),
  ...jointTransforms(fr3, values, stamp),
];

function poseOf(frame: string): Pose {
  if (frame === fr3.baseFrame) return identityPose;
  const found = all.find(({ child_frame_id }) => child_frame_id === frame) as TransformStamped;
  const { translation: t, rotation: r } = found.transform;
  return compose(poseOf(found.header.frame_id), {
    position: [t.x, t.y, t.z],
    orientation: [r.x, r.y, r.z, r.w],
  });
}

function expectSame(got: Pose, want: Pose): void {
  for (const [i, p] of got.position.entries()) expect(p).toBeCloseTo(want.position[i]!, 9);
  for (const axis of [[1, 0, 0] as Vec3, [0, 1, 0] as Vec3]) {
    const [a, b] = [rotate(got.orientation, axis), rotate(want.orientation, axis)];
    for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i]!, 9);
  }
}

describe('the transforms on the graph', () => {
  it('put every link where forward kinematics has it', () => {
    const expected = forwardKinematics(fr3, Object.fromEntries(values));
    for (const { name } of fr3.links) expectSame(poseOf(name), expected.get(name)!);
  });

  it('put the optical frame where the camera looks from', () => {
    expectSame(poseOf('camera_color_optical_frame'), nominalCamera.poseInBase);
  });

  it('turn a body frame into an optical one by REP-103: its z is forward, its x is right', () => {
    const near = (got: Vec3, want: Vec3) => {
      for (const [i, value] of got.entries()) expect(value).toBeCloseTo(want[i]!, 12);
    };
    near(rotate(bodyToOptical, [0, 0, 1]), [1, 0, 0]);
    near(rotate(bodyToOptical, [1, 0, 0]), [0, -1, 0]);
    near(rotate(bodyToOptical, [0, 1, 0]), [0, 0, -1]);
  });

  it('name each child once', () => {
    const children = all.map(({ child_frame_id }) => child_frame_id);
    expect(new Set(children).size).toBe(children.length);
  });
});
