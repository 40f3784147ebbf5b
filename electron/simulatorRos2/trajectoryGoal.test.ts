import { describe, expect, it } from 'vitest';
import { rosTime } from '../ros2/rosTime';
import { type FollowJointTrajectoryGoal, readTrajectoryGoal } from './trajectoryGoal';

const point = (
  sec: number,
  position: number,
  rest: Partial<{ velocities: number[]; accelerations: number[] }> = {},
) => ({
  positions: Float64Array.of(position),
  velocities: [] as number[],
  accelerations: [] as number[],
  time_from_start: rosTime(sec),
  ...rest,
});
const goal = (
  change: Partial<FollowJointTrajectoryGoal> & { stampSec?: number } = {},
): FollowJointTrajectoryGoal => ({
  trajectory: {
    header: { stamp: rosTime(change.stampSec ?? 0) },
    joint_names: ['a'],
    points: [point(0, 0), point(1, 1), point(3, 2)],
  },
  path_tolerance: [],
  goal_tolerance: [],
  goal_time_tolerance: rosTime(0),
  ...change,
});
function read(change?: Parameters<typeof goal>[0], nowSec = 1000) {
  const result = readTrajectoryGoal('g', goal(change), nowSec);
  if (result.kind !== 'goal') throw new Error(result.errorString);
  return result;
}

describe('a ROS goal', () => {
  it('gets its missing velocities from its neighbours, and rests at both ends', () => {
    expect(read().goal.points.map(({ velocities }) => velocities)).toEqual([[0], [2 / 3], [0]]);
    expect(read().goal.points.map(({ accelerations }) => accelerations)).toEqual([[0], [0], [0]]);
  });

  it('keeps what it gives', () => {
    const points = [point(0, 0, { velocities: [0.1] }), point(1, 1, { velocities: [0.2] })];
    const given = goal();
    const trajectory = { ...given.trajectory, points };
    expect(read({ trajectory }).goal.points.map(({ velocities }) => velocities)).toEqual([[0.1], [0.2]]);
  });

  it('takes the narrowest tolerance, the default for 0, and none for -1', () => {
    expect(read().goal).toMatchObject({ pathTolerance: 0.2, goalTolerance: 0.02, goalTimeToleranceSec: 2 });
    const tolerances = [
      { name: 'a', position: 0.1 },
      { name: 'b', position: 0.05 },
    ];
    expect(read({ path_tolerance: tolerances, goal_time_tolerance: rosTime(0.5) }).goal).toMatchObject({
      pathTolerance: 0.05,
      goalTimeToleranceSec: 0.5,
    });
    expect(read({ goal_tolerance: [{ name: 'a', position: 0 }] }).goal.goalTolerance).toBe(0.02);
    expect(read({ goal_tolerance: [{ name: 'a', position: -1 }] }).goal.goalTolerance).toBe(1000);
  });

  it('begins at its stamp, and is refused when that lies wholly in the past', () => {
    expect(read().startsInSec).toBe(0);
    expect(read({ stampSec: 1002 }).startsInSec).toBe(2);
    expect(read({ stampSec: 998 }).startsInSec).toBe(0);
    expect(readTrajectoryGoal('g', goal({ stampSec: 990 }), 1000)).toMatchObject({ errorCode: -3 });
    expect(readTrajectoryGoal('g', goal({ stampSec: 2000 }), 1000)).toMatchObject({ errorCode: -1 });
  });
});
