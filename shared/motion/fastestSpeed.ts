import type { EasedPath } from './easedPath';
import type { MotionLimits } from './limits';
import { type PathSpeed, speedOf, writeBasis } from './pathSpeed';
import { solveFiveDiagonals } from './solveFiveDiagonals';
import { type SpeedConstraints, speedConstraints } from './speedConstraints';

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
  const constraints = speedConstraints(path, limits, knots, slowness);
  const y = new Float64Array(knots.length + 1).fill(constraints.steady / 2);
  if (warm) takeOver(warm, knots, constraints.steady / 2, y);
  improve(knots, path.dof, constraints, y, { gap, mostSteps, warm: warm !== undefined });
  return speedOf(knots, y);
}

/** Coefficients on knots that are worth about as much as a speed on others, and `least` at least. */
function takeOver(speed: PathSpeed, knots: Float64Array, least: number, y: Float64Array): void {
  const out = new Float64Array(3);
  const intervals = knots.length - 1;
  let interval = 0;
  for (let i = 0; i < y.length; i++) {
    // Greville's points: where a coefficient is worth about its spline's value.
    const w = (knots[Math.max(0, i - 1)]! + knots[Math.min(intervals, i)]!) / 2;
    while (interval < speed.knots.length - 2 && speed.knots[interval + 1]! < w) interval++;
    speed.evaluate(interval, w, out);
    y[i] = Math.max(least, out[0]!);
  }
}

/**
 * Shares of the time: forces that are as near to balance as this are balanced enough, and complementarity is kept
 * above this part of what is missing.
 */
const balance = { enough: 0.02, kept: 0.3 };

/** The interior point method: takes y from any start to the fastest. */
function improve(
  knots: Float64Array,
  dof: number,
  { samples, jerkLimited, basis, fastest, rows }: SpeedConstraints,
  y: Float64Array,
  { gap, mostSteps, warm }: { readonly gap: number; readonly mostSteps: number; readonly warm: boolean },
): void {
  const n = y.length;
  const perSample = dof * 5;
  // Velocity, then for each joint acceleration and jerk, up and down.
  const constraints = samples * (1 + dof * (jerkLimited ? 4 : 2));
  /** Multipliers, and one by the slack, of all constraints. */
  const z = new Float64Array(constraints);
  const inverse = new Float64Array(constraints);
  const dz = new Float64Array(constraints);
  const diagonal = new Float64Array(n);
  const next = new Float64Array(n);
  const second = new Float64Array(n);
  const dy = new Float64Array(n);
  /** Gradients by the coefficients: of the barrier, and of all constraints weighed by their multipliers. */
  const barrier = new Float64Array(n);
  const pulls = new Float64Array(n);

  /** Slack times multiplier, of all constraints. */
  let complementarity = 0;
  /** Measures the slacks at y; false if one is not positive. */
  function measure(): boolean {
    let sum = 0;
    for (let s = 0, k = 0; s < samples; s++) {
      const c = Math.trunc(s / 3);
      const b = s * 9;
      const v = basis[b]! * y[c]! + basis[b + 1]! * y[c + 1]! + basis[b + 2]! * y[c + 2]!;
      if (!(v > 0)) return false;
      const v1 = basis[b + 3]! * y[c]! + basis[b + 4]! * y[c + 1]! + basis[b + 5]! * y[c + 2]!;
      const v2 = basis[b + 6]! * y[c]! + basis[b + 7]! * y[c + 1]! + basis[b + 8]! * y[c + 2]!;
      const v0 = 1 - v / fastest[s]!;
      if (!(v0 > 0)) return false;
      inverse[k] = 1 / v0;
      sum += z[k]! * v0;
      k++;
      const room = 1 / Math.sqrt(v);
      for (let at = s * perSample, end = at + perSample; at < end; at += 5) {
        const a = rows[at]! * v + rows[at + 1]! * v1;
        if (!(a < 1 && a > -1)) return false;
        inverse[k] = 1 / (1 - a);
        inverse[k + 1] = 1 / (1 + a);
        sum += z[k]! * (1 - a) + z[k + 1]! * (1 + a);
        k += 2;
        if (!jerkLimited) continue;
        const l = rows[at + 2]! * v + rows[at + 3]! * v1 + rows[at + 4]! * v2;
        if (!(l < room && l > -room)) return false;
        inverse[k] = 1 / (room - l);
        inverse[k + 1] = 1 / (room + l);
        sum += z[k]! * (room - l) + z[k + 1]! * (room + l);
        k += 2;
      }
    }
    complementarity = sum;
    return true;
  }
  for (let k = 0; !measure() && k < 200; k++) for (let i = 0; i < n; i++) y[i]! *= k < 40 ? 0.97 : 0.8;
  if (warm) {
    for (let i = 0; i < n; i++) y[i]! *= 0.97;
    measure();
  }

  let mu = 0;
  let target = 0;
  let step = 1;
  let dualStep = 1;
  /** Bounds the steps by one constraint that grows by d in a whole one, and works its multiplier's step out. */
  function limit(k: number, d: number): void {
    const by = inverse[k]!;
    if (d * by * step > 1) step = 1 / (d * by);
    const change = (target + z[k]! * d) * by - z[k]!;
    if (-change * dualStep > z[k]!) dualStep = z[k]! / -change;
    dz[k] = change;
  }
  let sigma = 0.2;
  for (let steps = 0; steps < mostSteps; steps++) {
    diagonal.fill(0);
    next.fill(0);
    second.fill(0);
    dy.fill(0);
    barrier.fill(0);
    pulls.fill(0);
    const duration = addTime(knots, y, dy, diagonal, next, second);
    if (steps === 0) {
      mu = duration / constraints;
      for (let k = 0; k < constraints; k++) z[k] = mu * inverse[k]!;
    } else {
      mu = complementarity / constraints;
    }
    for (let s = 0, k = 0; s < samples; s++) {
      const c = Math.trunc(s / 3);
      const b = s * 9;
      const v = basis[b]! * y[c]! + basis[b + 1]! * y[c + 1]! + basis[b + 2]! * y[c + 2]!;
      // Gradients g (barrier) and r (multipliers), and matrix m, by (y, y', y'').
      const f = 1 / fastest[s]!;
      let g0 = f * inverse[k]!;
      let r0 = f * z[k]!;
      let r1 = 0;
      let r2 = 0;
      let m00 = z[k]! * inverse[k]! * f * f;
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
      for (let at = s * perSample, end = at + perSample; at < end; at += 5) {
        const a0 = rows[at]!;
        const a1 = rows[at + 1]!;
        let over = inverse[k]!;
        let under = inverse[k + 1]!;
        let gain = over - under;
        let weight = z[k]! * over + z[k + 1]! * under;
        let pull = z[k]! - z[k + 1]!;
        g0 += gain * a0;
        g1 += gain * a1;
        r0 += pull * a0;
        r1 += pull * a1;
        m00 += weight * a0 * a0;
        m01 += weight * a0 * a1;
        m11 += weight * a1 * a1;
        k += 2;
        if (!jerkLimited) continue;
        const l0 = rows[at + 2]!;
        const l1 = rows[at + 3]!;
        const l2 = rows[at + 4]!;
        over = inverse[k]!;
        under = inverse[k + 1]!;
        gain = over - under;
        const up = z[k]! * over;
        const down = z[k + 1]! * under;
        weight = up + down;
        g0 += gain * l0 + fall * (over + under);
        g1 += gain * l1;
        g2 += gain * l2;
        pull = z[k]! - z[k + 1]!;
        r0 += pull * l0 + fall * (z[k]! + z[k + 1]!);
        r1 += pull * l1;
        r2 += pull * l2;
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
        const b0 = basis[b + r]!;
        const b1 = basis[b + 3 + r]!;
        const b2 = basis[b + 6 + r]!;
        barrier[c + r]! += g0 * b0 + g1 * b1 + g2 * b2;
        pulls[c + r]! += r0 * b0 + r1 * b1 + r2 * b2;
        const n0 = m00 * b0 + m01 * b1 + m02 * b2;
        const n1 = m01 * b0 + m11 * b1 + m12 * b2;
        const n2 = m02 * b0 + m12 * b1 + m22 * b2;
        diagonal[c + r]! += n0 * b0 + n1 * b1 + n2 * b2;
        if (r < 2) next[c + r]! += n0 * basis[b + r + 1]! + n1 * basis[b + r + 4]! + n2 * basis[b + r + 7]!;
        if (r < 1) second[c]! += n0 * basis[b + 2]! + n1 * basis[b + 5]! + n2 * basis[b + 8]!;
      }
    }
    // How far forces are from balance, as a time. While the tangent of the jerk's bound still moves they are far, and
    // multipliers that vanish sooner than that would hold y fast at the bounds that it happens to be near.
    let unbalanced = 0;
    for (let i = 0; i < n; i++) unbalanced += Math.abs(pulls[i]! - dy[i]!) * y[i]!;
    if (steps > 0 && complementarity < gap * duration && unbalanced < balance.enough * duration) break;
    target = Math.max(sigma * mu, (balance.kept * unbalanced) / constraints);
    for (let i = 0; i < n; i++) dy[i]! -= target * barrier[i]!;
    solveFiveDiagonals(diagonal, next, second, dy);

    // How far: until a slack or a multiplier would vanish.
    step = 1;
    dualStep = 1;
    for (let s = 0, k = 0; s < samples; s++) {
      const c = Math.trunc(s / 3);
      const b = s * 9;
      const v = basis[b]! * y[c]! + basis[b + 1]! * y[c + 1]! + basis[b + 2]! * y[c + 2]!;
      const e0 = basis[b]! * dy[c]! + basis[b + 1]! * dy[c + 1]! + basis[b + 2]! * dy[c + 2]!;
      const e1 = basis[b + 3]! * dy[c]! + basis[b + 4]! * dy[c + 1]! + basis[b + 5]! * dy[c + 2]!;
      const e2 = basis[b + 6]! * dy[c]! + basis[b + 7]! * dy[c + 1]! + basis[b + 8]! * dy[c + 2]!;
      if (-e0 > step * v * 0.9) step = Math.min(step, (0.9 * v) / -e0);
      const fall = 0.5 / (v * Math.sqrt(v));
      limit(k, e0 / fastest[s]!);
      k++;
      for (let at = s * perSample, end = at + perSample; at < end; at += 5) {
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
    for (let k = 0; k < constraints; k++) z[k]! += dualStep * dz[k]!;
    for (let k = 0; !measure() && k < 60; k++) {
      // Rounding only: the tangent keeps whole steps allowed.
      for (let i = 0; i < n; i++) y[i]! -= step * 0.05 * dy[i]!;
    }
    sigma = Math.min(step, dualStep) > 0.7 ? 0.1 : Math.min(step, dualStep) > 0.3 ? 0.3 : 0.6;
  }
}

/**
 * The time that a motion takes at y (Simpson's rule); subtracts its gradient by the coefficients from `downhill`
 * and adds its second derivative to three diagonals.
 */
function addTime(
  knots: Float64Array,
  y: Float64Array,
  downhill: Float64Array,
  diagonal: Float64Array,
  next: Float64Array,
  second: Float64Array,
): number {
  const local = new Float64Array(9);
  let duration = 0;
  for (let c = 0; c + 1 < knots.length; c++) {
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
        downhill[c + r]! += first * b;
        diagonal[c + r]! += curve * b * b;
      }
      next[c]! += curve * local[0]! * local[1]!;
      next[c + 1]! += curve * local[1]! * local[2]!;
      second[c]! += curve * local[0]! * local[2]!;
    }
  }
  return duration;
}
