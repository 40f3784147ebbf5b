import { at, fixed, revolute, sliding } from './jointBuilders';
import type { JointLimits, RobotModel } from './robotModel';
import { gripperReach, ur5eLinks } from './ur5eLinks';

/**
 * Universal Robots UR5e with a Robotiq 2F-85. Kinematics and limits are the manufacturer's published
 * nominal figures (DH parameters and data sheet, as in its ROS description; a calibrated robot's own
 * description differs by a millimetre or so); acceleration is what its MoveIt configuration allows. Link
 * and joint names are those of the ROS driver. The gripper's fingers swing on linkages; here they slide,
 * which is the same to a few millimetres in height (`gripperReach` is the farthest the tips come).
 */
const quarter = Math.PI / 2;
const turn = 2 * Math.PI;

const limits = (range: number, effort: number): JointLimits => ({
  lower: -range,
  upper: range,
  velocity: Math.PI,
  acceleration: 5,
  jerk: 2500,
  effort,
});

const fingerLimits: JointLimits = {
  lower: 0,
  upper: 0.0425,
  velocity: 0.075,
  acceleration: 1,
  jerk: 20,
  effort: 100,
};
const fingerOrigin = at([0, 0, 0.1]);

export const ur5e: RobotModel = {
  name: 'ur5e',
  baseFrame: 'base_link',
  links: ur5eLinks,
  joints: [
    fixed('base_link-base_link_inertia', 'base_link', 'base_link_inertia', at([0, 0, 0], [0, 0, Math.PI])),
    revolute(
      'shoulder_pan_joint',
      'base_link_inertia',
      'shoulder_link',
      at([0, 0, 0.1625]),
      limits(turn, 150),
    ),
    revolute(
      'shoulder_lift_joint',
      'shoulder_link',
      'upper_arm_link',
      at([0, 0, 0], [quarter, 0, 0]),
      limits(turn, 150),
    ),
    revolute('elbow_joint', 'upper_arm_link', 'forearm_link', at([-0.425, 0, 0]), limits(Math.PI, 150)),
    revolute('wrist_1_joint', 'forearm_link', 'wrist_1_link', at([-0.3922, 0, 0.1333]), limits(turn, 28)),
    revolute(
      'wrist_2_joint',
      'wrist_1_link',
      'wrist_2_link',
      at([0, -0.0997, 0], [quarter, 0, 0]),
      limits(turn, 28),
    ),
    revolute(
      'wrist_3_joint',
      'wrist_2_link',
      'wrist_3_link',
      at([0, 0.0996, 0], [-quarter, 0, 0]),
      limits(turn, 28),
    ),
    fixed('wrist_3-tool0', 'wrist_3_link', 'tool0', at([0, 0, 0])),
    fixed('robotiq_85_base_joint', 'tool0', 'robotiq_85_base_link', at([0, 0, 0.011])),
    fixed(
      'grasp_tcp_joint',
      'robotiq_85_base_link',
      'grasp_tcp',
      at([0, 0, gripperReach - 0.005], [0, 0, -quarter]),
    ),
    sliding(
      'robotiq_85_left_finger_slide',
      'robotiq_85_base_link',
      'robotiq_85_left_finger',
      fingerOrigin,
      [1, 0, 0],
      fingerLimits,
    ),
    sliding(
      'robotiq_85_right_finger_slide',
      'robotiq_85_base_link',
      'robotiq_85_right_finger',
      fingerOrigin,
      [-1, 0, 0],
      fingerLimits,
    ),
  ],
  armJointNames: [
    'shoulder_pan_joint',
    'shoulder_lift_joint',
    'elbow_joint',
    'wrist_1_joint',
    'wrist_2_joint',
    'wrist_3_joint',
  ],
  gripper: {
    fingerJointNames: ['robotiq_85_left_finger_slide', 'robotiq_85_right_finger_slide'],
    maxWidth: 0.085,
    maxForce: 100,
  },
  tcpFrame: 'grasp_tcp',
  home: [-0.34, -1.81, 1.55, -1.310796, -1.570796, -0.34],
};
