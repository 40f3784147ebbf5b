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

/** m: a waypoint outside is brought back by this much at most; farther off it means something else. */
export const mostBroughtBack = 0.08;

/** The nearest point of the workspace to one outside of it, level, at the same height. */
export function nearestInside([x, y, z]: Vec3): Vec3 {
  const within = (v: number, [low, high]: readonly [number, number]) => Math.min(high, Math.max(low, v));
  let [nx, ny] = [within(x, workspace.x), within(y, workspace.y)];
  const far = Math.hypot(nx, ny);
  if (far > workspace.reach) {
    // A hair inside, or rounding would leave it out.
    const share = (workspace.reach - 1e-6) / far;
    [nx, ny] = [Math.max(nx * share, workspace.x[0]), ny * share];
    if (Math.hypot(nx, ny) > workspace.reach) {
      ny = Math.sign(ny) * Math.sqrt(workspace.reach ** 2 - nx ** 2 - 1e-6);
    }
  }
  return [nx, ny, z];
}
