import { describe, expect, it } from 'vitest';
import { compose, quatFromAxisAngle, type Vec3 } from '../../../shared/geometry/pose';
import { createRandom } from '../../../shared/scene/random';
import { drawDepth } from '../testing/depthPicture';
import { cube, camera as nominal } from '../testing/scenes';
import { simulatorDepth } from '../testing/simulatorDepth';
import { atHome, kinematics } from '../testing/situation';
import { type Calibration, checkCalibration, mostOff } from './checkCalibration';
import { createPointCloud } from './pointCloud';

const { depth, camera, positions, gripperWidth } = simulatorDepth();
const axes: readonly Vec3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** The same picture, with a camera that is said to hang elsewhere: moved and turned in its own frame. */
function disturbed(shift: Vec3, axis: Vec3 = [0, 0, 1], degrees = 0, seen = depth): Calibration {
  const orientation = quatFromAxisAngle(axis, (degrees * Math.PI) / 180);
  const poseInBase = compose(camera.poseInBase, { position: shift, orientation });
  return checkCalibration(
    createPointCloud({ ...camera, poseInBase }, seen),
    kinematics,
    positions,
    gripperWidth,
  );
}
const distanceOf = (found: Calibration): number =>
  found.outcome === 'cannotTell' ? Number.NaN : found.distance;

describe('the camera of the real simulator', () => {
  it('is where it is said to be, to 2 mm', () => {
    const found = disturbed([0, 0, 0]);
    expect(found.outcome).toBe('fits');
    expect(distanceOf(found)).toBeLessThan(0.002);
  });

  it('is measured to 1.5 mm when it was moved by 3 to 40 mm, any way', () => {
    for (const by of [0.003, 0.01, 0.02, 0.04]) {
      for (const axis of axes) {
        const found = disturbed([axis[0] * by, axis[1] * by, axis[2] * by]);
        expect(Math.abs(distanceOf(found) - by)).toBeLessThan(0.0015);
        expect(found.outcome).toBe(by > mostOff ? 'off' : 'fits');
      }
    }
  });

  it('is found out when it was tilted or swung by 1 degree, or rolled by 2', () => {
    expect(disturbed([0, 0, 0], axes[0], 1).outcome).toBe('off');
    expect(disturbed([0, 0, 0], axes[1], 1).outcome).toBe('off');
    expect(disturbed([0, 0, 0], axes[2], 2).outcome).toBe('off');
    expect(disturbed([0, 0, 0], axes[1], -3).outcome).toBe('off');
  });

  it('is measured to 6 mm through 4 mm of noise and holes in every fifth pixel', () => {
    const random = createRandom(4);
    const worse = depth.map((z) => (random.next() < 0.2 ? 0 : z + random.uniform(-0.004, 0.004)));
    expect(distanceOf(disturbed([0, 0, 0], axes[2], 0, worse))).toBeLessThan(0.006);
    expect(Math.abs(distanceOf(disturbed([0.02, 0, 0], axes[2], 0, worse)) - 0.02)).toBeLessThan(0.006);
  });
});

it('does not tell where no arm is in view', () => {
  const without = createPointCloud(nominal, drawDepth(nominal, [cube(0.5, 0, 0.05, 0)]));
  const found = checkCalibration(without, kinematics, atHome.positions, 0.08);
  expect(found.outcome).toBe('cannotTell');
  expect(found.text).toContain('could not be checked');
});
