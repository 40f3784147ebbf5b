import { frameOnly, link } from './jointBuilders';
import { box, capsule, cylinder, sphere } from './primitives';
import type { Link } from './robotModel';

/**
 * Bodies of the Piper: our own primitives along the published link lengths, their thickness taken
 * generously; masses and centres of mass are the published ones, inertias of their magnitude. Link 2 runs
 * along its x axis, links 3 and 5 along -y, the gripper along z.
 */
const shell = '#dfe3ea';
const joint = '#b9c0cb';
const dark = '#31363e';
const graphite = '#2a2e35';
const accent = '#c0392b';
const rubber = '#1c1f24';

/** A finger: its frame lies at the tip, z away from the other finger, y towards the tip's end. */
const finger = (name: string): Link =>
  link(
    name,
    0.1,
    [0, -0.03, 0.008],
    [3e-5, 1e-5, 3e-5],
    [
      box([0.022, 0.04, 0.003], [0, -0.015, 0.0015], rubber),
      box([0.024, 0.055, 0.009], [0, -0.0225, 0.0075], dark),
      box([0.03, 0.03, 0.016], [0, -0.06, 0.011], graphite),
    ],
    [box([0.024, 0.06, 0.012], [0, -0.025, 0.006]), box([0.032, 0.03, 0.018], [0, -0.06, 0.011])],
  );

export const piperLinks: readonly Link[] = [
  link(
    'base_link',
    1.02,
    [-0.0047, 0, 0.0415],
    [0.0027, 0.0028, 0.0009],
    [
      box([0.13, 0.1, 0.016], [-0.01, 0, 0.008], dark),
      cylinder([0, 0, 0.016], [0, 0, 0.078], 0.045, shell),
      box([0.06, 0.07, 0.05], [-0.045, 0, 0.042], shell),
    ],
    [box([0.14, 0.11, 0.08], [-0.012, 0, 0.04])],
  ),
  link(
    'link1',
    0.71,
    [0.0003, -0.0004, -0.0035],
    [0.0005, 0.0004, 0.00046],
    [
      cylinder([0, 0, -0.044], [0, 0, -0.02], 0.042, dark),
      cylinder([0, -0.042, 0], [0, 0.042, 0], 0.04, shell),
    ],
    [capsule([0, 0, -0.03], [0, 0, 0], 0.046), capsule([0, -0.012, 0], [0, 0.012, 0], 0.045)],
  ),
  link(
    'link2',
    1.16,
    [0.2185, -0.0086, 0.0013],
    [0.0011, 0.0676, 0.0676],
    [
      cylinder([0, 0, -0.036], [0, 0, 0.036], 0.04, joint),
      box([0.24, 0.05, 0.056], [0.142, 0, 0], shell),
      cylinder([0.285, 0, -0.04], [0.285, 0, 0.04], 0.04, joint),
      cylinder([0.285, 0, 0.04], [0.285, 0, 0.044], 0.03, accent),
    ],
    [
      capsule([0, 0, -0.01], [0, 0, 0.01], 0.044),
      capsule([0, 0, 0], [0.285, 0, 0], 0.042),
      capsule([0.285, 0, -0.012], [0.285, 0, 0.012], 0.044),
    ],
  ),
  link(
    'link3',
    0.5,
    [-0.02, -0.148, -0.0005],
    [0.0135, 0.0005, 0.0136],
    [
      sphere([0, 0, 0], 0.034, joint),
      capsule([-0.006, -0.03, 0], [-0.022, -0.09, 0], 0.031, shell),
      cylinder([-0.022, -0.09, 0], [-0.022, -0.205, 0], 0.032, shell),
    ],
    [capsule([0, 0, 0], [-0.022, -0.09, 0], 0.04), capsule([-0.022, -0.09, 0], [-0.022, -0.19, 0], 0.038)],
  ),
  link(
    'link4',
    0.38,
    [0.0001, -0.0008, -0.0039],
    [0.00018, 0.00019, 0.00015],
    [
      cylinder([0, 0, -0.04], [0, 0, -0.01], 0.032, joint),
      cylinder([0, -0.035, 0], [0, 0.035, 0], 0.03, joint),
    ],
    [capsule([0, 0, -0.02], [0, 0, 0], 0.038)],
  ),
  link(
    'link5',
    0.383,
    [0.0002, -0.061, -0.0023],
    [0.0017, 0.00018, 0.0017],
    [
      sphere([0, 0, 0], 0.031, shell),
      cylinder([0, -0.01, 0], [0, -0.078, 0], 0.031, shell),
      cylinder([0, -0.078, 0], [0, -0.091, 0], 0.028, dark),
    ],
    [capsule([0, 0, 0], [0, -0.056, 0], 0.038)],
  ),
  link(
    'link6',
    0.1,
    [0, 0, 0.01],
    [0.0001, 0.0001, 0.0001],
    [cylinder([0, 0, 0], [0, 0, 0.02], 0.03, joint)],
    [cylinder([0, 0, 0], [0, 0, 0.02], 0.032)],
  ),
  link(
    'gripper_base',
    0.45,
    [0, 0, 0.032],
    [0.0009, 0.0007, 0.0004],
    [
      box([0.05, 0.07, 0.05], [0, 0, 0.04], graphite),
      box([0.036, 0.15, 0.016], [0, 0, 0.066], dark),
      box([0.03, 0.04, 0.002], [0, 0, 0.075], accent),
    ],
    [box([0.06, 0.08, 0.05], [0, 0, 0.038]), box([0.04, 0.156, 0.022], [0, 0, 0.065])],
  ),
  frameOnly('grasp_tcp'),
  finger('link7'),
  finger('link8'),
];
