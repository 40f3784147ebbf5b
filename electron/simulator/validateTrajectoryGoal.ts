import { type TrajectoryGoal, trajectoryResultCode } from '../../shared/contract/simulatorContract';
import type { MotionLimits } from '../../shared/motion/limits';

export interface GoalRefusal {
  readonly errorCode: number;
  readonly errorString: string;
}

/** Speed (rad/s) up to which the last point counts as at rest, and the slack on limits for rounding. */
const restSpeed = 1e-6;
const limitSlack = 1e-6;

/**
 * What joint_trajectory_controller checks before it accepts a goal, and the joints' own limits at the
 * points. Does not look at where the arm stands. Undefined: nothing is wrong.
 */
export function validateTrajectoryGoal(goal: TrajectoryGoal, limits: MotionLimits): GoalRefusal | undefined {
  return (
    wrongJoints(goal.jointNames, limits.jointNames) ??
    wrongTolerances(goal) ??
    wrongNumbers(goal) ??
    wrongTimes(goal) ??
    outsideLimits(goal, limits) ??
    endsMoving(goal)
  );
}

const invalidGoal = (errorString: string): GoalRefusal => ({
  errorCode: trajectoryResultCode.INVALID_GOAL,
  errorString,
});

function wrongJoints(names: readonly string[], armJointNames: readonly string[]): GoalRefusal | undefined {
  const wrong = (errorString: string) => ({ errorCode: trajectoryResultCode.INVALID_JOINTS, errorString });
  const unknown = names.find((name) => !armJointNames.includes(name));
  if (unknown !== undefined) return wrong(`The arm has no joint "${unknown}".`);
  const missing = armJointNames.find((name) => !names.includes(name));
  if (missing !== undefined) return wrong(`The goal does not name joint ${missing}.`);
  if (names.length !== armJointNames.length) return wrong('The goal names a joint twice.');
  return undefined;
}

function wrongTolerances(goal: TrajectoryGoal): GoalRefusal | undefined {
  for (const name of ['pathTolerance', 'goalTolerance', 'goalTimeToleranceSec'] as const) {
    const value = goal[name];
    if (!(value > 0 && Number.isFinite(value))) {
      return invalidGoal(`${name} is ${value}; it must be a number above zero.`);
    }
  }
  return undefined;
}

function wrongNumbers(goal: TrajectoryGoal): GoalRefusal | undefined {
  if (goal.points.length === 0) {
    return invalidGoal('The trajectory is empty. An empty trajectory does not stop the arm; cancel does.');
  }
  for (const [i, point] of goal.points.entries()) {
    for (const field of ['positions', 'velocities', 'accelerations'] as const) {
      const values = point[field];
      if (values.length !== goal.jointNames.length) {
        return invalidGoal(`Point ${i} has ${values.length} ${field} for ${goal.jointNames.length} joints.`);
      }
      const bad = values.findIndex((value) => !Number.isFinite(value));
      if (bad >= 0) {
        return invalidGoal(
          `Point ${i}, ${field} of ${goal.jointNames[bad]}: ${values[bad]} is not a number.`,
        );
      }
    }
  }
  return undefined;
}

function wrongTimes(goal: TrajectoryGoal): GoalRefusal | undefined {
  let last = 0;
  for (const [i, { timeFromStart }] of goal.points.entries()) {
    if (!(timeFromStart >= 0 && Number.isFinite(timeFromStart))) {
      return invalidGoal(`Point ${i} is at ${timeFromStart} s; times count from the start.`);
    }
    if (i > 0 && timeFromStart <= last) {
      return invalidGoal(
        `Times must rise: point ${i} is at ${timeFromStart} s, the one before at ${last} s.`,
      );
    }
    last = timeFromStart;
  }
  return undefined;
}

function outsideLimits(goal: TrajectoryGoal, limits: MotionLimits): GoalRefusal | undefined {
  const joints = goal.jointNames.map((name) => limits.jointNames.indexOf(name));
  for (const [i, point] of goal.points.entries()) {
    for (const [k, joint] of joints.entries()) {
      const [lower, upper, fastest] = [limits.lower[joint]!, limits.upper[joint]!, limits.velocity[joint]!];
      const position = point.positions[k]!;
      const speed = Math.abs(point.velocities[k]!);
      if (position < lower - limitSlack || position > upper + limitSlack) {
        return invalidGoal(
          `Point ${i} puts ${goal.jointNames[k]} at ${position.toFixed(4)} rad, outside ${lower} to ${upper} rad.`,
        );
      }
      if (speed > fastest + limitSlack) {
        return invalidGoal(
          `Point ${i} moves ${goal.jointNames[k]} at ${speed.toFixed(3)} rad/s; its limit is ${fastest} rad/s.`,
        );
      }
    }
  }
  return undefined;
}

function endsMoving(goal: TrajectoryGoal): GoalRefusal | undefined {
  const velocities = goal.points.at(-1)!.velocities;
  const moving = velocities.findIndex((v) => Math.abs(v) > restSpeed);
  if (moving < 0) return undefined;
  return invalidGoal(
    `The last point still moves ${goal.jointNames[moving]} at ${velocities[moving]} rad/s; it must be at rest.`,
  );
}
