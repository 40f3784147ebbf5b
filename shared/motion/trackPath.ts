import type { Pose } from '../geometry/pose';
import type { Kinematics } from './kinematics';
import type { MotionLimits } from './limits';
import { type IkOptions, solveIk } from './solveIk';

export type TrackedPath =
  | { readonly ok: true; readonly positions: readonly (readonly number[])[] }
  | {
      readonly ok: false;
      /** Index of the pose that could not be followed. */
      readonly index: number;
      readonly reason: 'unreachable' | 'jointLimit' | 'jump';
      /** Name of the joint at its limit or that jumps. */
      readonly joint?: string;
      readonly positions: readonly (readonly number[])[];
    };

/** Newton's last step is cheap and leaves paths free of noise, which their second derivatives would show. */
const trackingOptions: IkOptions = { positionTolerance: 1e-9, rotationTolerance: 1e-9, maxIterations: 20 };
/** rad: a joint that turns more than this between poses 5 mm apart is jumping to another solution. */
export const maxJointStep = 0.12;
/** rad: this near to its end a joint is what keeps the arm from going on. */
const nearLimit = 0.01;
/** Share of the way to the rest posture that the null space takes from pose to pose. */
const restShare = 0.02;

/**
 * Joint positions along a dense way of the tip, each solved from the one before, so that the arm keeps
 * its configuration; from pose to pose the redundant motion drifts a little towards `rest`. The first
 * result belongs to the first pose. Fails, with the joints so far, where the way leaves the arm's reach,
 * meets a joint limit or would need a jump.
 */
export function trackPath(
  kinematics: Kinematics,
  limits: MotionLimits,
  poses: readonly Pose[],
  start: readonly number[],
  rest: readonly number[] = kinematics.robot.home,
): TrackedPath {
  const positions: (readonly number[])[] = [];
  let previous = start;
  for (const [index, pose] of poses.entries()) {
    const predicted = previous.map((q, j) => q + restShare * ((rest[j] ?? q) - q));
    const { positions: q, solved } = solveIk(
      kinematics,
      limits,
      pose,
      index === 0 ? previous : predicted,
      trackingOptions,
    );
    const jump = q.findIndex((v, j) => Math.abs(v - previous[j]!) > maxJointStep);
    if (!solved || jump >= 0) {
      // An arm that stands at a joint limit leaves its way there by a miss or by a jump.
      const limited = previous.findIndex(
        (v, j) => v <= limits.lower[j]! + nearLimit || v >= limits.upper[j]! - nearLimit,
      );
      if (limited >= 0) {
        return { ok: false, index, reason: 'jointLimit', joint: limits.jointNames[limited]!, positions };
      }
      return solved
        ? { ok: false, index, reason: 'jump', joint: limits.jointNames[jump]!, positions }
        : { ok: false, index, reason: 'unreachable', positions };
    }
    positions.push(q);
    previous = q;
  }
  return { ok: true, positions };
}
