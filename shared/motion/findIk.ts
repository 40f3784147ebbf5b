import type { Pose } from '../geometry/pose';
import { createIkStarts, type IkStarts } from './ikStarts';
import type { Kinematics } from './kinematics';
import type { MotionLimits } from './limits';
import { defaultIkOptions, type IkOptions, type IkResult, solveIk } from './solveIk';

/** Solutions that are enough to choose from, and starts tried after the first one to find more. */
const enoughSolutions = 4;
const startsAfterFirst = 4;

/** How far apart two postures are: root of the sum of squared joint differences (rad). */
export function jointDistance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((v, j) => v - (b[j] ?? 0)));
}

/** Starts are worked out once for a robot and its limits. */
const startsOf = new WeakMap<Kinematics, Map<string, IkStarts>>();

function ikStarts(kinematics: Kinematics, limits: MotionLimits): IkStarts {
  const byLimits = startsOf.get(kinematics) ?? new Map<string, IkStarts>();
  startsOf.set(kinematics, byLimits);
  const key = `${limits.lower} ${limits.upper}`;
  const starts = byLimits.get(key) ?? createIkStarts(kinematics, limits);
  byLimits.set(key, starts);
  return starts;
}

/**
 * Inverse kinematics from several starts: the seed, the robot's home, then the postures known to come
 * nearest to the pose (the same on every run). Of the first few solutions it gives the one nearest the
 * seed, joints of more than one turn in the turn nearest to it; when there is none, the attempt that came
 * nearest to the target, with `solved` false.
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
  let sinceFirst = 0;
  const attempt = (start: readonly number[]): boolean => {
    if (solutions.length > 0) sinceFirst++;
    const result = solveIk(kinematics, limits, target, start, options);
    if (result.solved)
      solutions.push({ ...result, positions: inNearestTurn(result.positions, seed, limits) });
    const miss = result.positionError + result.rotationError;
    if (!nearest || miss < nearest.positionError + nearest.rotationError) nearest = result;
    return solutions.length >= enoughSolutions || sinceFirst >= startsAfterFirst;
  };
  if (!attempt(seed) && !attempt(kinematics.robot.home)) {
    ikStarts(kinematics, limits).near(target).some(attempt);
  }
  const best = solutions.reduce<IkResult | undefined>(
    (a, b) => (a && jointDistance(a.positions, seed) <= jointDistance(b.positions, seed) ? a : b),
    undefined,
  );
  return best ?? nearest!;
}

/** The same posture with each joint turned by whole turns, as far as its limits let it, towards the seed. */
function inNearestTurn(
  positions: readonly number[],
  seed: readonly number[],
  { lower, upper }: MotionLimits,
): readonly number[] {
  const turn = 2 * Math.PI;
  return positions.map((q, j) => {
    const turned = q + turn * Math.round(((seed[j] ?? q) - q) / turn);
    return turned >= lower[j]! && turned <= upper[j]! ? turned : q;
  });
}
