/** The squared speed y(w) of w along an eased path: a quadratic spline, so y' is continuous. */
export interface PathSpeed {
  readonly knots: Float64Array;
  /** Fills y, y' and y'' on one interval between knots. */
  evaluate(interval: number, w: number, out: Float64Array): void;
  /** Time (s) that an interval takes from its first knot up to w. */
  timeTo(interval: number, w: number): number;
}

const gauss = {
  at: [0.0694318442029737, 0.3300094782075719, 0.6699905217924281, 0.9305681557970263],
  weight: [0.1739274225687269, 0.3260725774312731, 0.3260725774312731, 0.1739274225687269],
};

/** The speed whose quadratic B-splines on given knots have given coefficients: two more than intervals. */
export function speedOf(knots: Float64Array, coefficients: Float64Array): PathSpeed {
  const basis = new Float64Array(9);
  const out = new Float64Array(3);
  const evaluate = (interval: number, w: number, to: Float64Array) => {
    writeBasis(knots, interval, w, basis, 0);
    for (let d = 0; d < 3; d++) {
      to[d] =
        basis[3 * d]! * coefficients[interval]! +
        basis[3 * d + 1]! * coefficients[interval + 1]! +
        basis[3 * d + 2]! * coefficients[interval + 2]!;
    }
  };
  return {
    knots,
    evaluate,
    timeTo(interval, w) {
      const from = knots[interval]!;
      let time = 0;
      for (let g = 0; g < 4; g++) {
        evaluate(interval, from + (w - from) * gauss.at[g]!, out);
        time += (gauss.weight[g]! * (w - from)) / Math.sqrt(out[0]!);
      }
      return time;
    },
  };
}

/** The three quadratic B-splines that live on an interval, and their first and second derivatives, at w. */
export function writeBasis(
  knots: Float64Array,
  interval: number,
  w: number,
  out: Float64Array,
  at: number,
): void {
  const last = knots.length - 1;
  const [t1, t2] = [knots[interval]!, knots[interval + 1]!];
  const [t0, t3] = [knots[Math.max(0, interval - 1)]!, knots[Math.min(last, interval + 2)]!];
  const h = t2 - t1;
  const [left, right] = [(t2 - t0) * h, (t3 - t1) * h];
  const [a, b] = [t2 - w, w - t1];
  out[at] = (a * a) / left;
  out[at + 2] = (b * b) / right;
  out[at + 1] = 1 - out[at]! - out[at + 2]!;
  out[at + 3] = (-2 * a) / left;
  out[at + 5] = (2 * b) / right;
  out[at + 4] = -out[at + 3]! - out[at + 5]!;
  out[at + 6] = 2 / left;
  out[at + 8] = 2 / right;
  out[at + 7] = -out[at + 6]! - out[at + 8]!;
}
