import { frechetCoupling } from './discreteFrechet';
import type { Vec2 } from './pose';

/**
 * Angle-length augmented Frechet distance, VLA-R1's reward of a path: a discrete Frechet distance
 * whose cost also counts how differently the paths turn and step. No resampling; points are
 * fractions of the picture and clipped to it.
 */
export const alafWeights = { angle: 0.25, length: 0.1 } as const;

/** The largest distance that counts: the picture's diagonal, opposite directions, steps of ten to one. */
export const alafCeiling = Math.SQRT2 + alafWeights.angle * Math.PI + alafWeights.length * Math.LN10;

/** A step shorter than this (fraction of the picture) counts as this long: the logarithm needs a length. */
const shortestStep = 1e-6;

const clip = (p: Vec2): Vec2 => [Math.min(1, Math.max(0, p[0])), Math.min(1, Math.max(0, p[1]))];

function unit(x: number, y: number): Vec2 {
  const length = Math.hypot(x, y);
  return length > 0 ? [x / length, y / length] : [0, 0];
}

/** Tangents: the normalised sum of the unit directions on both sides, one-sided at the ends. */
function tangents(path: readonly Vec2[]): readonly Vec2[] {
  const steps = path.slice(1).map((p, i) => unit(p[0] - path[i]![0], p[1] - path[i]![1]));
  return path.map((_, i) => {
    const before = steps[i - 1] ?? [0, 0];
    const after = steps[i] ?? [0, 0];
    return unit(before[0] + after[0], before[1] + after[1]);
  });
}

/** Length of the step to the next point; the last point has that of the step before it. */
function stepLengths(path: readonly Vec2[]): readonly number[] {
  const steps = path.slice(1).map((p, i) => Math.hypot(p[0] - path[i]![0], p[1] - path[i]![1]));
  return path.map((_, i) => Math.max(shortestStep, steps[i] ?? steps[i - 1] ?? 0));
}

/** Angle between two unit vectors (rad), 0 when either is the zero vector. */
function angle(a: Vec2, b: Vec2): number {
  return Math.atan2(Math.abs(a[0] * b[1] - a[1] * b[0]), a[0] * b[0] + a[1] * b[1]);
}

/** The distance itself: 0 for equal paths, Infinity when one is empty. */
export function alafDistance(a: readonly Vec2[], b: readonly Vec2[]): number {
  const [p, q] = [a.map(clip), b.map(clip)];
  const [tp, tq] = [tangents(p), tangents(q)];
  const [lp, lq] = [stepLengths(p), stepLengths(q)];
  return frechetCoupling(
    p.length,
    q.length,
    (i, j) =>
      Math.hypot(p[i]![0] - q[j]![0], p[i]![1] - q[j]![1]) +
      alafWeights.angle * angle(tp[i]!, tq[j]!) +
      alafWeights.length * Math.abs(Math.log(lp[i]! / lq[j]!)),
  );
}

/** The reward 0..1: 1 for equal paths. */
export function alafScore(a: readonly Vec2[], b: readonly Vec2[]): number {
  return 1 - Math.min(1, alafDistance(a, b) / alafCeiling);
}
