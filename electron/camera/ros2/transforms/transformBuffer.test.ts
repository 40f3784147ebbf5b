import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compose,
  identityPose,
  invert,
  type Pose,
  quatFromAxisAngle,
  quatFromRpy,
  transformPoint,
} from '../../../../shared/geometry/pose';
import { createTransformBuffer, type Lookup, type TransformBuffer } from './transformBuffer';

const at = (x: number, y = 0, z = 0, yaw = 0): Pose => ({
  position: [x, y, z],
  orientation: quatFromRpy(0, 0, yaw),
});
const moving = (buffer: TransformBuffer, child: string, parent: string, stampSec: number, pose: Pose) =>
  buffer.add({ stampSec, parent, child, pose }, false);
const fixed = (buffer: TransformBuffer, child: string, parent: string, pose: Pose) =>
  buffer.add({ stampSec: 0, parent, child, pose }, true);
function poseOf(found: Lookup): Pose {
  if ('missing' in found) throw new Error(found.missing);
  return found.pose;
}
function missing(found: Lookup): string {
  if ('pose' in found) throw new Error('There is a pose.');
  return found.missing;
}
function expectPose(found: Pose, wanted: Pose): void {
  // A quaternion and its negative are the same turn: two points tell.
  for (const point of [[1, 0, 0] as const, [0, 1, 0] as const]) {
    const [a, b] = [transformPoint(found, point), transformPoint(wanted, point)];
    for (const i of [0, 1, 2] as const) expect(a[i]).toBeCloseTo(b[i], 9);
  }
}

describe('createTransformBuffer', () => {
  it('finds a camera on the hand at the stamp of the picture, between two messages', () => {
    const buffer = createTransformBuffer();
    fixed(buffer, 'optical', 'hand', at(0, 0, 0.1));
    moving(buffer, 'hand', 'base', 10, at(0, 0, 0, 0));
    moving(buffer, 'hand', 'base', 10.1, at(0.1, 0, 0, Math.PI / 2));
    expectPose(
      poseOf(buffer.lookup('base', 'optical', 10.05)),
      compose(at(0.05, 0, 0, Math.PI / 4), at(0, 0, 0.1)),
    );
    expectPose(
      poseOf(buffer.lookup('base', 'optical', 10.1)),
      compose(at(0.1, 0, 0, Math.PI / 2), at(0, 0, 0.1)),
    );
  });

  it('goes over a common ancestor, whichever way the tree is cut', () => {
    const pose = fc
      .tuple(fc.double({ min: -3, max: 3, noNaN: true }), fc.double({ min: -3, max: 3, noNaN: true }))
      .map(
        ([x, angle]): Pose => ({
          position: [x, -x, 1],
          orientation: quatFromAxisAngle([0, 0.6, 0.8], angle),
        }),
      );
    fc.assert(
      fc.property(pose, pose, pose, (a, b, c) => {
        const buffer = createTransformBuffer();
        fixed(buffer, 'base', 'world', a);
        fixed(buffer, 'stand', 'world', b);
        fixed(buffer, 'camera', 'stand', c);
        expectPose(poseOf(buffer.lookup('base', 'camera', 5)), compose(invert(a), compose(b, c)));
        expectPose(poseOf(buffer.lookup('camera', 'base', 5)), invert(compose(invert(a), compose(b, c))));
      }),
    );
  });

  it('takes the short way round for quaternions of opposite sign', () => {
    const buffer = createTransformBuffer();
    moving(buffer, 'a', 'b', 1, at(0, 0, 0, 0.2));
    const [x, y, z, w] = quatFromRpy(0, 0, 0.4);
    moving(buffer, 'a', 'b', 1.1, { position: [0, 0, 0], orientation: [-x, -y, -z, -w] });
    expectPose(poseOf(buffer.lookup('b', 'a', 1.05)), at(0, 0, 0, 0.3));
  });

  it('never extrapolates: a stale transform is told with the frames and may yet come', () => {
    const buffer = createTransformBuffer();
    moving(buffer, 'hand', 'base', 10, identityPose);
    const found = buffer.lookup('base', 'hand', 10.4);
    expect(missing(found)).toMatch(/from "hand" to "base" is stale: the newest is 0\.40 s older/);
    expect(found).toMatchObject({ later: true });
    moving(buffer, 'hand', 'base', 10.1, identityPose);
    expect(missing(buffer.lookup('base', 'hand', 9))).toMatch(/oldest kept is 1\.00 s newer/);
    expectPose(poseOf(buffer.lookup('base', 'hand', 'newest')), identityPose);
  });

  it('refuses to guess over a gap', () => {
    const buffer = createTransformBuffer();
    moving(buffer, 'hand', 'base', 10, identityPose);
    moving(buffer, 'hand', 'base', 10.6, at(1));
    expect(missing(buffer.lookup('base', 'hand', 10.3))).toContain('only every 0.60 s');
  });

  it('takes late messages in their order, and keeps ten seconds', () => {
    const buffer = createTransformBuffer();
    for (const stamp of [1, 1.2, 1.1]) moving(buffer, 'a', 'b', stamp, at(stamp));
    expectPose(poseOf(buffer.lookup('b', 'a', 1.15)), at(1.15));
    for (let i = 0; i <= 100; i++) moving(buffer, 'a', 'b', 2 + i * 0.1, at(0));
    expect(missing(buffer.lookup('b', 'a', 1.15))).toContain('too new');
  });

  it('starts anew after a clock was set back, so that old places are not mixed with new ones', () => {
    const buffer = createTransformBuffer();
    for (let i = 0; i < 10; i++) moving(buffer, 'a', 'b', 1000 + i * 0.1, at(9));
    moving(buffer, 'a', 'b', 50, at(1));
    moving(buffer, 'a', 'b', 50.1, at(2));
    expectPose(poseOf(buffer.lookup('b', 'a', 50.05)), at(1.5));
    expectPose(poseOf(buffer.lookup('b', 'a', 'newest')), at(2));
  });

  it('tells of unknown frames, unconnected trees and circles, by name', () => {
    const buffer = createTransformBuffer();
    expect(missing(buffer.lookup('base', 'optical', 1))).toBe('No transform names the frame "optical".');
    fixed(buffer, 'optical', 'camera_link', identityPose);
    expect(missing(buffer.lookup('base', 'optical', 1))).toBe('No transform names the frame "base".');
    fixed(buffer, 'link1', 'base', identityPose);
    expect(missing(buffer.lookup('base', 'optical', 1))).toBe(
      'The frames "optical" and "base" are not connected: "optical" hangs under "camera_link", "base" is a root.',
    );
    fixed(buffer, 'camera_link', 'optical', identityPose);
    expect(missing(buffer.lookup('base', 'optical', 1))).toContain(
      'circle: "optical", "camera_link", "optical"',
    );
  });

  it('refuses NaN and quaternions that are none, and says so where they are missed', () => {
    const buffer = createTransformBuffer();
    fixed(buffer, 'link1', 'base', identityPose);
    fixed(buffer, 'optical', 'link1', { position: [0, 0, 0], orientation: [0, 0, 0, 0] });
    expect(missing(buffer.lookup('base', 'optical', 1))).toContain('length 0.000, not 1');
    fixed(buffer, 'optical', 'link1', { position: [Number.NaN, 0, 0], orientation: [0, 0, 0, 1] });
    expect(missing(buffer.lookup('base', 'optical', 1))).toContain('NaN');
    fixed(buffer, 'optical', 'optical', identityPose);
    expect(missing(buffer.lookup('base', 'optical', 1))).toContain('within itself');
    fixed(buffer, 'optical', 'link1', identityPose);
    expectPose(poseOf(buffer.lookup('base', 'optical', 1)), identityPose);
  });

  it('follows a frame to another parent, and trusts none over which two publishers quarrel', () => {
    const buffer = createTransformBuffer();
    fixed(buffer, 'shelf', 'base', at(1));
    moving(buffer, 'box', 'base', 1, identityPose);
    moving(buffer, 'box', 'shelf', 1.1, identityPose);
    expectPose(poseOf(buffer.lookup('base', 'box', 1.1)), at(1));
    moving(buffer, 'box', 'base', 1.2, identityPose);
    moving(buffer, 'box', 'shelf', 1.3, identityPose);
    expect(missing(buffer.lookup('base', 'box', 1.3))).toContain('different parents in turn');
    for (let i = 0; i < 30; i++) moving(buffer, 'box', 'shelf', 1.4 + i * 0.1, identityPose);
    expectPose(poseOf(buffer.lookup('base', 'box', 4)), at(1));
  });

  it('reads a leading slash as tf2 does', () => {
    const buffer = createTransformBuffer();
    fixed(buffer, '/optical', '/base', at(1));
    expectPose(poseOf(buffer.lookup('base', 'optical', 1)), at(1));
  });
});
