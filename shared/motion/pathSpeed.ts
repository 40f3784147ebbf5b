import type { JointSpline } from './jointSpline';
import type { MotionLimits } from './limits';

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

function speedOf(knots: Float64Array, coefficients: Float64Array): PathSpeed {
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
function writeBasis(knots: Float64Array, interval: number, w: number, out: Float64Array, at: number): void {
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

export interface SpeedOptions {
  /** Stop when less than this share of the time can still be won. */
  readonly gap: number;
  readonly mostSteps: number;
  /** A speed found before, on these or other knots, to start from. */
  readonly warm?: PathSpeed;
  /** How many times slower than the limits allow each interval is taken; absent: 1. */
  readonly slowness?: Float64Array;
}

/**
 * The fastest squared speed y(w) on given knots that keeps velocity, acceleration and jerk of every joint
 * within limits at the knots (from both sides, since jerk jumps there) and midway between them:
 *   p'^2 y <= V^2,  |p'' y + p' y' / 2| <= A,  |p''' y + 3/2 p'' y' + p' y'' / 2| <= J y^(-1/2)
 * The time, the integral of y^(-1/2), is convex and so are all constraints but the last, whose right side
 * is replaced by its tangent: less, so that every step stays allowed. Solved by a primal-dual interior point
 * method from a start that is allowed; its equations have five diagonals. An infinite jerk limit is left out.
 */
export function fastestSpeed(
  path: EasedPath,
  limits: MotionLimits,
  knots: Float64Array,
  { gap, mostSteps, warm, slowness }: SpeedOptions,
): PathSpeed {
  const { dof } = path;
  const intervals = knots.length - 1;
  const n = intervals + 2;
  const jerkLimited = limits.jerk.every(Number.isFinite);
  // Three samples an interval: at its ends and in the middle.
  const samples = 3 * intervals;
  const basis = new Float64Array(samples * 9);
  const fastest = new Float64Array(samples);
  /** Coefficients of y, y' (acceleration) and y, y', y'' (jerk), as shares of the limits, a joint. */
  const rows = new Float64Array(samples * dof * 5);
  const [p, p1, p2, p3] = [0, 1, 2, 3].map(() => new Float64Array(dof)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let steady = Number.POSITIVE_INFINITY;
  for (let s = 0; s < samples; s++) {
    const interval = Math.trunc(s / 3);
    const [from, to] = [knots[interval]!, knots[interval + 1]!];
    // A hair inside the interval: third derivatives of the path jump at knots.
    const w = from + (to - from) * [1e-9, 0.5, 1 - 1e-9][s % 3]!;
    writeBasis(knots, interval, w, basis, s * 9);
    path.evaluate(w, p, p1, p2, p3);
    const slow = slowness ? slowness[interval]! : 1;
    let velocity = 0;
    for (let j = 0; j < dof; j++) {
      velocity = Math.max(velocity, (slow * Math.abs(p1[j]!)) / limits.velocity[j]!);
      const at = (s * dof + j) * 5;
      const byAcceleration = (slow * slow) / limits.acceleration[j]!;
      const byJerk = (slow * slow * slow) / limits.jerk[j]!;
      rows[at] = p2[j]! * byAcceleration;
      rows[at + 1] = (p1[j]! / 2) * byAcceleration;
      rows[at + 2] = p3[j]! * byJerk;
      rows[at + 3] = 1.5 * p2[j]! * byJerk;
      rows[at + 4] = (p1[j]! / 2) * byJerk;
      steady = Math.min(steady, 1 / Math.abs(rows[at]!), Math.abs(rows[at + 2]!) ** (-2 / 3));
    }
    fastest[s] = 1 / (velocity * velocity);
    steady = Math.min(steady, fastest[s]!);
  }

  const y = new Float64Array(n).fill(steady / 2);
  const perSample = 1 + 2 * dof + (jerkLimited ? 2 * dof : 0);
  const z = new Float64Array(samples * perSample);
  const slack = new Float64Array(samples * perSample);
  const [diagonal, next, second, dy] = [0, 1, 2, 3].map(() => new Float64Array(n)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const local = new Float64Array(9);

  /** Slack times multiplier, of all constraints. */
  let complementarity = 0;
  /** Fills the slacks at y; false if one is not positive. */
  function measure(): boolean {
    let sum = 0;
    for (let s = 0; s < samples; s++) {
      const c = Math.trunc(s / 3);
      const b = s * 9;
      const v = basis[b]! * y[c]! + basis[b + 1]! * y[c + 1]! + basis[b + 2]! * y[c + 2]!;
      if (!(v > 0)) return false;
      const v1 = basis[b + 3]! * y[c]! + basis[b + 4]! * y[c + 1]! + basis[b + 5]! * y[c + 2]!;
      const v2 = basis[b + 6]! * y[c]! + basis[b + 7]! * y[c + 1]! + basis[b + 8]! * y[c + 2]!;
      let k = s * perSample;
      const v0 = 1 - v / fastest[s]!;
      if (!(v0 > 0)) return false;
      slack[k] = v0;
      sum += z[k]! * v0;
      k++;
      const room = 1 / Math.sqrt(v);
      for (let at = s * dof * 5, end = at + dof * 5; at < end; at += 5) {
        const a = rows[at]! * v + rows[at + 1]! * v1;
        if (!(a < 1 && a > -1)) return false;
        slack[k] = 1 - a;
        slack[k + 1] = 1 + a;
        sum += z[k]! * (1 - a) + z[k + 1]! * (1 + a);
        k += 2;
        if (!jerkLimited) continue;
        const l = rows[at + 2]! * v + rows[at + 3]! * v1 + rows[at + 4]! * v2;
        if (!(l < room && l > -room)) return false;
        slack[k] = room - l;
        slack[k + 1] = room + l;
        sum += z[k]! * (room - l) + z[k + 1]! * (room + l);
        k += 2;
      }
    }
    complementarity = sum;
    return true;
  }
  let duration = 0;
  const constraints = samples * perSample;
  if (warm) {
    const out = new Float64Array(3);
    let interval = 0;
    for (let i = 0; i < n; i++) {
      // Greville's points: where a coefficient is worth about its spline's value.
      const w = (knots[Math.max(0, i - 1)]! + knots[Math.min(intervals, i)]!) / 2;
      while (interval < warm.knots.length - 2 && warm.knots[interval + 1]! < w) interval++;
      warm.evaluate(interval, w, out);
      y[i] = Math.max(steady / 2, out[0]!);
    }
  }
  for (let k = 0; !measure() && k < 200; k++) for (let i = 0; i < n; i++) y[i]! *= k < 40 ? 0.97 : 0.8;
  if (warm) {
    for (let i = 0; i < n; i++) y[i]! *= 0.97;
    measure();
  }

  let mu = 0;
  let target = 0;
  let [step, dualStep] = [1, 1];
  /** Bounds the steps by one constraint that grows by d in a whole one; its slack becomes its multiplier's step. */
  function limit(k: number, d: number): void {
    const room = slack[k]!;
    if (d * step > room) step = room / d;
    const change = (target + z[k]! * (d - room)) / room;
    if (-change * dualStep > z[k]!) dualStep = z[k]! / -change;
    slack[k] = change;
  }
  let sigma = 0.2;
  /** Share of the first dual residual that is left. */
  let residual = 1;
  for (let steps = 0; steps < mostSteps; steps++) {
    // The time, its gradient and second derivative, by Simpson's rule.
    duration = 0;
    diagonal.fill(0);
    next.fill(0);
    second.fill(0);
    dy.fill(0);
    for (let c = 0; c < intervals; c++) {
      const h = knots[c + 1]! - knots[c]!;
      for (let k = 0; k < 3; k++) {
        writeBasis(knots, c, knots[c]! + (h * k) / 2, local, 0);
        const v = local[0]! * y[c]! + local[1]! * y[c + 1]! + local[2]! * y[c + 2]!;
        const weight = (h * (k === 1 ? 4 : 1)) / 6 / Math.sqrt(v);
        duration += weight;
        const first = weight / (2 * v);
        const curve = (1.5 * first) / v;
        for (let r = 0; r < 3; r++) {
          const b = local[r]!;
          dy[c + r]! += first * b;
          diagonal[c + r]! += curve * b * b;
        }
        next[c]! += curve * local[0]! * local[1]!;
        next[c + 1]! += curve * local[1]! * local[2]!;
        second[c]! += curve * local[0]! * local[2]!;
      }
    }
    if (steps === 0) {
      mu = duration / constraints;
      for (let k = 0; k < constraints; k++) z[k] = mu / slack[k]!;
    } else {
      mu = complementarity / constraints;
      if (complementarity < gap * duration && residual < 0.01) break;
    }
    target = sigma * mu;
    for (let s = 0; s < samples; s++) {
      const c = Math.trunc(s / 3);
      const b = s * 9;
      const v = basis[b]! * y[c]! + basis[b + 1]! * y[c + 1]! + basis[b + 2]! * y[c + 2]!;
      let k = s * perSample;
      // Gradient g and matrix m by (y, y', y'').
      const f = 1 / fastest[s]!;
      let g0 = f / slack[k]!;
      let m00 = (z[k]! / slack[k]!) * f * f;
      let g1 = 0;
      let g2 = 0;
      let m01 = 0;
      let m02 = 0;
      let m11 = 0;
      let m12 = 0;
      let m22 = 0;
      k++;
      // Falls with y: the tangent of y^(-1/2).
      const fall = 0.5 / (v * Math.sqrt(v));
      for (let at = s * dof * 5, end = at + dof * 5; at < end; at += 5) {
        const a0 = rows[at]!;
        const a1 = rows[at + 1]!;
        let over = 1 / slack[k]!;
        let under = 1 / slack[k + 1]!;
        let gain = over - under;
        let weight = z[k]! * over + z[k + 1]! * under;
        g0 += gain * a0;
        g1 += gain * a1;
        m00 += weight * a0 * a0;
        m01 += weight * a0 * a1;
        m11 += weight * a1 * a1;
        k += 2;
        if (!jerkLimited) continue;
        const l0 = rows[at + 2]!;
        const l1 = rows[at + 3]!;
        const l2 = rows[at + 4]!;
        over = 1 / slack[k]!;
        under = 1 / slack[k + 1]!;
        gain = over - under;
        const up = z[k]! * over;
        const down = z[k + 1]! * under;
        weight = up + down;
        g0 += gain * l0 + fall * (over + under);
        g1 += gain * l1;
        g2 += gain * l2;
        m00 += up * (l0 + fall) * (l0 + fall) + down * (fall - l0) * (fall - l0);
        const cross = up * (l0 + fall) - down * (fall - l0);
        m01 += cross * l1;
        m02 += cross * l2;
        m11 += weight * l1 * l1;
        m12 += weight * l1 * l2;
        m22 += weight * l2 * l2;
        k += 2;
      }
      for (let r = 0; r < 3; r++) {
        const [b0, b1, b2] = [basis[b + r]!, basis[b + 3 + r]!, basis[b + 6 + r]!];
        dy[c + r]! -= target * (g0 * b0 + g1 * b1 + g2 * b2);
        const n0 = m00 * b0 + m01 * b1 + m02 * b2;
        const n1 = m01 * b0 + m11 * b1 + m12 * b2;
        const n2 = m02 * b0 + m12 * b1 + m22 * b2;
        diagonal[c + r]! += n0 * b0 + n1 * b1 + n2 * b2;
        if (r < 2) next[c + r]! += n0 * basis[b + r + 1]! + n1 * basis[b + r + 4]! + n2 * basis[b + r + 7]!;
        if (r < 1) second[c]! += n0 * basis[b + 2]! + n1 * basis[b + 5]! + n2 * basis[b + 8]!;
      }
    }
    solveFiveDiagonals(diagonal, next, second, dy);

    // How far: until a slack or a multiplier would vanish.
    step = 1;
    dualStep = 1;
    for (let s = 0; s < samples; s++) {
      const c = Math.trunc(s / 3);
      const b = s * 9;
      const v = basis[b]! * y[c]! + basis[b + 1]! * y[c + 1]! + basis[b + 2]! * y[c + 2]!;
      const e0 = basis[b]! * dy[c]! + basis[b + 1]! * dy[c + 1]! + basis[b + 2]! * dy[c + 2]!;
      const e1 = basis[b + 3]! * dy[c]! + basis[b + 4]! * dy[c + 1]! + basis[b + 5]! * dy[c + 2]!;
      const e2 = basis[b + 6]! * dy[c]! + basis[b + 7]! * dy[c + 1]! + basis[b + 8]! * dy[c + 2]!;
      if (-e0 > step * v * 0.9) step = Math.min(step, (0.9 * v) / -e0);
      const fall = 0.5 / (v * Math.sqrt(v));
      let k = s * perSample;
      limit(k, e0 / fastest[s]!);
      k++;
      for (let at = s * dof * 5, end = at + dof * 5; at < end; at += 5) {
        const a = rows[at]! * e0 + rows[at + 1]! * e1;
        limit(k, a);
        limit(k + 1, -a);
        k += 2;
        if (!jerkLimited) continue;
        const l = rows[at + 2]! * e0 + rows[at + 3]! * e1 + rows[at + 4]! * e2;
        limit(k, l + fall * e0);
        limit(k + 1, fall * e0 - l);
        k += 2;
      }
    }
    step = Math.min(1, 0.95 * step);
    dualStep = Math.min(1, 0.95 * dualStep);
    for (let i = 0; i < n; i++) y[i]! += step * dy[i]!;
    for (let k = 0; k < constraints; k++) z[k]! += dualStep * slack[k]!;
    for (let k = 0; !measure() && k < 60; k++) {
      // Rounding only: the tangent keeps whole steps allowed.
      for (let i = 0; i < n; i++) y[i]! -= step * 0.05 * dy[i]!;
    }
    residual *= 1 - dualStep;
    sigma = Math.min(step, dualStep) > 0.7 ? 0.1 : Math.min(step, dualStep) > 0.3 ? 0.3 : 0.6;
  }
  return speedOf(knots, y);
}

/** Solves a symmetric positive definite system with five diagonals in place (Cholesky, L D L^T). */
function solveFiveDiagonals(d: Float64Array, e: Float64Array, f: Float64Array, x: Float64Array): void {
  const n = d.length;
  for (let i = 0; i < n; i++) {
    const [l1, l2] = [e[i]! / d[i]!, f[i]! / d[i]!];
    if (i + 1 < n) {
      d[i + 1]! -= l1 * e[i]!;
      e[i + 1]! -= l1 * f[i]!;
      x[i + 1]! -= l1 * x[i]!;
    }
    if (i + 2 < n) {
      d[i + 2]! -= l2 * f[i]!;
      x[i + 2]! -= l2 * x[i]!;
    }
    e[i] = l1;
    f[i] = l2;
  }
  for (let i = n - 1; i >= 0; i--) {
    x[i]! /= d[i]!;
    if (i + 1 < n) x[i]! -= e[i]! * x[i + 1]!;
    if (i + 2 < n) x[i]! -= f[i]! * x[i + 2]!;
  }
}
