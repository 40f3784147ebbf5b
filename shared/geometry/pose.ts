/**
 * Rigid transforms. REP-103 conventions: metres, radians, right-handed,
 * quaternions as [x, y, z, w] with unit norm.
 */
export type Vec2 = readonly [number, number];
export type Vec3 = readonly [number, number, number];
export type Quat = readonly [number, number, number, number];

/** The pose of a child frame in its parent: p_parent = R(orientation) p_child + position. */
export interface Pose {
  readonly position: Vec3;
  readonly orientation: Quat;
}

export const identityPose: Pose = { position: [0, 0, 0], orientation: [0, 0, 0, 1] };

/** Rotates v by the unit quaternion q. */
export function rotate(q: Quat, v: Vec3): Vec3 {
  const [x, y, z, w] = q;
  // t = 2 q_vec x v; v' = v + w t + q_vec x t
  const tx = 2 * (y * v[2] - z * v[1]);
  const ty = 2 * (z * v[0] - x * v[2]);
  const tz = 2 * (x * v[1] - y * v[0]);
  return [v[0] + w * tx + y * tz - z * ty, v[1] + w * ty + z * tx - x * tz, v[2] + w * tz + x * ty - y * tx];
}

/** Hamilton product a b: the rotation b followed by a. */
export function multiplyQuat(a: Quat, b: Quat): Quat {
  const [ax, ay, az, aw] = a;
  const [bx, by, bz, bw] = b;
  return [
    aw * bx + ax * bw + ay * bz - az * by,
    aw * by - ax * bz + ay * bw + az * bx,
    aw * bz + ax * by - ay * bx + az * bw,
    aw * bw - ax * bx - ay * by - az * bz,
  ];
}

export function conjugate(q: Quat): Quat {
  return [-q[0], -q[1], -q[2], q[3]];
}

/** parent_T_grandchild = parent_T_child * child_T_grandchild. */
export function compose(parent: Pose, child: Pose): Pose {
  const r = rotate(parent.orientation, child.position);
  return {
    position: [parent.position[0] + r[0], parent.position[1] + r[1], parent.position[2] + r[2]],
    orientation: multiplyQuat(parent.orientation, child.orientation),
  };
}

export function invert(pose: Pose): Pose {
  const q = conjugate(pose.orientation);
  const p = rotate(q, pose.position);
  return { position: [-p[0], -p[1], -p[2]], orientation: q };
}

/** Maps a point given in the child frame into the parent frame. */
export function transformPoint(pose: Pose, point: Vec3): Vec3 {
  const r = rotate(pose.orientation, point);
  return [r[0] + pose.position[0], r[1] + pose.position[1], r[2] + pose.position[2]];
}

/** URDF fixed-axis roll, pitch, yaw (rad): R = Rz(yaw) Ry(pitch) Rx(roll). */
export function quatFromRpy(roll: number, pitch: number, yaw: number): Quat {
  const cr = Math.cos(roll / 2);
  const sr = Math.sin(roll / 2);
  const cp = Math.cos(pitch / 2);
  const sp = Math.sin(pitch / 2);
  const cy = Math.cos(yaw / 2);
  const sy = Math.sin(yaw / 2);
  return [
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
    cr * cp * cy + sr * sp * sy,
  ];
}

/** Rotation by angle (rad) about a unit axis. */
export function quatFromAxisAngle(axis: Vec3, angle: number): Quat {
  const s = Math.sin(angle / 2);
  return [axis[0] * s, axis[1] * s, axis[2] * s, Math.cos(angle / 2)];
}
