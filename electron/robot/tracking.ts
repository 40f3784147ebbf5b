import type { Plan, Segment } from '../../shared/contract/plan';
import { planTimeline } from '../../shared/motion/planTimeline';
import { sampleTrajectory } from '../../shared/motion/sampleTrajectory';
import type { GoalFeedback } from './driver';

/** s: how far the controller's start may lie from the sending of the goal, and still be believed. */
const believableStartSec = 0.5;

/**
 * Where the plan wants the arm at each instant, worked out here from the approved points. The controller
 * is asked only when it began, because its start is what its times count from.
 */
export function createTracking(plan: Plan) {
  const timeline = planTimeline(plan);
  let index = 0;
  let sentAtSec = 0;
  let beganAtSec = 0;
  /** Where the arm has to be, and how exactly, while the gripper works. */
  let hold: readonly number[] = plan.startPositions;
  let tolerance = plan.startTolerance;

  const entry = () => timeline[index]!;
  const desiredAt = (stampSec: number): readonly number[] => {
    const { segment } = entry();
    return segment.type === 'trajectory'
      ? sampleTrajectory(segment.points, stampSec - beganAtSec).positions
      : hold;
  };

  return {
    segmentCount: timeline.length,
    index: () => index,
    segment: (): Segment => entry().segment,
    /** To be called right before the segment's goal is sent. */
    begin(segmentIndex: number, nowSec: number): void {
      const before = timeline[segmentIndex - 1]?.segment;
      if (before?.type === 'trajectory') hold = before.points.at(-1)!.positions;
      index = segmentIndex;
      sentAtSec = nowSec;
      beganAtSec = nowSec;
      const { segment } = entry();
      if (segment.type === 'trajectory') tolerance = segment.pathTolerance;
    },
    /** The controller's word on when it began. */
    feedback({ stampSec, timeFromStart }: GoalFeedback): void {
      const began = stampSec - timeFromStart;
      if (Math.abs(began - sentAtSec) <= believableStartSec) beganAtSec = began;
    },
    /** s on the plan's clock, which waits for the gripper at the end of its segment. */
    planTimeSec(stampSec: number): number {
      const { startSec, endSec } = entry();
      return Math.min(endSec, startSec + Math.max(0, stampSec - beganAtSec));
    },
    segmentElapsedSec: (nowSec: number) => nowSec - sentAtSec,
    desiredAt,
    /** Largest absolute joint error (rad) of a measured posture, and what is allowed. */
    errorRad: (positions: readonly number[], stampSec: number): number =>
      Math.max(...desiredAt(stampSec).map((d, j) => Math.abs(d - (positions[j] ?? Number.NaN)))),
    pathTolerance: () => tolerance,
  };
}

/** s: a tenth longer than planned and half a second, and what the gripper may take. */
export function allowedDurationSec(plan: Plan): number {
  return plan.segments.reduce(
    (sum, segment) =>
      sum +
      (segment.type === 'trajectory'
        ? 1.1 * (segment.points.at(-1)?.timeFromStart ?? 0)
        : segment.timeoutSec),
    0.5,
  );
}
