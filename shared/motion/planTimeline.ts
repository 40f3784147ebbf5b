import type { Plan, Segment } from '../contract/plan';

/**
 * s: how long a gripper goal counts on a plan's clock. Its true time depends on what it meets; the
 * clock waits for it.
 */
export const gripperNominalSec = 1;

/** Length of a segment on its plan's clock (s). */
export function segmentDurationSec(segment: Segment): number {
  return segment.type === 'trajectory' ? (segment.points.at(-1)?.timeFromStart ?? 0) : gripperNominalSec;
}

export interface TimelineEntry {
  readonly segment: Segment;
  /** Seconds on the plan's clock, which starts at 0 with the first segment. */
  readonly startSec: number;
  readonly endSec: number;
}

/** When each segment runs, by the plan's own clock: for the time line, the ghost and the progress. */
export function planTimeline(plan: Pick<Plan, 'segments'>): readonly TimelineEntry[] {
  let endSec = 0;
  return plan.segments.map((segment) => {
    const startSec = endSec;
    endSec = startSec + segmentDurationSec(segment);
    return { segment, startSec, endSec };
  });
}
