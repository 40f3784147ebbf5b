import { compose, identityPose, type Pose, quatFromAxisAngle, type Vec3 } from '../geometry/pose';
import type { RobotModel } from './robotModel';

/** Joint values by name (rad or m); a joint that is not named stands at zero. */
export type JointValues = Readonly<Record<string, number>>;

/** Poses of all link frames in the base frame, by link name. */
export function forwardKinematics(robot: RobotModel, values: JointValues): ReadonlyMap<string, Pose> {
  const poses = new Map<string, Pose>([[robot.baseFrame, identityPose]]);
  for (const joint of robot.joints) {
    const parent = poses.get(joint.parent);
    if (!parent) throw new Error(`Joint ${joint.name}: parent link ${joint.parent} is not placed yet.`);
    const value = values[joint.name] ?? 0;
    const motion: Pose =
      joint.type === 'revolute'
        ? { position: [0, 0, 0], orientation: quatFromAxisAngle(joint.axis, value) }
        : joint.type === 'prismatic'
          ? { position: joint.axis.map((a) => a * value) as unknown as Vec3, orientation: [0, 0, 0, 1] }
          : identityPose;
    poses.set(joint.child, compose(compose(parent, joint.origin), motion));
  }
  return poses;
}

/** Zips an arm joint vector (armJointNames order) into named values. */
export function armValues(robot: RobotModel, positions: readonly number[]): JointValues {
  return Object.fromEntries(robot.armJointNames.map((name, i) => [name, positions[i] ?? 0]));
}
