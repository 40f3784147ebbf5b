import { spoken } from '../../../shared/collision/checkMotion';
import type { Pose, Vec3 } from '../../../shared/geometry/pose';
import type { Kinematics } from '../../../shared/motion/kinematics';
import type { MotionLimits } from '../../../shared/motion/limits';
import { trackPath } from '../../../shared/motion/trackPath';
import { nextSteps, PlanningError, point } from '../planningError';

/** A way of the arm as dense joint positions; the first is where it begins. */
export type Postures = readonly (readonly number[])[];

/** Steps that a joint move is drawn in. */
const jointMoveSteps = 40;

/** Straight in joint space. */
export function jointMove(from: readonly number[], to: readonly number[]): Postures {
  return Array.from({ length: jointMoveSteps + 1 }, (_, k) =>
    from.map((a, j) => a + ((to[j]! - a) * k) / jointMoveSteps),
  );
}

/**
 * Joint positions along a way of the tip (dense points, fixed orientation) that begins where the arm
 * stands. Throws PlanningError in words where the arm cannot follow.
 */
export function tipMove(
  kinematics: Kinematics,
  limits: MotionLimits,
  from: readonly number[],
  way: readonly Vec3[],
  orientation: Pose['orientation'],
  what: string,
): Postures {
  const poses = way.slice(1).map((position): Pose => ({ position, orientation }));
  const path = trackPath(kinematics, limits, poses, from);
  if (path.ok) return [from, ...path.positions];
  const where = point(way[path.index + 1]!);
  const why = {
    unreachable: `the arm does not reach ${where} with this hand posture`,
    jointLimit: `${path.joint ? spoken(path.joint) : 'a joint'} meets its limit near ${where}`,
    jump: `the arm would have to change its configuration near ${where}`,
  }[path.reason];
  throw new PlanningError('kinematics', `The arm cannot ${what}: ${why}.`, nextSteps.moveObject);
}
