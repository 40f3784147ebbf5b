import {
  compose,
  conjugate,
  identityPose,
  multiplyQuat,
  type Pose,
  type Quat,
  quatFromAxisAngle,
  type Vec3,
} from '../../shared/geometry/pose';
import type { Joint, RobotModel } from '../../shared/robot/robotModel';
import type { RosTime } from '../ros2/rosTime';
import { names } from './names';

/** geometry_msgs/TransformStamped. */
export interface TransformStamped {
  readonly header: { readonly stamp: RosTime; readonly frame_id: string };
  readonly child_frame_id: string;
  readonly transform: {
    readonly translation: { readonly x: number; readonly y: number; readonly z: number };
    readonly rotation: { readonly x: number; readonly y: number; readonly z: number; readonly w: number };
  };
}

function transform(stamp: RosTime, parent: string, child: string, pose: Pose): TransformStamped {
  const [x, y, z] = pose.position;
  const [qx, qy, qz, qw] = pose.orientation;
  return {
    header: { stamp, frame_id: parent },
    child_frame_id: child,
    transform: { translation: { x, y, z }, rotation: { x: qx, y: qy, z: qz, w: qw } },
  };
}

function motion(joint: Joint, value: number): Pose {
  if (joint.type === 'revolute') {
    return { position: [0, 0, 0], orientation: quatFromAxisAngle(joint.axis, value) };
  }
  const [x, y, z] = joint.axis;
  return { position: [x * value, y * value, z * value], orientation: identityPose.orientation };
}

/** For /tf: the links of all joints that move, as robot_state_publisher makes them. Values by joint name. */
export function jointTransforms(
  robot: RobotModel,
  values: ReadonlyMap<string, number>,
  stamp: RosTime,
): readonly TransformStamped[] {
  return robot.joints
    .filter(({ type }) => type !== 'fixed')
    .map((joint) =>
      transform(
        stamp,
        joint.parent,
        joint.child,
        compose(joint.origin, motion(joint, values.get(joint.name) ?? 0)),
      ),
    );
}

/** REP-103: a body frame (x forward, y left, z up) to the optical frame there (x right, y down, z forward). */
export const bodyToOptical: Quat = [-0.5, 0.5, -0.5, 0.5];

/** For /tf_static: the joints that do not move, and the camera's body and optical frames. */
export function staticTransforms(
  robot: RobotModel,
  opticalInBase: Pose,
  stamp: RosTime,
): readonly TransformStamped[] {
  const zero: Vec3 = [0, 0, 0];
  const body: Pose = {
    position: opticalInBase.position,
    orientation: multiplyQuat(opticalInBase.orientation, conjugate(bodyToOptical)),
  };
  return [
    ...robot.joints
      .filter(({ type }) => type === 'fixed')
      .map((joint) => transform(stamp, joint.parent, joint.child, joint.origin)),
    transform(stamp, robot.baseFrame, names.cameraFrame, body),
    transform(stamp, names.cameraFrame, names.opticalFrame, { position: zero, orientation: bodyToOptical }),
  ];
}
