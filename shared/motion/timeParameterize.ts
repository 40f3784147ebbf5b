import type { TrajectoryPoint } from '../contract/plan';
import { distinctPositions, type JointSpline, jointSpline } from './jointSpline';
import type { MotionLimits } from './limits';
import { evaluateSCurve, type SCurve } from './sCurve';
import { type LimitUse, runToEnd, validateTrajectory } from './validateTrajectory';

/**
 * s: the points of a trajectory are this far apart at most; the controller is quintic in between. A long
 * (slow) motion has no more than so many points, a little farther apart: nothing happens quickly in it.
 */
const pointSpacing = 0.02;
const mostPoints = 250;
/** s: no motion is shorter, however small: the controller's cycle must be able to follow. */
const shortestSec = 0.2;
/** Samples when the shapes of the law of motion are compared: all along, and in each change of acceleration. */
const samplesAlong = 100;
const samplesInRise = 8;

const shapes: readonly SCurve[] = [0.5, 0.44, 0.38, 0.32, 0.26, 0.2, 0.14, 0.09, 0.05].flatMap(
  (accelerating) => [0.5, 0.36, 0.25, 0.16, 0.1, 0.05].map((jerking) => ({ accelerating, jerking })),
);

/** Parts of the path over which a change of pace is spread: narrow ones brake late, wide ones gently. */
const paceReaches = [0.02, 0.04, 0.08, 0.16];

/**
 * Times a joint path so that it runs from rest to rest, through all positions without a stop, within
 * velocity, acceleration and jerk limits. The path is a spline (twice continuously differentiable),
 * whose knots are as far apart as the positions take at the pace that the limits allow there: bends are
 * taken slowly, straight stretches fast. The way along it is an S-curve. For each of a set of S-curve
 * shapes the shortest possible duration follows exactly, because stretching time by k divides velocity,
 * acceleration and jerk by k, k^2, k^3; the best shape is taken. Then the points that come out are
 * checked at every millisecond as the controller will interpolate them, and stretched by what is still
 * missing. Positions should lie evenly along their way. Throws unless two of them differ.
 */
export function timeParameterize(
  positions: readonly (readonly number[])[],
  limits: MotionLimits,
): readonly TrajectoryPoint[] {
  const distinct = distinctPositions(positions);
  const steady = jointSpline({ positions: distinct, steps: distinct.slice(1).map(() => 1) });
  const slowness = slownessOf(steady, limits);
  let best: Timing | undefined;
  for (const reach of paceReaches) {
    const steps = spread(slowness, Math.max(1, Math.round(reach * slowness.length)));
    const timing = shortestTiming(jointSpline({ positions: distinct, steps }), limits);
    if (!best || timing.duration < best.duration) best = timing;
  }
  let duration = Math.max(shortestSec, best!.duration);
  for (let attempt = 0; ; attempt++) {
    const points = pointsOf(best!.spline, best!.shape, duration);
    const { use } = runToEnd(validateTrajectory({ jointNames: limits.jointNames, points }, limits));
    const stretch = stretchFor(use);
    if (stretch <= 1 || attempt >= 20) return points;
    duration *= stretch * 1.0005;
  }
}

interface Timing {
  readonly spline: JointSpline;
  readonly shape: SCurve;
  readonly duration: number;
}

function shortestTiming(spline: JointSpline, limits: MotionLimits): Timing {
  let best: Timing | undefined;
  for (const shape of shapes) {
    const duration = shortestDuration(spline, shape, limits);
    if (!best || duration < best.duration) best = { spline, shape, duration };
  }
  return best!;
}

/** For each step of a spline with steps of 1: the time (s) it takes at a steady pace within all limits. */
function slownessOf(spline: JointSpline, limits: MotionLimits): readonly number[] {
  const d = createState(spline.dof);
  return Array.from({ length: Math.round(spline.length) }, (_, i) => {
    const use = { velocity: 0, acceleration: 0, jerk: 0 };
    spline.evaluate(i + 0.5, d.q, d.v, d.a, d.j);
    for (let j = 0; j < spline.dof; j++) {
      use.velocity = Math.max(use.velocity, Math.abs(d.v[j]!) / limits.velocity[j]!);
      use.acceleration = Math.max(use.acceleration, Math.abs(d.a[j]!) / limits.acceleration[j]!);
      use.jerk = Math.max(use.jerk, Math.abs(d.j[j]!) / limits.jerk[j]!);
    }
    return stretchFor(use);
  });
}

/** The greatest value in reach of each, then averaged three times over the same reach: changes gently. */
function spread(values: readonly number[], reach: number): readonly number[] {
  const window = (all: readonly number[], i: number) => all.slice(Math.max(0, i - reach), i + reach + 1);
  let smooth: readonly number[] = values.map((_, i) => Math.max(...window(values, i)));
  for (let pass = 0; pass < 3; pass++) {
    const before = smooth;
    smooth = before.map((_, i) => {
      const near = window(before, i);
      return near.reduce((sum, v) => sum + v, 0) / near.length;
    });
  }
  return smooth;
}

/** How many times longer a motion must take for each limit to hold. */
function stretchFor(use: LimitUse): number {
  return Math.max(use.velocity, Math.sqrt(use.acceleration), Math.cbrt(use.jerk));
}

interface JointState {
  readonly q: Float64Array;
  readonly v: Float64Array;
  readonly a: Float64Array;
  readonly j: Float64Array;
}

function createState(dof: number): JointState {
  const array = () => new Float64Array(dof);
  return { q: array(), v: array(), a: array(), j: array() };
}

/** The joints at share t of the motion, with derivatives in units of the whole duration (chain rule). */
function stateAt(spline: JointSpline, shape: SCurve, t: number, out: JointState, d: JointState): void {
  const law = { s: 0, v: 0, a: 0, j: 0 };
  evaluateSCurve(shape, t, law);
  const L = spline.length;
  const [u1, u2, u3] = [L * law.v, L * law.a, L * law.j];
  spline.evaluate(L * law.s, out.q, d.v, d.a, d.j);
  for (let i = 0; i < spline.dof; i++) {
    const [q1, q2, q3] = [d.v[i]!, d.a[i]!, d.j[i]!];
    out.v[i] = q1 * u1;
    out.a[i] = q2 * u1 * u1 + q1 * u2;
    out.j[i] = q3 * u1 ** 3 + 3 * q2 * u1 * u2 + q1 * u3;
  }
}

/** Jerk lives in the four changes of acceleration, which may be shorter than an even spacing. */
function sampleTimes({ accelerating, jerking }: SCurve): readonly number[] {
  const even = Array.from({ length: samplesAlong + 1 }, (_, k) => k / samplesAlong);
  const rise = accelerating * jerking;
  const starts = [0, accelerating - rise, 1 - accelerating, 1 - rise];
  const inRise = Array.from({ length: samplesInRise + 1 }, (_, k) => (rise * k) / samplesInRise);
  return [...even, ...starts.flatMap((start) => inRise.map((t) => start + t))];
}

function shortestDuration(spline: JointSpline, shape: SCurve, limits: MotionLimits): number {
  const state = createState(spline.dof);
  const scratch = createState(spline.dof);
  const use = { velocity: 0, acceleration: 0, jerk: 0 };
  for (const t of sampleTimes(shape)) {
    stateAt(spline, shape, t, state, scratch);
    for (let i = 0; i < spline.dof; i++) {
      use.velocity = Math.max(use.velocity, Math.abs(state.v[i]!) / limits.velocity[i]!);
      use.acceleration = Math.max(use.acceleration, Math.abs(state.a[i]!) / limits.acceleration[i]!);
      use.jerk = Math.max(use.jerk, Math.abs(state.j[i]!) / limits.jerk[i]!);
    }
  }
  return stretchFor(use);
}

function pointsOf(spline: JointSpline, shape: SCurve, duration: number): readonly TrajectoryPoint[] {
  const count = Math.min(mostPoints, Math.ceil(duration / pointSpacing));
  const state = createState(spline.dof);
  const scratch = createState(spline.dof);
  return Array.from({ length: count + 1 }, (_, k) => {
    stateAt(spline, shape, k / count, state, scratch);
    return {
      timeFromStart: (duration * k) / count,
      positions: [...state.q],
      velocities: [...state.v].map((v) => v / duration),
      accelerations: [...state.a].map((a) => a / duration ** 2),
    };
  });
}
