import type { TrajectoryPoint } from '../contract/plan';
import { doubleS } from './doubleS';
import { type EasedPath, easePath } from './easedPath';
import { fastestSpeed } from './fastestSpeed';
import { distinctPositions, type JointSpline, jointSpline } from './jointSpline';
import type { MotionLimits } from './limits';
import type { PathSpeed } from './pathSpeed';
import { quinticUse } from './quinticUse';
import type { LimitUse } from './validateTrajectory';

/**
 * s: the points of a trajectory are this far apart at most; the controller is quintic in between. A long
 * (slow) motion has no more than about so many points, a little farther apart: nothing happens quickly in it.
 */
const pointSpacing = 0.02;
const mostPoints = 120;
/** s: no motion is shorter, however small: the controller's cycle must be able to follow. */
const shortestSec = 0.2;
/** rad: positions this near to a straight line in joint space are one. */
const straightness = 1e-9;
/** A path of so few positions is bent sharply at each: there, a knot of the speed stands too. */
const mostSharpBends = 16;
/**
 * Knots of the speed: first spread evenly, then so that each interval takes about the same time. With one at each
 * sharp bend fewer do: more win less than 0.2 % of the time.
 */
const knotCount = { sharp: { coarse: 24, fine: 64 }, smooth: { coarse: 32, fine: 84 } };
/** Time (as a share) that may still be won when the search for the fastest speed ends. */
const searchGap = { coarse: 0.02, sharp: 0.006, smooth: 0.004 };
/** A motion that must be this little slower than found is good enough; else it is mended so many times. */
const enough = 1.012;
const mostRepairs = 4;
/** An interval that is over its limits by more than this hides a peak of the path: more knots find it. */
const peak = 1.06;

/**
 * Times a joint path so that it runs from rest to rest, through all positions without a stop, as fast as
 * velocity, acceleration and jerk limits allow. Straight paths get the known optimum (`doubleS`); others
 * are a spline along which `fastestSpeed` finds the speed. What comes out keeps every limit at all times, as the
 * controller will interpolate it (`quinticUse`). Throws unless two positions differ.
 */
export function timeParameterize(
  positions: readonly (readonly number[])[],
  limits: MotionLimits,
): readonly TrajectoryPoint[] {
  const distinct = distinctPositions(positions);
  if (distinct.length < 2) throw new Error('A joint path needs two different positions at least.');
  return withinLimits(
    straight(distinct) ? alongLine(distinct, limits) : alongCurve(distinct, limits),
    limits,
  );
}

/** The spline through positions whose knots are as far apart as the positions are. */
export function splineThrough(positions: readonly (readonly number[])[]): JointSpline {
  const steps = positions.slice(1).map((q, i) => apart(q, positions[i]!));
  return jointSpline({ positions, steps });
}

const apart = (a: readonly number[], b: readonly number[]) => Math.hypot(...a.map((v, j) => v - b[j]!));

/** Whether positions follow one another on the straight line from the first to the last. */
function straight(positions: readonly (readonly number[])[]): boolean {
  const [first, last] = [positions[0]!, positions.at(-1)!];
  const way = last.map((v, j) => v - first[j]!);
  const squared = way.reduce((sum, v) => sum + v * v, 0);
  let before = 0;
  return positions.every((q) => {
    const share = q.reduce((sum, v, j) => sum + (v - first[j]!) * way[j]!, 0) / squared;
    const forward = share >= before;
    before = share;
    return forward && q.every((v, j) => Math.abs(v - first[j]! - share * way[j]!) < straightness);
  });
}

/** Points at the changes of jerk, where quintics through them are the cubics that the motion is made of. */
function alongLine(positions: readonly (readonly number[])[], limits: MotionLimits): TrajectoryPoint[] {
  const [first, last] = [positions[0]!, positions.at(-1)!];
  const way = last.map((v, j) => v - first[j]!);
  const least = (all: readonly number[]) => Math.min(...all.map((limit, j) => limit / Math.abs(way[j]!)));
  const phases = doubleS(1, least(limits.velocity), least(limits.acceleration), least(limits.jerk));
  const total = phases.reduce((sum, phase) => sum + phase.duration, 0);
  const spacing = Math.max(pointSpacing, total / mostPoints);
  const points: TrajectoryPoint[] = [];
  let [t, s, v, a] = [0, 0, 0, 0];
  const add = (end: boolean) =>
    points.push({
      timeFromStart: t,
      positions: end ? [...last] : first.map((q, j) => q + s * way[j]!),
      velocities: way.map((w) => (end ? 0 : v * w)),
      accelerations: way.map((w) => (end ? 0 : a * w)),
    });
  add(false);
  for (const [i, { duration, jerk }] of phases.entries()) {
    const pieces = Math.ceil(duration / spacing - 1e-9);
    const h = duration / pieces;
    for (let k = 1; k <= pieces; k++) {
      s += h * (v + h * (a / 2 + (h * jerk) / 6));
      v += h * (a + (h * jerk) / 2);
      a += h * jerk;
      t += h;
      add(i === phases.length - 1 && k === pieces);
    }
  }
  return points;
}

function alongCurve(positions: readonly (readonly number[])[], limits: MotionLimits): TrajectoryPoint[] {
  const spline = splineThrough(positions);
  const path = easePath(spline, easeOf(spline, limits));
  const kind = positions.length > mostSharpBends ? 'smooth' : 'sharp';
  const count = knotCount[kind];
  const bends = kind === 'sharp' ? bendsOf(positions, path) : [];
  const even = (w: number) => w;
  const coarse = fastestSpeed(path, limits, joined(spread(path, even, count.coarse), bends), {
    gap: searchGap.coarse,
    mostSteps: 40,
  });
  let knots = joined(spread(path, timeOf(coarse), count.fine), bends);
  let slowness = new Float64Array(knots.length - 1).fill(1);
  let warm = coarse;
  for (let repair = 0; ; repair++) {
    const fine = fastestSpeed(path, limits, knots, {
      gap: searchGap[kind],
      mostSteps: 40,
      warm,
      slowness,
    });
    const { points, intervals } = pointsOf(path, fine);
    // What the controller's quintics do between the points that were looked at is mended where it happens.
    let worst = 1;
    const missing = new Float64Array(slowness.length).fill(1);
    for (const [i, interval] of intervals.entries()) {
      const stretch = stretchFor(quinticUse(points[i]!, points[i + 1]!, limits));
      missing[interval] = Math.max(missing[interval]!, stretch);
      worst = Math.max(worst, stretch);
    }
    if (worst < enough || repair === mostRepairs) return points;
    ({ knots, slowness } = mended(knots, slowness, missing, repair === 0));
    warm = fine;
  }
}

/**
 * Knots and slowness for another search, where intervals are `missing` (how many times slower each must be taken):
 * it is slowed by that, or, the first time and if that is much, divided in three.
 */
function mended(knots: Float64Array, slowness: Float64Array, missing: Float64Array, first: boolean) {
  const finer = [knots[0]!];
  const slower: number[] = [];
  for (const [i, stretch] of missing.entries()) {
    const [from, to, slow] = [knots[i]!, knots[i + 1]!, slowness[i]!];
    if (first && stretch > peak) {
      finer.push(from + (to - from) / 3, to - (to - from) / 3);
      slower.push(slow, slow, slow);
    } else slower.push(slow * (stretch > 1 ? stretch * 1.001 : 1));
    finer.push(to);
  }
  return { knots: Float64Array.from(finer), slowness: Float64Array.from(slower) };
}

/** The share of the time that speeding up takes on a straight path of this length: about right for bent ones. */
function easeOf(spline: JointSpline, limits: MotionLimits): number {
  const d = [0, 1, 2, 3].map(() => new Float64Array(spline.dof)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const most = { velocity: 0, acceleration: 0, jerk: 0 };
  for (let k = 0; k <= 16; k++) {
    spline.evaluate((spline.length * k) / 16, ...d);
    for (let j = 0; j < spline.dof; j++) {
      const pace = Math.abs(d[1][j]!);
      most.velocity = Math.max(most.velocity, pace / limits.velocity[j]!);
      most.acceleration = Math.max(most.acceleration, pace / limits.acceleration[j]!);
      most.jerk = Math.max(most.jerk, pace / limits.jerk[j]!);
    }
  }
  const speed = 1 / most.velocity;
  const up = speed * most.acceleration + most.jerk / most.acceleration;
  return Math.min(0.5, Math.max(0.04, up / (up + spline.length / speed)));
}

/** Where (in w) a path has its inner knots. */
function bendsOf(positions: readonly (readonly number[])[], path: EasedPath): readonly number[] {
  let u = 0;
  return positions.slice(1, -1).map((q, i) => {
    u += apart(q, positions[i]!);
    return path.at(u);
  });
}

/** Rising knots and bends in one list; a knot next to a bend gives way to it. */
function joined(knots: readonly number[], bends: readonly number[]): Float64Array {
  const last = knots.length - 1;
  const kept = knots.filter(
    (w, i) =>
      i === 0 ||
      i === last ||
      !bends.some((b) => Math.abs(b - w) < 0.4 * (knots[i + 1]! - knots[i - 1]!) * 0.5),
  );
  // More of them at the ends, where acceleration comes and goes fastest.
  const first = kept[1]!;
  const finer = [0.12, 0.3, 0.55].flatMap((share) => [share * first, 1 - share * (1 - kept.at(-2)!)]);
  return Float64Array.from([...kept, ...bends, ...finer]).sort();
}

/** Time along a motion as a function of w, and as a share of the whole. */
function timeOf(speed: PathSpeed): (w: number) => number {
  const { knots } = speed;
  const times = [0];
  for (let i = 0; i + 1 < knots.length; i++) times.push(times[i]! + speed.timeTo(i, knots[i + 1]!));
  let at = 0;
  return (w) => {
    while (at > 0 && knots[at]! > w) at--;
    while (at < knots.length - 2 && knots[at + 1]! < w) at++;
    return (times[at]! + speed.timeTo(at, w)) / times.at(-1)!;
  };
}

/** Samples of the path when knots are spread. */
const spreadSamples = 240;

/**
 * Knots that are near to each other both in time and in the direction of the way: `time` gives the share of
 * the time up to w. Sharp bends take few moments but need knots all the same.
 */
function spread(path: EasedPath, time: (w: number) => number, count: number): readonly number[] {
  const d = [0, 1, 2, 3].map(() => new Float64Array(path.dof)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const turned = [0];
  const before = new Float64Array(path.dof);
  const at = Array.from({ length: spreadSamples + 1 }, (_, k) => k / spreadSamples);
  for (const [k, w] of at.slice(1, -1).entries()) {
    path.evaluate(w, ...d);
    const size = Math.sqrt(d[1].reduce((sum, v) => sum + v * v, 0));
    let angle = 0;
    for (let j = 0; j < path.dof; j++) {
      const direction = d[1][j]! / size;
      angle += (direction - before[j]!) ** 2;
      before[j] = direction;
    }
    turned.push(turned.at(-1)! + (k === 0 ? 0 : Math.sqrt(angle)));
  }
  turned.push(turned.at(-1)!);
  // A bend of a radian is worth as much as a tenth of the time.
  const weight = Math.min(1, 0.1 * turned.at(-1)!) / Math.max(turned.at(-1)!, 1e-9);
  const measure = at.map((w, k) => time(w) + weight * turned[k]!);
  let i = 0;
  return Array.from({ length: count + 1 }, (_, k) => {
    const wanted = (measure.at(-1)! * k) / count;
    while (i < at.length - 2 && measure[i + 1]! < wanted) i++;
    const [a, b] = [measure[i]!, measure[i + 1]!];
    return k === count ? 1 : at[i]! + ((at[i + 1]! - at[i]!) * (wanted - a)) / (b - a);
  });
}

/** Points at the knots, and between them where those are far apart; and the interval that each piece is in. */
function pointsOf(path: EasedPath, speed: PathSpeed) {
  const { knots } = speed;
  const intervals = knots.length - 1;
  const times = Array.from({ length: intervals }, (_, i) => speed.timeTo(i, knots[i + 1]!));
  const total = times.reduce((sum, t) => sum + t, 0);
  const spacing = Math.max(pointSpacing, total / mostPoints);
  const [p, p1, p2, p3] = [0, 1, 2, 3].map(() => new Float64Array(path.dof)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const y = new Float64Array(3);
  const points: TrajectoryPoint[] = [];
  const inInterval: number[] = [];
  const add = (timeFromStart: number, interval: number, w: number) => {
    if (points.length > 0) inInterval.push(interval);
    path.evaluate(w, p, p1, p2, p3);
    speed.evaluate(interval, w, y);
    const pace = Math.sqrt(y[0]!);
    points.push({
      timeFromStart,
      positions: [...p],
      velocities: Array.from(p1, (d) => d * pace),
      accelerations: Array.from(p2, (d, j) => d * y[0]! + (p1[j]! * y[1]!) / 2),
    });
  };
  add(0, 0, 0);
  let before = 0;
  for (let i = 0; i < intervals; i++) {
    const [from, to] = [knots[i]!, knots[i + 1]!];
    const pieces = Math.ceil(times[i]! / spacing - 1e-9);
    for (let k = 1; k < pieces; k++) {
      const w = from + ((to - from) * k) / pieces;
      add(before + speed.timeTo(i, w), i, w);
    }
    before += times[i]!;
    add(before, i, to);
  }
  return { points, intervals: inInterval };
}

/** Slows points down until every limit holds, all the way, as the controller will run them. */
function withinLimits(points: TrajectoryPoint[], limits: MotionLimits): readonly TrajectoryPoint[] {
  let stretch = shortestSec / points.at(-1)!.timeFromStart;
  for (let i = 0; i + 1 < points.length; i++) {
    stretch = Math.max(stretch, stretchFor(quinticUse(points[i]!, points[i + 1]!, limits)));
  }
  return stretch <= 1 + 1e-9 ? points : slower(points, stretch);
}

const slower = (points: TrajectoryPoint[], k: number): TrajectoryPoint[] =>
  points.map((point) => ({
    timeFromStart: point.timeFromStart * k,
    positions: point.positions,
    velocities: point.velocities.map((v) => v / k),
    accelerations: point.accelerations.map((a) => a / (k * k)),
  }));

/** How many times longer a motion must take for each limit to hold. */
function stretchFor(use: LimitUse): number {
  return Math.max(use.velocity, Math.sqrt(use.acceleration), Math.cbrt(use.jerk));
}
