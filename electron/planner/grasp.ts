import { type Pose, quatFromRpy } from '../../shared/geometry/pose';
import type { ParallelGripper } from '../../shared/robot/robotModel';
import type { GroundedObject } from './perception/groundBox';
import { mm, nextSteps, PlanningError } from './planningError';

/** A way to take an object from above between two parallel fingers. */
export interface Grasp {
  /** Pose of the tip when the fingers close. */
  readonly pose: Pose;
  /** Heading of the tip's x axis (rad): how the hand is turned about the vertical. */
  readonly yaw: number;
  /** The object between the fingers (m), and how far they open for it. */
  readonly width: number;
  readonly openWidth: number;
}

/** m: what must be free of the opening for the fingers to pass beside an object seen to a few mm. */
const passing = 0.008;
/** m: extra opening on the way down. */
const openExtra = 0.03;
/** m: the pads' middle lies this far behind the tip's frame, the fingertips end this far past it. */
const padsBehindTip = 0.005;
export const fingertipPast = 0.005;
/** m: fingertips stay this far above the table; the hand's body begins this far above the tip. */
const tableGap = 0.005;
const handAboveTip = 0.034;
/** m: pads must overlap the object's side by this at least. */
const minOverlap = 0.008;
/** rad: turns of the hand tried for a round object, nearest to the present one first. */
const turns = [0, 30, -30, 60, -60, 90, -90].map((deg) => (deg * Math.PI) / 180);

const wrap = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/**
 * Grasps from above, those that turn the hand least first. The fingers close across the narrow side of
 * what is seen from above, or across the other if it fits too; round things may be taken at any turn.
 * The pads hold at the object's middle height, unless it is so tall that the hand would touch its top.
 * Throws PlanningError when it is too wide or too flat.
 */
export function graspCandidates(
  object: GroundedObject,
  gripper: ParallelGripper,
  presentYaw: number,
): readonly Grasp[] {
  const { footprint, center, top, form } = object;
  const widest = gripper.maxWidth - passing;
  if (footprint.width > widest) {
    throw new PlanningError(
      'grasp',
      `The object is ${mm(footprint.width)} across at its narrowest; the gripper opens to ${mm(gripper.maxWidth)} and takes up to ${mm(widest)}.`,
      nextSteps.otherObject,
    );
  }
  const height = Math.max(center[2] - padsBehindTip, top - handAboveTip, tableGap + fingertipPast);
  if (top - (height - fingertipPast) < minOverlap) {
    throw new PlanningError(
      'grasp',
      `The object is only ${mm(top)} high: fingers that keep ${mm(tableGap)} from the table cannot hold it.`,
      nextSteps.otherObject,
    );
  }
  const at = (yaw: number, width: number): Grasp => ({
    pose: {
      position: [footprint.center[0], footprint.center[1], height],
      // The tip's z axis down, its x axis at `yaw`; the fingers close along its y axis.
      orientation: quatFromRpy(Math.PI, 0, yaw),
    },
    yaw: wrap(yaw),
    width,
    openWidth: Math.min(gripper.maxWidth, width + openExtra),
  });
  if (form !== 'angular') return turns.map((turn) => at(presentYaw + turn, footprint.width));

  // Fingers that close across the narrow side: the tip's x axis along the long one.
  const across = [{ yaw: footprint.angle, width: footprint.width }];
  if (footprint.length <= widest)
    across.push({ yaw: footprint.angle + Math.PI / 2, width: footprint.length });
  return across
    .flatMap(({ yaw, width }) => [at(yaw, width), at(yaw + Math.PI, width)])
    .sort((a, b) => Math.abs(wrap(a.yaw - presentYaw)) - Math.abs(wrap(b.yaw - presentYaw)));
}
