import { multiplyQuat, type Pose, type Quat, quatFromAxisAngle, type Vec3 } from '../geometry/pose';

const subtract = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
function unit(v: Vec3): Vec3 {
  const length = Math.hypot(v[0], v[1], v[2]);
  return [v[0] / length, v[1] / length, v[2] / length];
}

/** The rotation whose columns are x, y, z (orthonormal, right-handed); Shepperd's method. */
export function quatFromAxes(x: Vec3, y: Vec3, z: Vec3): Quat {
  const w4 = 1 + x[0] + y[1] + z[2];
  const x4 = 1 + x[0] - y[1] - z[2];
  const y4 = 1 - x[0] + y[1] - z[2];
  const z4 = 1 - x[0] - y[1] + z[2];
  const largest = Math.max(w4, x4, y4, z4);
  const s = 1 / (2 * Math.sqrt(largest));
  const yz = y[2] - z[1];
  const zx = z[0] - x[2];
  const xy = x[1] - y[0];
  if (largest === w4) return [yz * s, zx * s, xy * s, w4 * s];
  if (largest === x4) return [x4 * s, (x[1] + y[0]) * s, (x[2] + z[0]) * s, yz * s];
  if (largest === y4) return [(x[1] + y[0]) * s, y4 * s, (y[2] + z[1]) * s, zx * s];
  return [(x[2] + z[0]) * s, (y[2] + z[1]) * s, z4 * s, xy * s];
}

/**
 * The pose of an optical frame (x right, y down, z forward) at `position` that looks at `target`
 * with the base frame's z upwards in the picture, then rolled by `roll` (rad) about the view axis.
 * The view must not be vertical.
 */
export function opticalPose(position: Vec3, target: Vec3, roll = 0): Pose {
  const forward = unit(subtract(target, position));
  const right = unit(cross(forward, [0, 0, 1]));
  const down = cross(forward, right);
  const level = quatFromAxes(right, down, forward);
  return { position, orientation: multiplyQuat(level, quatFromAxisAngle([0, 0, 1], roll)) };
}
