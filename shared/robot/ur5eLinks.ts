import { frameOnly, link } from './jointBuilders';
import { box, capsule, cylinder } from './primitives';
import type { Link } from './robotModel';

/**
 * Bodies of the UR5e and its gripper: our own primitives, fitted to the published outer dimensions of each
 * link; masses and centres of mass are the published ones, inertias of their magnitude. In the frames of
 * the published description the limbs run along -x, the wrists across.
 */
const shell = '#c9ced4';
const cap = '#6fa8d6';
const dark = '#3b4049';
const graphite = '#2a2e35';
const steel = '#9aa1ab';
const rubber = '#1c1f24';

/** m from the gripper's base to its fingertips when they are closed, which is the farthest they come. */
export const gripperReach = 0.152;

/** A finger whose pad's inner face is the plane x = 0 of its frame; `side` is where its body lies. */
const finger = (name: string, side: 1 | -1): Link =>
  link(
    name,
    0.1,
    [side * 0.012, 0, 0.02],
    [5e-5, 5e-5, 2e-5],
    [
      box([0.008, 0.022, 0.037], [side * 0.004, 0, 0.0335], rubber),
      box([0.014, 0.02, 0.045], [side * 0.015, 0, 0.02], graphite),
      box([0.02, 0.026, 0.05], [side * 0.028, 0, -0.02], steel),
    ],
    [
      box([0.022, 0.022, 0.052], [side * 0.011, 0, 0.026]),
      box([0.034, 0.027, 0.06], [side * 0.027, 0, -0.02]),
    ],
  );

export const ur5eLinks: readonly Link[] = [
  frameOnly('base_link'),
  link(
    'base_link_inertia',
    4,
    [0, 0, 0.03],
    [0.0061, 0.0061, 0.0113],
    [cylinder([0, 0, 0], [0, 0, 0.03], 0.075, dark), cylinder([0, 0, 0.03], [0, 0, 0.099], 0.066, shell)],
    [cylinder([0, 0, 0], [0, 0, 0.099], 0.0755)],
  ),
  link(
    'shoulder_link',
    3.761,
    [0, 0.00193, -0.02561],
    [0.0103, 0.0103, 0.0067],
    [
      cylinder([0, 0, -0.064], [0, 0, -0.02], 0.06, shell),
      capsule([0, 0, -0.02], [0, 0, 0.006], 0.06, shell),
      cylinder([0, 0.055, 0], [0, -0.074, 0], 0.058, shell),
      cylinder([0, 0.055, 0], [0, 0.062, 0], 0.052, cap),
    ],
    [capsule([0, 0, -0.03], [0, 0, 0.008], 0.064), capsule([0, 0.006, 0], [0, -0.02, 0], 0.062)],
  ),
  link(
    'upper_arm_link',
    8.058,
    [-0.2125, 0, 0.11336],
    [0.0151, 0.1339, 0.1339],
    [
      cylinder([0, 0, 0.06], [0, 0, 0.2], 0.059, shell),
      cylinder([0, 0, 0.2], [0, 0, 0.209], 0.05, cap),
      cylinder([-0.03, 0, 0.138], [-0.4, 0, 0.138], 0.048, shell),
      cylinder([-0.425, 0, 0.07], [-0.425, 0, 0.195], 0.057, shell),
      cylinder([-0.425, 0, 0.195], [-0.425, 0, 0.204], 0.048, cap),
    ],
    [
      capsule([0, 0, 0.115], [0, 0, 0.155], 0.062),
      capsule([0, 0, 0.138], [-0.425, 0, 0.138], 0.056),
      capsule([-0.425, 0, 0.125], [-0.425, 0, 0.15], 0.062),
    ],
  ),
  link(
    'forearm_link',
    2.846,
    [-0.2422, 0, 0.0265],
    [0.0041, 0.0312, 0.0312],
    [
      cylinder([0, 0, -0.048], [0, 0, 0.058], 0.056, shell),
      cylinder([0, 0, -0.055], [0, 0, -0.048], 0.046, cap),
      cylinder([-0.03, 0, 0.007], [-0.37, 0, 0.007], 0.04, shell),
      cylinder([-0.3922, 0, -0.04], [-0.3922, 0, 0.058], 0.039, shell),
    ],
    [
      capsule([0, 0, 0], [0, 0, 0.008], 0.059),
      capsule([0, 0, 0.007], [-0.3922, 0, 0.007], 0.048),
      capsule([-0.3922, 0, 0], [-0.3922, 0, 0.016], 0.047),
    ],
  ),
  link(
    'wrist_1_link',
    1.37,
    [0, 0.01634, -0.0018],
    [0.0026, 0.0026, 0.0022],
    [
      cylinder([0, 0, -0.073], [0, 0, 0.02], 0.039, shell),
      cylinder([0, 0, 0.02], [0, 0, 0.038], 0.034, shell),
      cylinder([0, 0.05, 0], [0, -0.053, 0], 0.039, shell),
      cylinder([0, 0.05, 0], [0, 0.056, 0], 0.033, cap),
    ],
    [capsule([0, 0, -0.032], [0, 0, -0.004], 0.044), capsule([0, 0.014, 0], [0, -0.012, 0], 0.043)],
  ),
  link(
    'wrist_2_link',
    1.3,
    [0, -0.01634, -0.0018],
    [0.0026, 0.0026, 0.0022],
    [
      cylinder([0, 0, -0.046], [0, 0, 0.038], 0.039, shell),
      cylinder([0, -0.05, 0], [0, 0.053, 0], 0.039, shell),
      cylinder([0, -0.056, 0], [0, -0.05, 0], 0.033, cap),
    ],
    [capsule([0, 0, -0.006], [0, 0, 0], 0.043), capsule([0, -0.014, 0], [0, 0.012, 0], 0.043)],
  ),
  link(
    'wrist_3_link',
    0.365,
    [0, 0, -0.02],
    [1e-4, 1e-4, 1.3e-4],
    [
      cylinder([0, 0, -0.046], [0, 0, -0.008], 0.0375, shell),
      cylinder([0, 0, -0.008], [0, 0, 0], 0.0315, steel),
    ],
    [cylinder([0, 0, -0.046], [0, 0, 0], 0.038)],
  ),
  frameOnly('tool0'),
  link(
    'robotiq_85_base_link',
    0.73,
    [0, 0, 0.04],
    [0.0007, 0.0008, 0.0005],
    [
      cylinder([0, 0, -0.011], [0, 0, 0.012], 0.0375, steel),
      box([0.072, 0.062, 0.05], [0, 0, 0.037], graphite),
      box([0.1, 0.03, 0.03], [0, 0, 0.068], dark),
    ],
    [cylinder([0, 0, -0.011], [0, 0, 0.012], 0.0385), box([0.08, 0.066, 0.08], [0, 0, 0.05])],
  ),
  frameOnly('grasp_tcp'),
  finger('robotiq_85_left_finger', 1),
  finger('robotiq_85_right_finger', -1),
];
