import { mm } from '../../shared/geometry/millimetres';
import { multiplyQuat, type Pose, quatFromAxisAngle, quatFromRpy } from '../../shared/geometry/pose';
import type { ParallelGripper } from '../../shared/robot/robotModel';
import type { GroundedObject } from './perception/groundBox';
import { nextSteps, PlanningError } from './planningError';

/** A way to take an object from above, straight down or leaning, between two parallel fingers. */
export interface Grasp {
  /** Pose of the tip when the fingers close. */
  readonly pose: Pose;
  /** Heading of the tip's x axis (rad): how the hand is turned about the vertical. */
  readonly yaw: number;
  /** How far the hand leans from pointing straight down, about the line between its fingers (rad). */
  readonly tilt: number;
  /** The object between the fingers (m), and how far they open for it. */
  readonly width: number;
  readonly openWidth: number;
  /** m: the object may be this much narrower, where only its widest is known; absent: it was measured. */
  readonly mayBeNarrower?: number;
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

/**
 * rad: how far the hand may lean, tried after all that point straight down, and for this many of those: an arm
 * that cannot point down so far out or so high may still reach.
 */
const tilts = [25, -25, 45, -45].map((deg) => (deg * Math.PI) / 180);
const tiltedTurns = 2;
/** m: half of a fingertip's breadth; its edge comes lower when the hand leans. */
const fingertipHalf = 0.011;

const wrap = (angle: number) => Math.atan2(Math.sin(angle), Math.cos(angle));

/**
 * Grasps from above, the straight ones before the leaning ones, those that turn the hand least first. The fingers close across the narrow side of
 * what is seen from above, or across the other if it fits too; round things may be taken at any turn.
 * The pads hold at the object's middle height, unless it is so tall that the hand would touch its top.
 * Throws PlanningError when it is too wide or too flat.
 */
export function graspCandidates(
  object: GroundedObject,
  gripper: ParallelGripper,
  presentYaw: number,
): readonly Grasp[] {
  const { footprint, center, top, form, base = 0 } = object;
  const widest = gripper.maxWidth - passing;
  if (footprint.width > widest) {
    throw new PlanningError(
      'grasp',
      `The object is ${mm(footprint.width)} across at its narrowest; the gripper opens to ${mm(gripper.maxWidth)} and takes up to ${mm(widest)}.`,
      nextSteps.otherObject,
    );
  }
  const height = Math.max(center[2] - padsBehindTip, top - handAboveTip, base + tableGap + fingertipPast);
  if (top - (height - fingertipPast) < minOverlap) {
    throw new PlanningError(
      'grasp',
      `The object is only ${mm(top - base)} high: fingers that keep ${mm(tableGap)} from the table cannot hold it.`,
      nextSteps.otherObject,
    );
  }
  const at = (yaw: number, width: number, tilt = 0): Grasp => ({
    pose: {
      position: [
        footprint.center[0],
        footprint.center[1],
        Math.max(height, base + tableGap + fingertipPast + fingertipHalf * Math.sin(Math.abs(tilt))),
      ],
      // The tip's z axis down, its x axis at `yaw`; the fingers close along its y axis.
      orientation: multiplyQuat(quatFromRpy(Math.PI, 0, yaw), quatFromAxisAngle([0, 1, 0], tilt)),
    },
    yaw: wrap(yaw),
    tilt,
    width,
    openWidth: Math.min(gripper.maxWidth, width + openExtra),
  });
  const withTilted = (straight: readonly Grasp[]): readonly Grasp[] => [
    ...straight,
    ...tilts.flatMap((tilt) => straight.slice(0, tiltedTurns).map(({ yaw, width }) => at(yaw, width, tilt))),
  ];
  if (form !== 'angular') return withTilted(turns.map((turn) => at(presentYaw + turn, footprint.width)));

  // Fingers that close across the narrow side: the tip's x axis along the long one.
  const across = [{ yaw: footprint.angle, width: footprint.width }];
  if (footprint.length <= widest)
    across.push({ yaw: footprint.angle + Math.PI / 2, width: footprint.length });
  return withTilted(
    across
      .flatMap(({ yaw, width }) => [at(yaw, width), at(yaw + Math.PI, width)])
      .sort((a, b) => Math.abs(wrap(a.yaw - presentYaw)) - Math.abs(wrap(b.yaw - presentYaw))),
  );
}
