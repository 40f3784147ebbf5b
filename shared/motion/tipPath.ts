import type { Pose, Quat, Vec3 } from '../geometry/pose';

/** m: spacing of the poses that a way of the tip is solved at. */
export const tipStep = 0.005;

const between = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + t * (b[0] - a[0]),
  a[1] + t * (b[1] - a[1]),
  a[2] + t * (b[2] - a[2]),
];
const apart = (a: Vec3, b: Vec3) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** Points along straight pieces through `corners`, at most `step` apart, every corner among them. */
export function densify(corners: readonly Vec3[], step: number = tipStep): readonly Vec3[] {
  const points: Vec3[] = corners.slice(0, 1) as Vec3[];
  for (const [i, corner] of corners.slice(1).entries()) {
    const from = corners[i]!;
    const pieces = Math.max(1, Math.ceil(apart(from, corner) / step - 1e-9));
    for (let k = 1; k <= pieces; k++) points.push(between(from, corner, k / pieces));
  }
  return points;
}

/** Points at equal distances (at most `step`) along a path of straight pieces, both ends kept. */
function evenly(corners: readonly Vec3[], step: number): readonly Vec3[] {
  const lengths = corners.slice(1).map((c, i) => apart(c, corners[i]!));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const count = Math.max(1, Math.ceil(total / step - 1e-9));
  const points: Vec3[] = [];
  let piece = 0;
  let before = 0;
  for (let k = 0; k <= count; k++) {
    const at = (total * k) / count;
    while (piece < lengths.length - 1 && before + lengths[piece]! < at) before += lengths[piece++]!;
    const t = Math.min(1, (at - before) / Math.max(lengths[piece]!, 1e-12));
    points.push(between(corners[piece]!, corners[piece + 1]!, t));
  }
  return points;
}

/**
 * A way through `corners` with the corners rounded, as evenly spaced points: the path is averaged three
 * times over a window of `window` metres (convolution with a box is a B-spline's smoothing: curvature
 * comes out continuous), which leaves straight stretches and, by mirroring the path about its ends,
 * both end points exactly where they were. The rounding stays within 3/4 of the window of a corner.
 */
export function roundedPath(
  corners: readonly Vec3[],
  window: number,
  step: number = tipStep,
): readonly Vec3[] {
  const distinct = corners.filter((c, i) => i === 0 || apart(c, corners[i - 1]!) > 1e-6);
  if (distinct.length < 2) return distinct;
  let points = evenly(distinct, step);
  const half = Math.max(1, Math.round(window / 2 / step));
  for (let pass = 0; pass < 3; pass++) {
    const last = points.length - 1;
    const at = (i: number): Vec3 => {
      if (i >= 0 && i <= last) return points[i]!;
      // Mirrored through the end point: p(-i) = 2 p(0) - p(i).
      const end = points[i < 0 ? 0 : last]!;
      const other = points[Math.min(last, Math.max(0, i < 0 ? -i : 2 * last - i))]!;
      return [2 * end[0] - other[0], 2 * end[1] - other[1], 2 * end[2] - other[2]];
    };
    points = points.map((_, i): Vec3 => {
      const sum = [0, 0, 0];
      for (let k = i - half; k <= i + half; k++) {
        const p = at(k);
        for (let d = 0; d < 3; d++) sum[d]! += p[d]!;
      }
      const n = 2 * half + 1;
      return [sum[0]! / n, sum[1]! / n, sum[2]! / n];
    });
  }
  return points;
}

/** The same orientation at every point. */
export function withOrientation(points: readonly Vec3[], orientation: Quat): readonly Pose[] {
  return points.map((position) => ({ position, orientation }));
}
