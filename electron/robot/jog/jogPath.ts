import type { TrajectoryPoint } from '../../../shared/contract/plan';

/** s: everything about a jogged motion lies on this grid of the robot's time. */
export const tickSec = 0.02;
/**
 * Ticks of the two averages through which a wanted velocity goes. After both, a step has become a smooth curve of
 * bounded acceleration and jerk, and it ends exactly: so long after nothing is wanted any more, the arm rests.
 */
const firstWindow = 6;
const secondWindow = 4;
const settleTicks = firstWindow + secondWindow;
/** s: from nothing wanted to rest; and in how long a velocity is reached. */
export const restSec = settleTicks * tickSec;
export const rampSec = firstWindow * tickSec;
/** Ticks of the past that are kept: what the averages look back on, and some for a message on its way. */
const keptTicks = settleTicks + 5;

/** One instant of a jogged motion. */
interface Knot {
  readonly positions: readonly number[];
  readonly velocities: readonly number[];
  readonly accelerations: readonly number[];
  /** Wanted during the tick that ends here, and after the first average; in the units of the command. */
  readonly wanted: readonly number[];
  readonly averaged: readonly number[];
}

/** Velocity of the joints (rad/s) that follows from a commanded velocity in a posture. */
export type ToJoints = (positions: readonly number[], commanded: readonly number[]) => readonly number[];

/** A motion that ends at rest, whatever becomes of those who asked for it. */
export interface JogPath {
  /** Tick of the first knot. */
  readonly first: number;
  readonly knots: readonly Knot[];
  /** Until this tick something is wanted; the path is at rest `restSec` later. */
  readonly wantedUntil: number;
}

const zeros = (n: number): number[] => Array.from({ length: n }, () => 0);
const restingKnot = (positions: readonly number[], size: number): Knot => ({
  positions,
  velocities: zeros(positions.length),
  accelerations: zeros(positions.length),
  wanted: zeros(size),
  averaged: zeros(size),
});

/** An arm that rests, as the path that a motion begins from; `size` is that of its commands. */
export function restingPath(positions: readonly number[], tick: number, size: number): JogPath {
  const knots = Array.from({ length: keptTicks + 1 }, () => restingKnot(positions, size));
  return { first: tick - keptTicks, knots, wantedUntil: tick - settleTicks };
}

export const lastTick = (path: JogPath): number => path.first + path.knots.length - 1;
export const sizeOf = (path: JogPath): number => path.knots[0]!.wanted.length;
/** The posture in which it ends. */
export const endOf = (path: JogPath): readonly number[] => path.knots.at(-1)!.positions;

/** What is wanted of a path at its end; zeros once it only comes to rest. */
export const wantedAt = (path: JogPath, tick: number): readonly number[] =>
  path.knots[tick - path.first]?.wanted ?? zeros(sizeOf(path));

/**
 * The path as it is until the tick `splice`; from there on `wanted` for `holdTicks`, then to rest. With none to
 * hold for, it is the way to rest. Integrated by Simpson's rule, exact for joints.
 */
export function extendPath(
  path: JogPath,
  splice: number,
  wanted: readonly number[],
  holdTicks: number,
  toJoints: ToJoints,
): JogPath {
  const size = wanted.length;
  const nothing = zeros(size);
  const resting = restingKnot(endOf(path), size);
  const from = Math.max(path.first, splice - keptTicks);
  const kept: Knot[] = [];
  for (let k = from; k <= splice; k++) {
    const knot = path.knots[k - path.first] ?? resting;
    // Commands of another kind begin from rest only.
    kept.push(knot.wanted.length === size ? knot : { ...knot, wanted: nothing, averaged: nothing });
  }

  const count = holdTicks + settleTicks;
  const wants = kept.map((knot) => knot.wanted);
  const averages = kept.map((knot) => knot.averaged);
  for (let i = 1; i <= count; i++) {
    wants.push(i <= holdTicks ? wanted : nothing);
    averages.push(nothing.map((_, c) => sum(wants.slice(-firstWindow), c) / firstWindow));
  }
  const at = kept.length - 1;
  const commanded = (i: number) =>
    nothing.map((_, c) => {
      const window = averages.slice(at + i - secondWindow, at + i + 1);
      return (sum(window, c) - (window[0]![c]! + window.at(-1)![c]!) / 2) / secondWindow;
    });
  const slope = (i: number, c: number) =>
    (averages[at + i]![c]! - averages[at + i - secondWindow]![c]!) / (secondWindow * tickSec);
  /** Half-way to knot i + 1. */
  const between = (i: number, now: readonly number[]) =>
    now.map((v, c) => v + (tickSec / 8) * (3 * slope(i, c) + slope(i + 1, c)));

  const positions: (readonly number[])[] = [kept[at]!.positions];
  const velocities: (readonly number[])[] = [kept[at]!.velocities];
  const middles: (readonly number[])[] = [];
  for (let i = 0; i < count; i++) {
    const [q, v] = [positions[i]!, velocities[i]!];
    const middle = toJoints(
      q.map((p, j) => p + (tickSec / 2) * v[j]!),
      between(i, commanded(i)),
    );
    const ahead = q.map((p, j) => p + tickSec * middle[j]!);
    const next = i + 1 === count ? v.map(() => 0) : toJoints(ahead, commanded(i + 1));
    positions.push(q.map((p, j) => p + (tickSec / 6) * (v[j]! + 4 * middle[j]! + next[j]!)));
    velocities.push(next);
    middles.push(middle);
  }
  /** The slopes of the parabolas of the tick before and the tick after, which agree but for rounding. */
  const acceleration = (k: number, j: number) => {
    const [before, now, after] = [velocities[k - 1]!, velocities[k]!, velocities[k + 1]];
    if (!after) return 0;
    const coming = 3 * now[j]! - 4 * middles[k - 1]![j]! + before[j]!;
    const going = -3 * now[j]! + 4 * middles[k]![j]! - after[j]!;
    return (coming + going) / (2 * tickSec);
  };
  const added = Array.from({ length: count }, (_, i): Knot => {
    const k = i + 1;
    return {
      positions: positions[k]!,
      velocities: velocities[k]!,
      accelerations: velocities[k]!.map((_v, j) => acceleration(k, j)),
      wanted: wants[at + k]!,
      averaged: k === count ? nothing : averages[at + k]!,
    };
  });
  return { first: from, knots: [...kept, ...added], wantedUntil: splice + holdTicks };
}

/** The points from a tick on, that one at time 0. */
export function pointsFrom(path: JogPath, tick: number): TrajectoryPoint[] {
  return path.knots.slice(Math.max(0, tick - path.first)).map((knot, i) => ({
    timeFromStart: round(i * tickSec),
    positions: [...knot.positions],
    velocities: [...knot.velocities],
    accelerations: [...knot.accelerations],
  }));
}

const round = (value: number) => Math.round(value * 1e6) / 1e6;
const sum = (vectors: readonly (readonly number[])[], c: number) =>
  vectors.reduce((total, vector) => total + vector[c]!, 0);
