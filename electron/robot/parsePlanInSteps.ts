import { z } from 'zod';
import {
  gripperSegmentSchema,
  type Plan,
  planSchema,
  type TrajectoryPoint,
  trajectoryPointSchema,
  trajectorySegmentSchema,
} from '../../shared/contract/plan';
import type { Steps } from './slices';

/** planSchema with the number of points in their place: they are nearly all of a plan, and taken one a step. */
const skeletonSchema = planSchema.extend({
  segments: z
    .array(
      z.discriminatedUnion('type', [
        trajectorySegmentSchema.extend({ points: z.number().int().min(2).max(5000) }),
        gripperSegmentSchema,
      ]),
    )
    .min(1)
    .max(40),
});

/** The greatest plan without its points has about 1500 values, a point at most 53. */
const mostValues = 3000;
const mostValuesOfPoint = 60;

/** True if a JSON value has at most `most` values in it; counts no further. */
function isSmall(value: unknown, most: number): boolean {
  const open: unknown[] = [value];
  let count = 0;
  while (open.length > 0) {
    const next = open.pop();
    if (++count > most) return false;
    if (typeof next !== 'object' || next === null) continue;
    const inside = Object.values(next);
    if (inside.length > most) return false;
    open.push(...inside);
  }
  return true;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The points of a raw segment; empty if it has none. */
const pointsOf = (segment: unknown): readonly unknown[] =>
  isRecord(segment) && Array.isArray(segment.points) ? segment.points : [];

/** The same value with the points of its segments counted and taken out. */
function skeletonOf(raw: unknown): unknown {
  if (!isRecord(raw) || !Array.isArray(raw.segments)) return raw;
  const segments = raw.segments.map((segment: unknown) =>
    isRecord(segment) ? { ...segment, points: pointsOf(segment).length } : segment,
  );
  return { ...raw, segments };
}

const problemOf = (error: z.ZodError, where: string) =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${where}${issue.path.join('.')}: ${issue.message}`)
    .join('; ');

const rawPoints = (raw: unknown, index: number): readonly unknown[] =>
  isRecord(raw) && Array.isArray(raw.segments) ? pointsOf(raw.segments[index]) : [];

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inside of Object.values(value)) deepFreeze(inside);
}

/**
 * planSchema's verdict on a parsed text, in steps. The plan is frozen through and through: what is
 * approved later is what was checked now. The answer is words if it does not fit.
 */
export function* parsePlanInSteps(raw: unknown): Steps<Plan | string> {
  const counted = skeletonOf(raw);
  if (!isSmall(counted, mostValues)) return 'It has far more values than a plan can have.';
  yield;
  const skeleton = skeletonSchema.safeParse(counted);
  if (!skeleton.success) return problemOf(skeleton.error, '');
  yield;
  const segments: Plan['segments'] = [];
  for (const [i, segment] of skeleton.data.segments.entries()) {
    if (segment.type === 'gripper') {
      segments.push(segment);
      continue;
    }
    const points: TrajectoryPoint[] = [];
    for (const [k, rawPoint] of rawPoints(raw, i).entries()) {
      const where = `segments.${i}.points.${k}.`;
      if (!isSmall(rawPoint, mostValuesOfPoint)) return `${where}: more values than a point can have`;
      const point = trajectoryPointSchema.safeParse(rawPoint);
      if (!point.success) return problemOf(point.error, where);
      deepFreeze(point.data);
      points.push(point.data);
      yield;
    }
    segments.push({ ...segment, points });
  }
  const plan: Plan = { ...skeleton.data, segments };
  yield;
  for (const segment of segments) {
    if (segment.type === 'trajectory') Object.freeze(segment.points);
  }
  deepFreeze(plan);
  return plan;
}
