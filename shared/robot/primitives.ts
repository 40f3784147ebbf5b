import { identityPose, type Quat, type Vec3 } from '../geometry/pose';
import type { Primitive, PrimitiveShape } from './robotModel';

/** The shortest rotation of the z axis onto `direction` (which need not be of unit length). */
export function quatFromZ(direction: Vec3): Quat {
  const length = Math.hypot(direction[0], direction[1], direction[2]);
  const [x, y, z] = [direction[0] / length, direction[1] / length, direction[2] / length];
  if (z < -1 + 1e-9) return [1, 0, 0, 0];
  const scale = 1 / Math.hypot(y, x, 1 + z);
  return [-y * scale, x * scale, 0, (1 + z) * scale];
}

function place(
  shape: PrimitiveShape,
  position: Vec3,
  orientation: Quat,
  color: string | undefined,
): Primitive {
  const pose = { position, orientation };
  return color === undefined ? { shape, pose } : { shape, pose, color };
}

function between(
  type: 'cylinder' | 'capsule',
  from: Vec3,
  to: Vec3,
  radius: number,
  color: string | undefined,
): Primitive {
  const axis: Vec3 = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const middle: Vec3 = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2, (from[2] + to[2]) / 2];
  const length = Math.hypot(axis[0], axis[1], axis[2]);
  return place({ type, radius, length }, middle, quatFromZ(axis), color);
}

/** An axis-aligned box of full `size` about `centre`, in the link frame. */
export function box(size: Vec3, centre: Vec3, color?: string): Primitive {
  return place({ type: 'box', size }, centre, identityPose.orientation, color);
}

export function sphere(centre: Vec3, radius: number, color?: string): Primitive {
  return place({ type: 'sphere', radius }, centre, identityPose.orientation, color);
}

/** A cylinder whose axis ends at two different points. */
export function cylinder(from: Vec3, to: Vec3, radius: number, color?: string): Primitive {
  return between('cylinder', from, to, radius, color);
}

/** A capsule whose cap centres are two different points. */
export function capsule(from: Vec3, to: Vec3, radius: number, color?: string): Primitive {
  return between('capsule', from, to, radius, color);
}
