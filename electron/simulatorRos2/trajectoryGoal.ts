import type { TrajectoryPoint } from '../../shared/contract/plan';
import { type TrajectoryGoal, trajectoryResultCode } from '../../shared/contract/simulatorContract';
import { type RosTime, secondsOf } from '../ros2/rosTime';

/** control_msgs/FollowJointTrajectory goal, as far as an arm takes part in it. */
export interface FollowJointTrajectoryGoal {
  readonly trajectory: {
    readonly header: { readonly stamp: RosTime };
    readonly joint_names: readonly string[];
    readonly points: readonly {
      readonly positions: ArrayLike<number>;
      readonly velocities: ArrayLike<number>;
      readonly accelerations: ArrayLike<number>;
      readonly time_from_start: RosTime;
    }[];
  };
  readonly path_tolerance: readonly Tolerance[];
  readonly goal_tolerance: readonly Tolerance[];
  readonly goal_time_tolerance: RosTime;
}

interface Tolerance {
  readonly name: string;
  readonly position: number;
}

/** What holds where a goal says nothing (0), in rad and s; offered as the controller's parameters. */
export const defaultTolerances = { path: 0.2, goal: 0.02, goalTimeSec: 2 } as const;
/** "No tolerance" (-1): wider than any joint's range. */
const unlimited = 1000;
/** A goal may ask to begin no later than this (s) from now. */
const longestWaitSec = 60;

export type ReadGoal =
  | { readonly kind: 'goal'; readonly goal: TrajectoryGoal; readonly startsInSec: number }
  | { readonly kind: 'refused'; readonly errorCode: number; readonly errorString: string };

/**
 * A ROS goal in the simulator's terms. Its one path and one goal tolerance are the narrowest that any joint
 * was given. Velocities and accelerations that the goal leaves out are those of a smooth curve through its
 * points, at rest at both ends. What else is wrong with a goal the simulator's controller says.
 */
export function readTrajectoryGoal(
  goalId: string,
  { trajectory, ...rest }: FollowJointTrajectoryGoal,
  nowSec: number,
): ReadGoal {
  const stampSec = secondsOf(trajectory.header.stamp);
  const times = trajectory.points.map((point) => secondsOf(point.time_from_start));
  const refuse = (errorCode: number, errorString: string): ReadGoal => ({
    kind: 'refused',
    errorCode,
    errorString,
  });
  if (stampSec > 0 && stampSec + (times.at(-1) ?? 0) < nowSec) {
    return refuse(
      trajectoryResultCode.OLD_HEADER_TIMESTAMP,
      `The trajectory's stamp and its points lie ${(nowSec - stampSec - (times.at(-1) ?? 0)).toFixed(2)} s in the past.`,
    );
  }
  const startsInSec = stampSec > 0 ? Math.max(0, stampSec - nowSec) : 0;
  if (startsInSec > longestWaitSec) {
    return refuse(
      trajectoryResultCode.INVALID_GOAL,
      `The trajectory is to begin in ${startsInSec.toFixed(0)} s; at most ${longestWaitSec} s are waited for.`,
    );
  }
  const points = trajectory.points.map((point, i) => ({
    timeFromStart: times[i]!,
    positions: Array.from(point.positions),
    velocities: Array.from(point.velocities),
    accelerations: Array.from(point.accelerations),
  }));
  return {
    kind: 'goal',
    startsInSec,
    goal: {
      goalId,
      jointNames: [...trajectory.joint_names],
      points: withDerivative(
        withDerivative(points, 'positions', 'velocities'),
        'velocities',
        'accelerations',
      ),
      pathTolerance: narrowest(rest.path_tolerance, defaultTolerances.path),
      goalTolerance: narrowest(rest.goal_tolerance, defaultTolerances.goal),
      goalTimeToleranceSec: secondsOf(rest.goal_time_tolerance) || defaultTolerances.goalTimeSec,
      // One that begins now or is waited for begins when it arrives.
      ...(stampSec > 0 && startsInSec === 0 ? { startSec: stampSec } : {}),
    },
  };
}

/** 0 or none: the default; below 0: no tolerance; otherwise as given. NaN goes on, to be refused. */
function narrowest(tolerances: readonly Tolerance[], fallback: number): number {
  if (tolerances.length === 0) return fallback;
  return Math.min(
    ...tolerances.map(({ position }) => (position < 0 ? unlimited : position === 0 ? fallback : position)),
  );
}

type Field = 'positions' | 'velocities' | 'accelerations';

/** Fills `to` where every point leaves it empty: slopes of `from` between the neighbours, zero at both ends. */
function withDerivative(points: readonly TrajectoryPoint[], from: Field, to: Field): TrajectoryPoint[] {
  if (points.some((point) => point[to].length > 0)) return [...points];
  return points.map((point, i) => {
    const [before, after] = [points[i - 1], points[i + 1]];
    const slopes = point[from].map((_, joint) =>
      before && after
        ? (after[from][joint]! - before[from][joint]!) / (after.timeFromStart - before.timeFromStart)
        : 0,
    );
    return { ...point, [to]: slopes };
  });
}
