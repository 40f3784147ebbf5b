import type { JointLimits } from '../../shared/robot/robotModel';

/**
 * Gains of the position servos. The arm's are scaled by each joint's published torque: full torque answers
 * an error of `fullEffortError`, and damping is critical for the inertia that such a motor usually carries.
 */
const fullEffortError = 0.012;

export interface ServoGains {
  /** N m / rad (N / m) */
  readonly stiffness: number;
  /** N m s / rad (N s / m) */
  readonly damping: number;
}

/** Reflected rotor inertia of an arm joint (kg m^2) and viscous friction (N m s / rad). */
export const armArmature = 0.1;
export const armDamping = 0.5;

export function armGains(limits: JointLimits): ServoGains {
  const stiffness = limits.effort / fullEffortError;
  const typicalInertia = armArmature + limits.effort / 50;
  return { stiffness, damping: 2 * Math.sqrt(stiffness * typicalInertia) };
}

/** The gripper's servo acts on the opening, the sum of both finger joints. */
export const gripperGains: ServoGains = { stiffness: 5000, damping: 40 };
/** Reflected inertia of the finger drive for each finger (kg) and its friction (N s / m). */
export const fingerArmature = 0.1;
export const fingerDamping = 2;
