import type { TrajectoryPoint } from '../../../shared/contract/plan';
import type { Kinematics } from '../../../shared/motion/kinematics';
import { planningLimits, scaleLimits } from '../../../shared/motion/limits';
import { sampleTrajectory } from '../../../shared/motion/sampleTrajectory';
import { timeParameterize } from '../../../shared/motion/timeParameterize';
import type { Postures } from './postures';
import type { Move } from './taskGeometry';

/** A phase's way with its times. */
export interface TimedMove extends Move {
  readonly points: readonly TrajectoryPoint[];
}

/** Share of the speed that phases take which end or begin at an object or a surface. */
const pace: Readonly<Partial<Record<Move['phase'], number>>> = { descend: 0.7, lower: 0.7, retreat: 0.8 };
/** rad: a move in which no joint turns more than this is left out. */
const stillness = 1e-6;
/** rad: postures for the collision check are about this far apart in the joint that turns most. */
const checkStep = { atLeast: 0.005, atMost: 0.02 };

/** Times each move within the planning limits at a speed scale; moves that do not move are dropped. */
export function timeMoves(
  kinematics: Kinematics,
  moves: readonly Move[],
  speedScale: number,
): readonly TimedMove[] {
  const limits = planningLimits(kinematics.robot, speedScale);
  return moves
    .filter(({ postures }) =>
      postures.some((q) => q.some((v, j) => Math.abs(v - postures[0]![j]!) > stillness)),
    )
    .map((move) => ({
      ...move,
      points: timeParameterize(move.postures, scaleLimits(limits, pace[move.phase] ?? 1)),
    }));
}

/**
 * The postures of a timed move as the controller will run it, densely: every point (20 ms), more where the
 * arm is fast, fewer where it is so slow that points hardly differ.
 */
export function densePostures(points: readonly TrajectoryPoint[]): Postures {
  const apart = (a: readonly number[], b: readonly number[]) =>
    a.reduce((most, v, j) => Math.max(most, Math.abs(b[j]! - v)), 0);
  const dense: (readonly number[])[] = [points[0]!.positions];
  for (const [i, b] of points.slice(1).entries()) {
    const a = points[i]!;
    const pieces = Math.ceil(apart(a.positions, b.positions) / checkStep.atMost);
    for (let k = 1; k < pieces; k++) {
      const time = a.timeFromStart + ((b.timeFromStart - a.timeFromStart) * k) / pieces;
      dense.push(sampleTrajectory(points, time).positions);
    }
    const last = i === points.length - 2;
    if (last || apart(dense.at(-1)!, b.positions) >= checkStep.atLeast) dense.push(b.positions);
  }
  return dense;
}
