import type { JointLimits, RobotModel } from '../robot/robotModel';
import { sha256Hex } from './sha256';

/** What each arm joint may do, as arrays in armJointNames order (rad, rad/s, rad/s^2, rad/s^3). */
export interface MotionLimits {
  readonly jointNames: readonly string[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly velocity: readonly number[];
  readonly acceleration: readonly number[];
  readonly jerk: readonly number[];
}

/** The robot's own limits: what the gate holds every plan to. Throws if an arm joint has none. */
export function motionLimits(robot: RobotModel): MotionLimits {
  const all = robot.armJointNames.map((name): JointLimits => {
    const limits = robot.joints.find((joint) => joint.name === name)?.limits;
    if (!limits) throw new Error(`Robot ${robot.name}: arm joint ${name} has no limits.`);
    return limits;
  });
  return {
    jointNames: robot.armJointNames,
    lower: all.map((l) => l.lower),
    upper: all.map((l) => l.upper),
    velocity: all.map((l) => l.velocity),
    acceleration: all.map((l) => l.acceleration),
    jerk: all.map((l) => l.jerk),
  };
}

/**
 * Limits for a motion slowed down by `speedScale` (0..1]: what is inside the full limits at full
 * speed is inside these when it takes 1 / speedScale times as long, so velocity goes with the scale,
 * acceleration with its square, jerk with its cube. Positions stay.
 */
export function scaleLimits(limits: MotionLimits, speedScale: number): MotionLimits {
  return {
    ...limits,
    velocity: limits.velocity.map((v) => v * speedScale),
    acceleration: limits.acceleration.map((a) => a * speedScale ** 2),
    jerk: limits.jerk.map((j) => j * speedScale ** 3),
  };
}

/**
 * How much of the robot's limits the planner uses at speed scale 1. The published jerk (5000 rad/s^3)
 * and acceleration are what the joints bear, not what a held object, the table the arm stands on or a
 * person watching likes: 4 % of the jerk reaches half of the acceleration in 25 ms, which feels smooth
 * and costs a move about a tenth of a second.
 */
export const comfort = { velocity: 0.9, acceleration: 0.5, jerk: 0.04 } as const;

/** rad: planned postures stay this far from the ends of each joint, for control error and rounding. */
export const positionMargin = 0.02;

/** The limits that the planner plans within: comfortable shares of the robot's, slowed, ends kept clear. */
export function planningLimits(robot: RobotModel, speedScale: number): MotionLimits {
  const limits = motionLimits(robot);
  return scaleLimits(
    {
      jointNames: limits.jointNames,
      lower: limits.lower.map((l) => l + positionMargin),
      upper: limits.upper.map((u) => u - positionMargin),
      velocity: limits.velocity.map((v) => v * comfort.velocity),
      acceleration: limits.acceleration.map((a) => a * comfort.acceleration),
      jerk: limits.jerk.map((j) => j * comfort.jerk),
    },
    speedScale,
  );
}

/** Names a set of limits: SHA-256 of their JSON in this file's field order. In every Plan; the gate compares. */
export function limitsHash(limits: MotionLimits): string {
  const { jointNames, lower, upper, velocity, acceleration, jerk } = limits;
  return sha256Hex(JSON.stringify({ jointNames, lower, upper, velocity, acceleration, jerk }));
}
