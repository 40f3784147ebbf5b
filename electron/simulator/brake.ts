import type { MotionLimits } from '../../shared/motion/limits';
import type { JointReference } from './jointReference';

/** Speed (rad/s) below which a braking joint is simply at rest. */
const restSpeed = 1e-9;

/**
 * One step (s) of braking every joint to rest as fast as its acceleration and jerk limits allow, each on
 * its own. The accelerations of a reference are those of the step that follows it. Feed the answer back in
 * until all velocities are zero; then the positions stay.
 */
export function brakeStep(reference: JointReference, limits: MotionLimits, stepSec: number): JointReference {
  const velocities = reference.velocities.map((before, i) => {
    const velocity = before + reference.accelerations[i]! * stepSec;
    return Math.abs(velocity) < restSpeed ? 0 : velocity;
  });
  const positions = reference.positions.map(
    (before, i) => before + ((reference.velocities[i]! + velocities[i]!) / 2) * stepSec,
  );
  const accelerations = reference.accelerations.map((before, i) => {
    const wanted = clamp(-velocities[i]! / stepSec, limits.acceleration[i]!);
    return before + clamp(wanted - before, limits.jerk[i]! * stepSec);
  });
  return { positions, velocities, accelerations };
}

function clamp(value: number, bound: number): number {
  return Math.min(bound, Math.max(-bound, value));
}
