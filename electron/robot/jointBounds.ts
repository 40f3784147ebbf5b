import type { MotionLimits } from '../../shared/motion/limits';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { MeasuredJoints } from './standstill';

/** rad: how far past its end a joint may be measured: control error and calibration. */
export const positionSlack = 0.03;
/** How much faster than its limit a joint may be measured (share, and rad/s): noise and overshoot. */
export const velocitySlack = { share: 1.2, radPerSec: 0.1 } as const;
/** How much more than its limit a joint may push, as far as that is told. */
export const effortSlack = 1.05;

/**
 * What the arm is measured to do beyond its limits, in words; null when it is within them. No motion that
 * was approved leads there: something else moves the arm, or it is not the robot of the model.
 */
export function createJointBounds(model: RobotModel, limits: MotionLimits) {
  const effortLimits = limits.jointNames.map(
    (name) => model.joints.find((joint) => joint.name === name)?.limits?.effort ?? 0,
  );
  return ({ positions, velocities, efforts }: MeasuredJoints): string | null => {
    for (const [j, name] of limits.jointNames.entries()) {
      const [p, v, e] = [positions[j]!, velocities[j]!, efforts?.[j] ?? 0];
      const [lower, upper, fastest] = [limits.lower[j]!, limits.upper[j]!, limits.velocity[j]!];
      if (p < lower - positionSlack || p > upper + positionSlack) {
        return `${name} is at ${p.toFixed(3)} rad, outside its limits (${lower.toFixed(3)} to ${upper.toFixed(3)} rad).`;
      }
      if (Math.abs(v) > fastest * velocitySlack.share + velocitySlack.radPerSec) {
        return `${name} moves at ${v.toFixed(2)} rad/s; its limit is ${fastest.toFixed(2)} rad/s.`;
      }
      const strongest = effortLimits[j]!;
      if (strongest > 0 && Math.abs(e) > strongest * effortSlack) {
        return `${name} pushes with ${e.toFixed(1)} N m; its limit is ${strongest.toFixed(1)} N m.`;
      }
    }
    return null;
  };
}
