import type { Pose } from '../geometry/pose';
import { halton } from './halton';
import type { Kinematics } from './kinematics';
import type { MotionLimits } from './limits';
import { defaultIkOptions, type IkOptions, type IkResult, solveIk } from './solveIk';

/** Starts tried before a pose counts as out of reach, and solutions that are enough to choose from. */
const maxStarts = 120;
const enoughSolutions = 4;

/** How far apart two postures are: root of the sum of squared joint differences (rad). */
export function jointDistance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((v, j) => v - (b[j] ?? 0)));
}

/**
 * Inverse kinematics from several starts: the seed, the robot's home, then postures spread over the
 * joint space (the same on every run). Of the first few solutions it gives the one nearest the seed;
 * when there is none, the attempt that came nearest to the target, with `solved` false.
 */
export function findIk(
  kinematics: Kinematics,
  limits: MotionLimits,
  target: Pose,
  seed: readonly number[],
  options: IkOptions = { ...defaultIkOptions, rest: kinematics.robot.home },
): IkResult {
  const solutions: IkResult[] = [];
  let nearest: IkResult | undefined;
  for (let i = 0; i < maxStarts && solutions.length < enoughSolutions; i++) {
    const start =
      i === 0
        ? seed
        : i === 1
          ? kinematics.robot.home
          : halton(i, kinematics.dof).map(
              (h, j) => limits.lower[j]! + h * (limits.upper[j]! - limits.lower[j]!),
            );
    const result = solveIk(kinematics, limits, target, start, options);
    if (result.solved) solutions.push(result);
    const miss = result.positionError + result.rotationError;
    if (!nearest || miss < nearest.positionError + nearest.rotationError) nearest = result;
  }
  const best = solutions.reduce<IkResult | undefined>(
    (a, b) => (a && jointDistance(a.positions, seed) <= jointDistance(b.positions, seed) ? a : b),
    undefined,
  );
  return best ?? nearest!;
}
