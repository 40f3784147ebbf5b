import {
  conjugate,
  multiplyQuat,
  type Pose,
  type Quat,
  quatFromAxisAngle,
  type Vec3,
} from '../../../shared/geometry/pose';
import { motionLimits } from '../../../shared/motion/limits';
import { armValues, forwardKinematics } from '../../../shared/robot/forwardKinematics';
import type { RobotModel } from '../../../shared/robot/robotModel';

/** The TCP straight down at a point, its closing direction turned by yaw (rad) from the base's y axis. */
export function downward(position: Vec3, yaw = 0): Pose {
  return { position, orientation: multiplyQuat(quatFromAxisAngle([0, 0, 1], yaw), [1, 0, 0, 0]) };
}

/**
 * Damped least squares with a numerical Jacobian, within the joint limits, from home turned towards the
 * target: enough for tests. Throws if it does not converge.
 */
export function solveTcp(robot: RobotModel, target: Pose): readonly number[] {
  const limits = motionLimits(robot);
  const [x, y] = target.position;
  let q = robot.home.map((v, i) => (i === 0 ? Math.atan2(y, x) : v));
  for (let iteration = 0; iteration < 300; iteration++) {
    const error = poseError(robot, q, target);
    if (Math.hypot(...error) < 1e-8) return q;
    const columns = q.map((_, i) => {
      const nudged = q.map((v, k) => (k === i ? v + 1e-6 : v));
      return poseError(robot, nudged, target).map((e, k) => (error[k]! - e) / 1e-6);
    });
    // dq = J^T (J J^T + lambda I)^-1 e, at most 0.2 rad at a time
    const normal = error.map((_, r) =>
      error.map((__, c) =>
        columns.reduce((sum, column) => sum + column[r]! * column[c]!, r === c ? 1e-5 : 0),
      ),
    );
    const weights = solveLinear(normal, error);
    const step = columns.map((column) => column.reduce((sum, e, k) => sum + e * weights[k]!, 0));
    const scale = Math.min(1, 0.2 / Math.max(...step.map(Math.abs)));
    q = q.map((v, i) => Math.min(limits.upper[i]!, Math.max(limits.lower[i]!, v + scale * step[i]!)));
  }
  throw new Error(`No posture found for the TCP at ${target.position.join(', ')}.`);
}

/** Position (m) and rotation vector (rad) from the TCP at q to the target. */
function poseError(robot: RobotModel, q: readonly number[], target: Pose): number[] {
  const tcp = forwardKinematics(robot, armValues(robot, q)).get(robot.tcpFrame)!;
  const [x, y, z, w]: Quat = multiplyQuat(target.orientation, conjugate(tcp.orientation));
  const scale = 2 * (w < 0 ? -1 : 1);
  return [...target.position.map((v, i) => v - tcp.position[i]!), scale * x, scale * y, scale * z];
}

/** Gaussian elimination; the matrix is symmetric and positive definite. */
function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i]!]);
  const n = rows.length;
  for (let p = 0; p < n; p++) {
    for (let r = p + 1; r < n; r++) {
      const factor = rows[r]![p]! / rows[p]![p]!;
      for (let c = p; c <= n; c++) rows[r]![c]! -= factor * rows[p]![c]!;
    }
  }
  for (let p = n - 1; p >= 0; p--) {
    for (let c = p + 1; c < n; c++) rows[p]![n]! -= rows[p]![c]! * rows[c]![n]!;
    rows[p]![n]! /= rows[p]![p]!;
  }
  return rows.map((row) => row[n]!);
}
