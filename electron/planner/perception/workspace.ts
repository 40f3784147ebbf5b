import type { Vec3 } from '../../../shared/geometry/pose';

/**
 * Where the gripper's tip may be sent (m, base frame): over the table in front of the robot, off its own
 * base, and within what the arm reaches pointing down. Inside of it inverse kinematics decides.
 */
export const workspace = { x: [0.2, 0.8], y: [-0.55, 0.55], z: [0, 0.7], reach: 0.82 } as const;

/** Words for how a point leaves the workspace; undefined if it does not. */
export function outsideWorkspace(p: Vec3): string | undefined {
  const axes = ['x', 'y', 'z'] as const;
  for (const [k, axis] of axes.entries()) {
    const [low, high] = workspace[axis];
    // Written so that NaN is outside.
    if (!(p[k]! >= low && p[k]! <= high)) return `outside the workspace (${axis} from ${low} to ${high} m)`;
  }
  if (Math.hypot(p[0], p[1]) > workspace.reach) {
    return `farther than the arm reaches pointing down (${workspace.reach} m from its base)`;
  }
  return undefined;
}
