import type { EasedPath } from './easedPath';
import type { MotionLimits } from './limits';
import { writeBasis } from './pathSpeed';

/**
 * What limits the squared speed y(w) along a path, at samples: three an interval between knots, at its ends (from
 * inside, since jerk jumps at knots) and midway. Sample s is in interval trunc(s / 3).
 */
export interface SpeedConstraints {
  readonly samples: number;
  readonly jerkLimited: boolean;
  /** The splines that live there, nine numbers a sample (`writeBasis`). */
  readonly basis: Float64Array;
  /** Greatest y that the velocity limits allow, a sample. */
  readonly fastest: Float64Array;
  /**
   * Five numbers a row: a joint's acceleration by (y, y') and its jerk by (y, y', y''), as shares of its limits at
   * y = 1; as many rows a sample as the path has joints.
   */
  readonly rows: Float64Array;
  /** A y that, kept everywhere, keeps all limits. */
  readonly steady: number;
}

/** `slowness`: how many times slower than the limits allow each interval is taken; absent: 1. */
export function speedConstraints(
  path: EasedPath,
  limits: MotionLimits,
  knots: Float64Array,
  slowness: Float64Array | undefined,
): SpeedConstraints {
  const { dof } = path;
  const samples = 3 * (knots.length - 1);
  const basis = new Float64Array(samples * 9);
  const fastest = new Float64Array(samples);
  const rows = new Float64Array(samples * dof * 5);
  const p = new Float64Array(dof);
  const p1 = new Float64Array(dof);
  const p2 = new Float64Array(dof);
  const p3 = new Float64Array(dof);
  let steady = Number.POSITIVE_INFINITY;
  for (let s = 0, at = 0; s < samples; s++) {
    const interval = Math.trunc(s / 3);
    const from = knots[interval]!;
    // A hair inside the interval: third derivatives of the path jump at knots.
    const w = from + (knots[interval + 1]! - from) * within[s % 3]!;
    writeBasis(knots, interval, w, basis, s * 9);
    path.evaluate(w, p, p1, p2, p3);
    const slow = slowness ? slowness[interval]! : 1;
    let velocity = 0;
    for (let j = 0; j < dof; j++, at += 5) {
      velocity = Math.max(velocity, (slow * Math.abs(p1[j]!)) / limits.velocity[j]!);
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
  return {
    samples,
    jerkLimited: limits.jerk.every(Number.isFinite),
    basis,
    fastest,
    rows,
    steady,
  };
}

const within = [1e-9, 0.5, 1 - 1e-9];
