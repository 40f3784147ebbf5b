import type { JointSpline } from './jointSpline';

/** A path's derivatives by its parameter w, 0 .. 1, at which it starts and ends with p' = p'' = 0. */
export interface EasedPath {
  readonly dof: number;
  evaluate(w: number, p: Float64Array, p1: Float64Array, p2: Float64Array, p3: Float64Array): void;
  /** The w at which the spline's parameter is u. */
  at(u: number): number;
}

/**
 * A spline whose parameter is eased at both ends over a share `ease` (0 .. 0.5] of w: like the way of a
 * motion from rest under a jerk limit it grows with w^3 there, so that the speed of w itself starts and
 * ends above zero and nothing is singular. In between w and u go along evenly.
 */
export function easePath(spline: JointSpline, ease: number): EasedPath {
  const { dof, length } = spline;
  const [d1, d2, d3] = [new Float64Array(dof), new Float64Array(dof), new Float64Array(dof)];
  // The pace is 6 x^2 - 8 x^3 + 3 x^4 of the full one, x = w / ease: it meets the even stretch smoothly.
  const rampWay = (ease * 3) / 5;
  const full = length / (2 * rampWay + 1 - 2 * ease);
  const wayUp = (w: number): number => {
    const x = w / ease;
    return full * ease * x ** 3 * (2 - 2 * x + (3 / 5) * x * x);
  };
  const way = (w: number): number =>
    w < ease ? wayUp(w) : w > 1 - ease ? length - wayUp(1 - w) : full * (rampWay + w - ease);
  return {
    dof,
    evaluate(w, p, p1, p2, p3) {
      const end = Math.min(w, 1 - w);
      let [u1, u2, u3] = [full, 0, 0];
      if (end < ease) {
        const x = Math.max(0, end / ease);
        u1 = full * x * x * (6 - 8 * x + 3 * x * x);
        u2 = (full / ease) * 12 * x * (1 - x) ** 2 * (w > 0.5 ? -1 : 1);
        u3 = (full / ease ** 2) * (12 - 48 * x + 36 * x * x);
      }
      spline.evaluate(way(w), p, d1, d2, d3);
      for (let j = 0; j < dof; j++) {
        const [q1, q2, q3] = [d1[j]!, d2[j]!, d3[j]!];
        p1[j] = q1 * u1;
        p2[j] = q2 * u1 * u1 + q1 * u2;
        p3[j] = q3 * u1 * u1 * u1 + 3 * q2 * u1 * u2 + q1 * u3;
      }
    },
    at(u) {
      let [low, high] = [0, 1];
      for (let k = 0; k < 45; k++) {
        const middle = (low + high) / 2;
        if (way(middle) < u) low = middle;
        else high = middle;
      }
      return (low + high) / 2;
    },
  };
}
