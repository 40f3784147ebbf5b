import type { Phase, Plan } from '../../shared/contract/plan';
import { planTimeline, type TimelineEntry } from '../../shared/motion/planTimeline';

/** The segments of a plan on its clock. */
export type PlanSpans = readonly TimelineEntry[];

export function segmentSpans(plan: Pick<Plan, 'segments'>): PlanSpans {
  return planTimeline(plan);
}

export interface PhaseSpan {
  readonly phase: Phase;
  readonly startSec: number;
  readonly endSec: number;
}

/** Neighbouring segments of the same phase as one. */
export function phaseSpans(spans: PlanSpans): readonly PhaseSpan[] {
  const phases: PhaseSpan[] = [];
  for (const { segment, startSec, endSec } of spans) {
    const last = phases.at(-1);
    if (last?.phase === segment.phase) phases[phases.length - 1] = { ...last, endSec };
    else phases.push({ phase: segment.phase, startSec, endSec });
  }
  return phases;
}
