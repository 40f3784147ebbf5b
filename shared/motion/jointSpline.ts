/** A curve q(u) of all joints with continuous first and second derivatives, and its length in u. */
export interface JointSpline {
  readonly length: number;
  readonly dof: number;
  /** Fills the value and the first three derivatives with respect to u at u (clamped to 0 .. length). */
  evaluate(u: number, q: Float64Array, d1: Float64Array, d2: Float64Array, d3: Float64Array): void;
}

/** Positions, and how far apart (in u) each is from the next: one step fewer than positions. */
export interface JointPath {
  readonly positions: readonly (readonly number[])[];
  readonly steps: readonly number[];
}

/** Leaves out each position that is the same as the one before it (to 1e-10 rad). */
export function distinctPositions(positions: readonly (readonly number[])[]): readonly (readonly number[])[] {
  const kept: (readonly number[])[] = [];
  for (const q of positions) {
    const before = kept.at(-1);
    if (!before || q.some((v, j) => Math.abs(v - before[j]!) > 1e-10)) kept.push(q);
  }
  return kept;
}

/**
 * The cubic spline through a path's positions with knots as far apart as its steps; its curvature is
 * constant in the first and last piece. Throws unless there are two positions or more.
 */
export function jointSpline({ positions: values, steps }: JointPath): JointSpline {
  const knots = [0];
  for (const step of steps) knots.push(knots.at(-1)! + step);
  const dof = values[0]?.length ?? 0;
  const n = values.length;
  if (n < 2) throw new Error('A joint path needs two different positions at least.');
  const curvature = values[0]!.map((_, j) =>
    secondDerivatives(
      knots,
      values.map((q) => q[j]!),
    ),
  );
  const length = knots[n - 1]!;

  return {
    length,
    dof,
    evaluate(at, q, d1, d2, d3) {
      const u = Math.min(length, Math.max(0, at));
      let low = 0;
      let high = n - 2;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (knots[middle]! <= u) low = middle;
        else high = middle - 1;
      }
      const h = knots[low + 1]! - knots[low]!;
      const b = (u - knots[low]!) / h;
      const a = 1 - b;
      for (let j = 0; j < dof; j++) {
        const [y0, y1] = [values[low]![j]!, values[low + 1]![j]!];
        const [m0, m1] = [curvature[j]![low]!, curvature[j]![low + 1]!];
        q[j] = a * y0 + b * y1 + (((a * a * a - a) * m0 + (b * b * b - b) * m1) * h * h) / 6;
        d1[j] = (y1 - y0) / h + (((3 * b * b - 1) * m1 - (3 * a * a - 1) * m0) * h) / 6;
        d2[j] = a * m0 + b * m1;
        d3[j] = (m1 - m0) / h;
      }
    },
  };
}

/**
 * Second derivatives of the spline at its knots (tridiagonal system, Thomas algorithm), the first equal
 * to the second and the last to the one before.
 */
function secondDerivatives(knots: readonly number[], y: readonly number[]): Float64Array {
  const n = knots.length;
  const m = new Float64Array(n);
  const upper = new Float64Array(n);
  for (let i = 1; i + 1 < n; i++) {
    const before = knots[i]! - knots[i - 1]!;
    const after = knots[i + 1]! - knots[i]!;
    const slope = (y[i + 1]! - y[i]!) / after - (y[i]! - y[i - 1]!) / before;
    const ends = (i === 1 ? before : 0) + (i === n - 2 ? after : 0);
    const pivot = 2 * (before + after) + ends - (i === 1 ? 0 : before * upper[i - 1]!);
    upper[i] = i === n - 2 ? 0 : after / pivot;
    m[i] = (6 * slope - (i === 1 ? 0 : before * m[i - 1]!)) / pivot;
  }
  for (let i = n - 2; i > 0; i--) m[i]! -= upper[i]! * m[i + 1]!;
  if (n > 2) {
    m[0] = m[1]!;
    m[n - 1] = m[n - 2]!;
  }
  return m;
}
