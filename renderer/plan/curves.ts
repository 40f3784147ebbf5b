import type { Plan } from '../../shared/contract/plan';
import type { PlanSpans } from './planClock';
import { samplePlan } from './samplePlan';

/** One joint's way through the plan, sampled evenly. */
export interface Curve {
  readonly joint: number;
  readonly values: readonly number[];
}

export interface PlanCurves {
  readonly timesSec: readonly number[];
  readonly curves: readonly Curve[];
  /** Range of all values with a margin (rad). */
  readonly low: number;
  readonly high: number;
}

const margin = 0.15;

/** Samples the plan for a chart of its joints. */
export function planCurves(plan: Plan, spans: PlanSpans, count: number): PlanCurves {
  const timesSec = Array.from({ length: count }, (_, i) => (i / (count - 1)) * plan.durationSec);
  const postures = timesSec.map((time) => samplePlan(plan, spans, time).positions);
  const curves = plan.startPositions.map((start, joint) => ({
    joint,
    values: postures.map((positions) => positions[joint] ?? start),
  }));
  const all = curves.flatMap(({ values }) => values);
  return { timesSec, curves, low: Math.min(...all) - margin, high: Math.max(...all) + margin };
}

/** Times and values as the points of an SVG polyline. */
export function polyline(
  timesSec: readonly number[],
  values: readonly number[],
  x: (timeSec: number) => number,
  y: (value: number) => number,
): string {
  return timesSec.map((time, i) => `${x(time).toFixed(1)},${y(values[i] ?? 0).toFixed(1)}`).join(' ');
}
