import { at, fixed, revolute, sliding } from './jointBuilders';
import { piperLinks } from './piperLinks';
import type { JointLimits, RobotModel } from './robotModel';

/**
 * AgileX Piper with its own gripper. Kinematics and joint ranges are those of the manufacturer's published
 * ROS description (2025 zero position); velocities the lower of its data sheet's and its description's,
 * acceleration its SDK's default. Joint and link names are those of the ROS driver. One difference: there
 * joint8 runs from -0.035 to 0, here as joint7 from 0 to 0.035, along the opposite axis.
 */
const quarter = Math.PI / 2;

const limits = (lower: number, upper: number, velocity: number): JointLimits => ({
  lower,
  upper,
  velocity,
  acceleration: 5,
  jerk: 2500,
  effort: 100,
});

const fingerLimits: JointLimits = {
  lower: 0,
  upper: 0.035,
  velocity: 0.1,
  acceleration: 1,
  jerk: 20,
  effort: 40,
};

export const piper: RobotModel = {
  name: 'piper',
  baseFrame: 'base_link',
  links: piperLinks,
  joints: [
    revolute('joint1', 'base_link', 'link1', at([0, 0, 0.123]), limits(-2.618, 2.618, 3.14)),
    revolute('joint2', 'link1', 'link2', at([0, 0, 0], [quarter, -0.1359, -Math.PI]), limits(0, 3.14, 3.4)),
    revolute('joint3', 'link2', 'link3', at([0.28503, 0, 0], [0, 0, -1.7939]), limits(-2.967, 0, 3.14)),
    revolute(
      'joint4',
      'link3',
      'link4',
      at([-0.021984, -0.25075, 0], [quarter, 0, 0]),
      limits(-1.745, 1.745, 3.92),
    ),
    revolute('joint5', 'link4', 'link5', at([0, 0, 0], [-quarter, 0, 0]), limits(-1.22, 1.22, 3.92)),
    revolute(
      'joint6',
      'link5',
      'link6',
      at([8.8259e-5, -0.091, 0], [quarter, 0, 0]),
      limits(-2.0944, 2.0944, 3),
    ),
    fixed('joint6_to_gripper_base', 'link6', 'gripper_base', at([0, 0, 0])),
    fixed('grasp_tcp_joint', 'gripper_base', 'grasp_tcp', at([0, 0, 0.1358], [0, 0, Math.PI])),
    sliding('joint7', 'gripper_base', 'link7', at([0, 0, 0.1358], [quarter, 0, 0]), [0, 0, 1], fingerLimits),
    sliding(
      'joint8',
      'gripper_base',
      'link8',
      at([0, 0, 0.1358], [quarter, 0, Math.PI]),
      [0, 0, 1],
      fingerLimits,
    ),
  ],
  armJointNames: ['joint1', 'joint2', 'joint3', 'joint4', 'joint5', 'joint6'],
  gripper: { fingerJointNames: ['joint7', 'joint8'], maxWidth: 0.07, maxForce: 40 },
  tcpFrame: 'grasp_tcp',
  home: [0, 1.2, -1.4, 0, 1.1, 0],
};
