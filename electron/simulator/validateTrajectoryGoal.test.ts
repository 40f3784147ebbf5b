import { describe, expect, it } from 'vitest';
import { type TrajectoryGoal, trajectoryResultCode } from '../../shared/contract/simulatorContract';
import { motionLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import { goalOf, quinticPoints } from './testing/motions';
import { validateTrajectoryGoal } from './validateTrajectoryGoal';

const limits = motionLimits(fr3);
const target = fr3.home.map((q, i) => q + (i === 3 ? -0.2 : 0.1));
const good = () => goalOf(fr3, quinticPoints(fr3.home, target, 1));

/** The good goal with its last point changed. */
function lastPoint(changes: Partial<TrajectoryGoal['points'][number]>): TrajectoryGoal {
  const goal = good();
  return { ...goal, points: [...goal.points.slice(0, -1), { ...goal.points.at(-1)!, ...changes }] };
}
const replace = (values: readonly number[], index: number, value: number) =>
  values.map((v, i) => (i === index ? value : v));

describe('validateTrajectoryGoal', () => {
  it('finds nothing wrong with a good goal, in any order of its joints', () => {
    expect(validateTrajectoryGoal(good(), limits)).toBeUndefined();
    const goal = good();
    const points = goal.points.map((p) => ({
      timeFromStart: p.timeFromStart,
      positions: [...p.positions].reverse(),
      velocities: [...p.velocities].reverse(),
      accelerations: [...p.accelerations].reverse(),
    }));
    const reversed = { ...goal, jointNames: [...goal.jointNames].reverse(), points };
    expect(validateTrajectoryGoal(reversed, limits)).toBeUndefined();
    expect(validateTrajectoryGoal({ ...reversed, jointNames: goal.jointNames }, limits)?.errorString).toMatch(
      /outside/,
    );
  });

  const names = [...fr3.armJointNames];
  it.each<[string, readonly string[], RegExp]>([
    ['an unknown joint', ['panda_joint1', ...names.slice(1)], /no joint "panda_joint1"/],
    ['a missing joint', names.slice(0, 6), /does not name joint fr3_joint7/],
    ['a joint twice', [...names, 'fr3_joint1'], /twice/],
    ['no joint', [], /does not name/],
  ])('INVALID_JOINTS: %s', (_, jointNames, words) => {
    const refusal = validateTrajectoryGoal({ ...good(), jointNames: [...jointNames] }, limits);
    expect(refusal?.errorCode).toBe(trajectoryResultCode.INVALID_JOINTS);
    expect(refusal?.errorString).toMatch(words);
  });

  const rising = good();
  it.each<[string, TrajectoryGoal, RegExp]>([
    ['no points', { ...good(), points: [] }, /empty.*cancel/],
    [
      'a time twice',
      { ...rising, points: [rising.points[0]!, ...rising.points] },
      /Times must rise: point 1/,
    ],
    [
      'a time before the start',
      { ...rising, points: rising.points.map((p) => ({ ...p, timeFromStart: p.timeFromStart - 0.5 })) },
      /Point 0 is at -0.5 s/,
    ],
    ['no time at all', lastPoint({ timeFromStart: Number.NaN }), /is at NaN s/],
    [
      'a position that is no number',
      lastPoint({ positions: replace(target, 2, Number.NaN) }),
      /positions of fr3_joint3: NaN/,
    ],
    [
      'an infinite velocity',
      lastPoint({ velocities: replace(target, 2, Number.POSITIVE_INFINITY) }),
      /velocities of fr3_joint3/,
    ],
    ['an acceleration missing', lastPoint({ accelerations: [0, 0] }), /2 accelerations for 7 joints/],
    [
      'a position past a limit',
      lastPoint({ positions: replace(target, 3, 0) }),
      /fr3_joint4 at 0.0000 rad, outside -3.0421 to -0.1518/,
    ],
    [
      'a velocity past a limit',
      {
        ...rising,
        points: rising.points.map((p, i) =>
          i === 5 ? { ...p, velocities: replace(p.velocities, 0, 2.7) } : p,
        ),
      },
      /fr3_joint1 at 2.700 rad\/s; its limit is 2.62/,
    ],
    [
      'an end in motion',
      lastPoint({
        velocities: replace(
          target.map(() => 0),
          6,
          0.01,
        ),
      }),
      /still moves fr3_joint7/,
    ],
    ['no path tolerance', { ...good(), pathTolerance: 0 }, /pathTolerance is 0/],
    ['a goal tolerance below zero', { ...good(), goalTolerance: -1 }, /goalTolerance is -1/],
    [
      'a time tolerance that is no number',
      { ...good(), goalTimeToleranceSec: Number.NaN },
      /goalTimeToleranceSec is NaN/,
    ],
  ])('INVALID_GOAL: %s', (_, goal, words) => {
    const refusal = validateTrajectoryGoal(goal, limits);
    expect(refusal?.errorCode).toBe(trajectoryResultCode.INVALID_GOAL);
    expect(refusal?.errorString).toMatch(words);
  });
});
