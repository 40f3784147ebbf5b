import type { Fences } from '../contract/fences';
import type { Vec3 } from '../geometry/pose';
import type { RobotModel } from '../robot/robotModel';
import type { MotionLimits } from './limits';
import { motionLimits } from './limits';
import { sha256Hex } from './sha256';

/** Names a set of fences: SHA-256 of their JSON in this file's field order. In every Plan; the gate compares. */
export function fencesHash({ workspace, keepOut, joints }: Fences): string {
  return sha256Hex(
    JSON.stringify([
      [workspace.min, workspace.max],
      keepOut.map(({ name, min, max }) => [name, min, max]),
      joints.map(({ joint, lower, upper }) => [joint, lower, upper]),
    ]),
  );
}

/** Limits with the soft ones in them; positions only become tighter. Joints that the robot lacks are left out. */
export function withSoftLimits(limits: MotionLimits, { joints }: Pick<Fences, 'joints'>): MotionLimits {
  const soft = (name: string) => joints.find(({ joint }) => joint === name);
  return {
    ...limits,
    lower: limits.lower.map((l, j) => Math.max(l, soft(limits.jointNames[j]!)?.lower ?? l)),
    upper: limits.upper.map((u, j) => Math.min(u, soft(limits.jointNames[j]!)?.upper ?? u)),
  };
}

/** Why a point may not be there, naming the fence; undefined if it may. Not a number is nowhere. */
export function outsideFences({ workspace, keepOut }: Fences, x: number, y: number, z: number) {
  if (!holds(workspace, x, y, z)) return 'leaves the workspace fence';
  for (const box of keepOut) {
    if (holds(box, x, y, z)) return `enters the keep-out box "${box.name}"`;
  }
  return undefined;
}

const holds = (
  { min, max }: { readonly min: Vec3; readonly max: Vec3 },
  x: number,
  y: number,
  z: number,
): boolean => x >= min[0] && x <= max[0] && y >= min[1] && y <= max[1] && z >= min[2] && z <= max[2];

/** Why these fences make no sense for a robot, in words; null when they do. */
export function fencesProblem(fences: Fences, robot: RobotModel): string | null {
  const limits = motionLimits(robot);
  for (const { joint, lower, upper } of fences.joints) {
    const j = limits.jointNames.indexOf(joint);
    if (j < 0) {
      return `There is a soft limit for "${joint}", but ${robot.name} has only ${limits.jointNames.join(', ')}.`;
    }
    const [low, high] = [limits.lower[j]!, limits.upper[j]!];
    if (Math.max(low, lower) >= Math.min(high, upper)) {
      return `The soft limit of ${joint} (${lower} .. ${upper} rad) leaves nothing of its range (${low} .. ${high} rad).`;
    }
  }
  const base = outsideFences(fences, ...shoulderOf(robot));
  return base ? `The first joint of ${robot.name}, which cannot move away, ${base}.` : null;
}

/** Where the first arm joint turns: it stands still, whatever the arm does. */
function shoulderOf(robot: RobotModel): Vec3 {
  const first = robot.joints.find(({ name }) => name === robot.armJointNames[0]);
  // Further down the tree there may be fixed mounts; those of the bundled and read models stand at the base.
  return first && first.parent === robot.baseFrame ? first.origin.position : [0, 0, 0];
}
