import { type Ros2Profile, ros2ProfileSchema } from '../../shared/contract/connection';
import type { ConnectionId, ConnectionView } from '../../shared/contract/connectionView';

/** Connection views for tests and for the screens without a backend. */
export const benchArm: Ros2Profile = ros2ProfileSchema.parse({
  version: 1,
  kind: 'ros2',
  name: 'Bench arm',
  model: {
    source: { kind: 'bundled', name: 'ur5e' },
    armJointNames: ['shoulder_pan_joint', 'shoulder_lift_joint', 'elbow_joint'],
    limits: { elbow_joint: { lower: -2.6, upper: 2.6, velocity: 1 } },
  },
  trajectory: { action: '/scaled_joint_trajectory_controller/follow_joint_trajectory' },
  gripper: {
    kind: 'gripperCommand',
    action: '/gripper/gripper_cmd',
    joint: 'finger_joint',
    scale: { closed: { width: 0, position: 0.8 }, open: { width: 0.085, position: 0 } },
  },
  cameras: [
    {
      name: 'RealSense',
      color: { topic: '/camera/camera/color/image_raw', transport: 'raw' },
      depth: { topic: '/camera/camera/aligned_depth_to_color/image_raw' },
      info: '/camera/camera/color/camera_info',
      pose: { kind: 'tf' },
    },
  ],
});

export function connectedTo(
  active: ConnectionId,
  change: { readonly simulated?: boolean; readonly switchingTo?: ConnectionId } = {},
): ConnectionView {
  const { simulated = false, switchingTo = null } = change;
  return {
    active,
    profile: active === 'simulator' || active === 'none' ? null : { ...benchArm, simulated },
    switchingTo,
    problem: null,
    ros2: {
      state: 'ready',
      source: 'system',
      distro: 'jazzy',
      prefix: '/opt/ros/jazzy',
      text: 'ROS 2 Jazzy of this machine.',
      next: '',
    },
  };
}
