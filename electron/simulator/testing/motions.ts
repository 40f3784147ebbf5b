import type { TrajectoryPoint } from '../../../shared/contract/plan';
import type { TrajectoryGoal } from '../../../shared/contract/simulatorContract';
import { type MotionLimits, motionLimits } from '../../../shared/motion/limits';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { Simulator } from '../createSimulator';
import type { GripperResult } from '../gripperController';
import type { TrajectoryEvent } from '../jointTrajectoryController';

export type TrajectoryResult = Extract<TrajectoryEvent, { type: 'result' }>;

/** The shortest time (s) in which a quintic from rest to rest keeps to a fraction of all joints' limits. */
export function quinticDuration(
  limits: MotionLimits,
  from: readonly number[],
  to: readonly number[],
  fraction: number,
): number {
  // Peaks over a distance d in time T: velocity 15/8 d/T, acceleration 10/sqrt(3) d/T^2.
  const durations = from.map((start, i) => {
    const distance = Math.abs(to[i]! - start);
    const byVelocity = (1.875 * distance) / (limits.velocity[i]! * fraction);
    const byAcceleration = Math.sqrt((5.7736 * distance) / (limits.acceleration[i]! * fraction));
    return Math.max(byVelocity, byAcceleration);
  });
  return Math.max(0.05, ...durations);
}

/** Points every 20 ms of a quintic from rest to rest. */
export function quinticPoints(
  from: readonly number[],
  to: readonly number[],
  durationSec: number,
): TrajectoryPoint[] {
  const count = Math.ceil(durationSec / 0.02);
  return Array.from({ length: count + 1 }, (_, k) => {
    const s = k / count;
    const shares = [
      10 * s ** 3 - 15 * s ** 4 + 6 * s ** 5,
      (30 * s ** 2 - 60 * s ** 3 + 30 * s ** 4) / durationSec,
      (60 * s - 180 * s ** 2 + 120 * s ** 3) / durationSec ** 2,
    ];
    const scaled = (share: number) => from.map((start, i) => share * (to[i]! - start));
    return {
      timeFromStart: s * durationSec,
      positions: scaled(shares[0]!).map((d, i) => from[i]! + d),
      velocities: scaled(shares[1]!),
      accelerations: scaled(shares[2]!),
    };
  });
}

let goals = 0;

/** A goal with sensible tolerances. */
export function goalOf(
  robot: RobotModel,
  points: TrajectoryPoint[],
  changes: Partial<TrajectoryGoal> = {},
): TrajectoryGoal {
  return {
    goalId: `goal_${++goals}`,
    jointNames: [...robot.armJointNames],
    points,
    pathTolerance: 0.05,
    goalTolerance: 0.005,
    goalTimeToleranceSec: 0.5,
    ...changes,
  };
}

/** The arm's positions in the simulator's last state. */
export function armPositions(simulator: Simulator): number[] {
  return simulator.jointState().positions.slice(0, simulator.robot.armJointNames.length);
}

export function armVelocities(simulator: Simulator): number[] {
  return simulator.jointState().velocities.slice(0, simulator.robot.armJointNames.length);
}

/** Sends a goal and lets time pass until its result; `eachStep` is called after every 2 ms. */
export function runTrajectory(
  simulator: Simulator,
  goal: TrajectoryGoal,
  eachStep: () => void = () => {},
): TrajectoryResult {
  let result: TrajectoryResult | undefined;
  const unsubscribe = simulator.onEvent((event) => {
    if (event.type === 'trajectory' && event.event.type === 'result' && event.event.goalId === goal.goalId)
      result = event.event;
  });
  try {
    const response = simulator.followJointTrajectory(goal);
    if (!response.accepted) throw new Error(response.errorString);
    const limitSec = goal.points.at(-1)!.timeFromStart + goal.goalTimeToleranceSec + 1;
    for (let t = 0; t < limitSec && !result; t += 0.002) {
      simulator.step(0.002);
      eachStep();
    }
  } finally {
    unsubscribe();
  }
  if (!result) throw new Error(`Goal ${goal.goalId} had no result.`);
  return result;
}

/** A quintic from where the reference of the arm is taken to be, to a posture, at a fraction of the limits. */
export function moveTo(
  simulator: Simulator,
  to: readonly number[],
  fraction: number,
  eachStep?: () => void,
): TrajectoryResult {
  const from = armPositions(simulator);
  const points = quinticPoints(from, to, quinticDuration(motionLimits(simulator.robot), from, to, fraction));
  return runTrajectory(simulator, goalOf(simulator.robot, points), eachStep);
}

export function runGripper(
  simulator: Simulator,
  width: number,
  maxEffort: number,
  limitSec = 3,
): GripperResult {
  const goalId = `grip_${++goals}`;
  let result: GripperResult | undefined;
  const unsubscribe = simulator.onEvent((event) => {
    if (event.type === 'gripper' && event.result.goalId === goalId) result = event.result;
  });
  try {
    const response = simulator.gripperCommand({ goalId, width, maxEffort });
    if (!response.accepted) throw new Error(response.errorString);
    for (let t = 0; t < limitSec && !result; t += 0.002) simulator.step(0.002);
  } finally {
    unsubscribe();
  }
  if (!result) throw new Error(`Gripper goal ${goalId} had no result.`);
  return result;
}
