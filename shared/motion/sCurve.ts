/**
 * The law of motion from rest to rest over way 1 in time 1: speed up, cruise, slow down likewise, with
 * a jerk that is continuous, so that a quintic between sampled points follows it closely. While the
 * acceleration rises (and falls) it does so like (t - sin t). `accelerating` (0 .. 0.5] is the share of
 * the time that speeding up takes, `jerking` (0 .. 0.5] the share of that in which the acceleration rises.
 */
export interface SCurve {
  readonly accelerating: number;
  readonly jerking: number;
}

/** Way and its first three derivatives in time. */
export interface SCurveState {
  s: number;
  v: number;
  a: number;
  j: number;
}

/** The state at time t, 0 .. 1; outside of that the nearer end, at rest. */
export function evaluateSCurve({ accelerating, jerking }: SCurve, t: number, out: SCurveState): void {
  if (t > 0.5) {
    // The second half is the first, backwards.
    evaluateSCurve({ accelerating, jerking }, 1 - t, out);
    out.s = 1 - out.s;
    out.a = -out.a;
    return;
  }
  const T = accelerating;
  const rise = jerking * T;
  // Cruise speed V covers the way (1 - T); the acceleration's area is V = A (T - rise).
  const V = 1 / (1 - T);
  const A = V / (T - rise);
  if (t <= 0) {
    out.s = out.v = out.a = out.j = 0;
  } else if (t < rise) {
    rising(t, rise, A, out);
  } else if (t <= T - rise) {
    // A rise gains speed A rise / 2, on a way of A rise^2 (1/6 - 1 / (4 pi^2)).
    const d = t - rise;
    out.s = A * rise * rise * riseWay + (A * rise * d) / 2 + (A * d * d) / 2;
    out.v = (A * rise) / 2 + A * d;
    out.a = A;
    out.j = 0;
  } else if (t < T) {
    // The end of the acceleration, seen backwards from the cruise, is a rise.
    const left = T - t;
    rising(left, rise, A, out);
    out.s = (V * T) / 2 - V * left + out.s;
    out.v = V - out.v;
    out.j = -out.j;
  } else {
    out.s = (V * T) / 2 + V * (t - T);
    out.v = V;
    out.a = out.j = 0;
  }
}

const riseWay = 1 / 6 - 1 / (4 * Math.PI ** 2);

/** From rest for time t: jerk (A / rise)(1 - cos w t), integrated three times, w = 2 pi / rise. */
function rising(t: number, rise: number, A: number, out: SCurveState): void {
  const w = (2 * Math.PI) / rise;
  const J = A / rise;
  const wt = w * t;
  out.j = J * (1 - Math.cos(wt));
  out.a = J * (t - Math.sin(wt) / w);
  out.v = J * ((t * t) / 2 - (1 - Math.cos(wt)) / (w * w));
  out.s = J * (t ** 3 / 6 - t / (w * w) + Math.sin(wt) / w ** 3);
}
