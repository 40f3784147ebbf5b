import type { Plan } from '../../shared/contract/plan';
import { sampleTrajectory } from '../../shared/motion/sampleTrajectory';
import type { PlanSpans } from './planClock';

/** Where the robot is planned to be at one moment. */
export interface PlannedPosture {
  /** rad, in the order of the arm's joints. */
  readonly positions: readonly number[];
  /** Opening between the fingertips (m); null before the plan first sets it. */
  readonly gripperWidth: number | null;
}

/** The planned posture at a time of the plan's clock (s); before and after it, its ends. */
export function samplePlan(
  plan: Pick<Plan, 'segments' | 'startPositions'>,
  spans: PlanSpans,
  timeSec: number,
): PlannedPosture {
  let positions: readonly number[] = plan.startPositions;
  let gripperWidth: number | null = null;
  for (const { segment, startSec, endSec } of spans) {
    if (timeSec < startSec) break;
    if (segment.type === 'trajectory') {
      positions = sampleTrajectory(segment.points, timeSec - startSec).positions;
    } else {
      const done = Math.min(1, (timeSec - startSec) / (endSec - startSec));
      const from: number = gripperWidth ?? segment.width;
      gripperWidth = from + (segment.width - from) * done;
    }
  }
  return { positions, gripperWidth };
}
