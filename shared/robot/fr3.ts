import type { Pose, Vec3 } from '../geometry/pose';
import { fr3Links } from './fr3Links';
import { at, fixed, revolute, sliding } from './jointBuilders';
import type { Joint, JointLimits, RobotModel } from './robotModel';

/**
 * Franka Research 3 with the Franka Hand. Kinematics and limits are the manufacturer's published
 * figures (FCI documentation, "Robot and interface specifications"); the bodies are our own primitives.
 */
const limits = (lower: number, upper: number, velocity: number, effort: number): JointLimits => ({
  lower,
  upper,
  velocity,
  acceleration: 10,
  jerk: 5000,
  effort,
});

const arm = (index: number, origin: Pose, jointLimits: JointLimits): Joint =>
  revolute(`fr3_joint${index}`, `fr3_link${index - 1}`, `fr3_link${index}`, origin, jointLimits);

const finger = (side: 'left' | 'right', axis: Vec3): Joint =>
  sliding(
    `fr3_finger_joint${side === 'left' ? 1 : 2}`,
    'fr3_hand',
    `fr3_${side}finger`,
    at([0, 0, 0.0584]),
    axis,
    { lower: 0, upper: 0.04, velocity: 0.1, acceleration: 1, jerk: 20, effort: 70 },
  );

const quarter = Math.PI / 2;

export const fr3: RobotModel = {
  name: 'fr3',
  baseFrame: 'fr3_link0',
  links: fr3Links,
  joints: [
    arm(1, at([0, 0, 0.333]), limits(-2.7437, 2.7437, 2.62, 87)),
    arm(2, at([0, 0, 0], [-quarter, 0, 0]), limits(-1.7837, 1.7837, 2.62, 87)),
    arm(3, at([0, -0.316, 0], [quarter, 0, 0]), limits(-2.9007, 2.9007, 2.62, 87)),
    arm(4, at([0.0825, 0, 0], [quarter, 0, 0]), limits(-3.0421, -0.1518, 2.62, 87)),
    arm(5, at([-0.0825, 0.384, 0], [-quarter, 0, 0]), limits(-2.8065, 2.8065, 5.26, 12)),
    arm(6, at([0, 0, 0], [quarter, 0, 0]), limits(0.5445, 4.5169, 4.18, 12)),
    arm(7, at([0.088, 0, 0], [quarter, 0, 0]), limits(-3.0159, 3.0159, 5.26, 12)),
    fixed('fr3_joint8', 'fr3_link7', 'fr3_link8', at([0, 0, 0.107])),
    fixed('fr3_hand_joint', 'fr3_link8', 'fr3_hand', at([0, 0, 0], [0, 0, -Math.PI / 4])),
    fixed('fr3_hand_tcp_joint', 'fr3_hand', 'fr3_hand_tcp', at([0, 0, 0.1034])),
    finger('left', [0, 1, 0]),
    finger('right', [0, -1, 0]),
  ],
  armJointNames: [1, 2, 3, 4, 5, 6, 7].map((i) => `fr3_joint${i}`),
  gripper: {
    fingerJointNames: ['fr3_finger_joint1', 'fr3_finger_joint2'],
    maxWidth: 0.08,
    maxForce: 70,
  },
  tcpFrame: 'fr3_hand_tcp',
  home: [0, -0.785398, 0, -2.356194, 0, 1.570796, 0.785398],
};
