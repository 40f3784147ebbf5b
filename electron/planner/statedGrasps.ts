import { type Covariance, shownSigmas } from '../../shared/geometry/covariance';
import { mm } from '../../shared/geometry/millimetres';
import { rotate, type Vec3 } from '../../shared/geometry/pose';
import type { ParallelGripper } from '../../shared/robot/robotModel';
import { type Grasp, graspCandidates } from './grasp';
import type { GroundedObject } from './perception/groundBox';
import { nextSteps, PlanningError } from './planningError';

/** m: what the fingers keep beside the object, what of their pads must meet it, and half of a pad's breadth. */
const fingerGap = 0.002;
const minContact = 0.005;
const padHalf = 0.011;

/**
 * Grasps straight from above with the fingers wide open that hold wherever the object may be (95 %): neither does a
 * finger come down on it, nor do the pads pass beside it. Throws PlanningError in words where there is none.
 */
export function statedGrasps(
  object: GroundedObject,
  covariance: Covariance,
  gripper: ParallelGripper,
  presentYaw: number,
): readonly Grasp[] {
  const { width } = object.footprint;
  const candidates = graspCandidates(object, gripper, presentYaw).filter(({ tilt }) => tilt === 0);
  const room = gripper.maxWidth / 2 - fingerGap - width / 2;
  const overlap = width / 2 + padHalf - minContact;
  const off = candidates.map(({ pose }) => ({
    closing: shownSigmas * sigmaAlong(covariance, rotate(pose.orientation, [0, 1, 0])),
    beside: shownSigmas * sigmaAlong(covariance, rotate(pose.orientation, [1, 0, 0])),
  }));
  const held = candidates.filter((_, i) => off[i]!.closing <= room && off[i]!.beside <= overlap);
  if (held.length > 0) {
    return held.map((grasp) => ({ ...grasp, openWidth: gripper.maxWidth, mayBeNarrower: width / 2 }));
  }
  const best = off.reduce((a, b) => (b.closing < a.closing ? b : a));
  const why =
    best.closing > room
      ? `to ${mm(best.closing)} across the fingers, and the gripper, opened to ${mm(gripper.maxWidth)} for ${mm(width)}, can absorb ${mm(Math.max(0, room))}`
      : `to ${mm(best.beside)} along the fingers' pads, and they hold something ${mm(width)} wide only within ${mm(overlap)}`;
  throw new PlanningError(
    'grounding',
    `Where the object lies is too uncertain without depth: it is known (95 %) ${why}.`,
    nextSteps.seeBetter,
  );
}

/** One standard deviation along a level direction (m). */
const sigmaAlong = ([xx, xy, , yy]: Covariance, [x, y]: Vec3): number =>
  Math.sqrt(xx * x * x + 2 * xy * x * y + yy * y * y) / Math.hypot(x, y);
