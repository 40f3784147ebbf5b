import type { TrajectoryPoint } from '../contract/plan';

/** The state of all joints at one instant (rad, rad/s, rad/s^2, rad/s^3). */
export interface JointSample {
  readonly positions: readonly number[];
  readonly velocities: readonly number[];
  readonly accelerations: readonly number[];
  readonly jerks: readonly number[];
}

/**
 * Fills c[0..5] with the polynomial c0 + c1 t + .. + c5 t^5 that has position p, velocity v and
 * acceleration a at t = 0 and at t = T: how joint_trajectory_controller interpolates between points
 * that carry all three.
 */
export function quinticCoefficients(
  c: Float64Array,
  T: number,
  start: { readonly p: number; readonly v: number; readonly a: number },
  end: { readonly p: number; readonly v: number; readonly a: number },
): void {
  const d = end.p - start.p;
  const T2 = T * T;
  c[0] = start.p;
  c[1] = start.v;
  c[2] = start.a / 2;
  c[3] = (20 * d - (8 * end.v + 12 * start.v) * T - (3 * start.a - end.a) * T2) / (2 * T2 * T);
  c[4] = (-30 * d + (14 * end.v + 16 * start.v) * T + (3 * start.a - 2 * end.a) * T2) / (2 * T2 * T2);
  c[5] = (12 * d - 6 * (end.v + start.v) * T + (end.a - start.a) * T2) / (2 * T2 * T2 * T);
}

/** Index of the piece [i, i + 1] that holds `time`; the last piece for times past the end. */
export function pieceAt(points: readonly TrajectoryPoint[], time: number): number {
  let low = 0;
  let high = points.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (points[middle]!.timeFromStart <= time) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

/**
 * Where the controller wants the joints `time` seconds after the start: quintic between points, the
 * first point before the start, the last one held (at rest) after the end. Needs at least one point.
 */
export function sampleTrajectory(points: readonly TrajectoryPoint[], time: number): JointSample {
  const first = points[0]!;
  const last = points.at(-1)!;
  const zeros = first.positions.map(() => 0);
  const atRest = (positions: readonly number[]) => ({
    positions,
    velocities: zeros,
    accelerations: zeros,
    jerks: zeros,
  });
  if (time < first.timeFromStart || points.length < 2) return atRest(first.positions);
  if (time > last.timeFromStart) return atRest(last.positions);
  const piece = pieceAt(points, time);
  const [a, b] = [points[piece]!, points[piece + 1]!];
  const t = time - a.timeFromStart;
  const sample = {
    positions: [] as number[],
    velocities: [] as number[],
    accelerations: [] as number[],
    jerks: [] as number[],
  };
  const c = new Float64Array(6);
  for (let j = 0; j < a.positions.length; j++) {
    quinticCoefficients(
      c,
      b.timeFromStart - a.timeFromStart,
      { p: a.positions[j]!, v: a.velocities[j]!, a: a.accelerations[j]! },
      { p: b.positions[j]!, v: b.velocities[j]!, a: b.accelerations[j]! },
    );
    const [c0, c1, c2, c3, c4, c5] = c as unknown as [number, number, number, number, number, number];
    sample.positions.push(c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5)))));
    sample.velocities.push(c1 + t * (2 * c2 + t * (3 * c3 + t * (4 * c4 + t * 5 * c5))));
    sample.accelerations.push(2 * c2 + t * (6 * c3 + t * (12 * c4 + t * 20 * c5)));
    sample.jerks.push(6 * c3 + t * (24 * c4 + t * 60 * c5));
  }
  return sample;
}
