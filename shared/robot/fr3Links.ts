import { frameOnly, link } from './jointBuilders';
import { box, capsule, cylinder, sphere } from './primitives';
import type { Link } from './robotModel';

/**
 * Bodies of the arm: our own primitives for looks and collision, masses and inertias of the
 * magnitude that is published for this robot (diagonal, about the centre of mass).
 * Link axes: 1, 3, 5 and 7 run along the limb, 2, 4 and 6 across it.
 */
const shell = '#eceef1';
const joint = '#d5d9df';
const dark = '#3b4049';
const graphite = '#2a2e35';
const steel = '#9aa1ab';
const rubber = '#1c1f24';

/** A finger whose pad's inner face is the plane y = 0 of its frame; `side` is where its body lies. */
function finger(name: string, side: 1 | -1): Link {
  return link(
    name,
    0.03,
    [0, side * 0.01, 0.022],
    [1.2e-5, 1.2e-5, 4e-6],
    [
      box([0.022, 0.018, 0.028], [0, side * 0.0135, 0.012], graphite),
      box([0.018, 0.012, 0.03], [0, side * 0.0085, 0.033], steel),
      box([0.0175, 0.0025, 0.02], [0, side * 0.00125, 0.04], rubber),
    ],
    [
      box([0.022, 0.018, 0.028], [0, side * 0.0135, 0.012]),
      box([0.018, 0.0145, 0.032], [0, side * 0.00725, 0.034]),
    ],
  );
}

export const fr3Links: readonly Link[] = [
  link(
    'fr3_link0',
    2.4,
    [-0.04, 0, 0.06],
    [0.009, 0.012, 0.009],
    [
      cylinder([0, 0, 0], [0, 0, 0.018], 0.098, dark),
      box([0.13, 0.14, 0.018], [-0.085, 0, 0.009], dark),
      cylinder([0, 0, 0.018], [0, 0, 0.128], 0.078, shell),
      box([0.1, 0.11, 0.09], [-0.085, 0, 0.063], shell),
      box([0.004, 0.08, 0.05], [-0.1365, 0, 0.063], graphite),
      cylinder([0, 0, 0.128], [0, 0, 0.142], 0.066, dark),
    ],
    [box([0.255, 0.2, 0.145], [-0.025, 0, 0.0725])],
  ),
  link(
    'fr3_link1',
    2.9,
    [0, -0.02, -0.06],
    [0.024, 0.022, 0.009],
    [
      cylinder([0, 0, -0.19], [0, 0, -0.13], 0.07, shell),
      capsule([0, 0, -0.13], [0, 0, -0.02], 0.066, shell),
      cylinder([0, -0.075, 0], [0, 0.075, 0], 0.064, shell),
      cylinder([0, -0.084, 0], [0, -0.075, 0], 0.056, dark),
      cylinder([0, 0.075, 0], [0, 0.084, 0], 0.056, dark),
    ],
    [capsule([0, 0, -0.155], [0, 0, -0.03], 0.077), capsule([0, -0.05, 0], [0, 0.05, 0], 0.072)],
  ),
  link(
    'fr3_link2',
    2.95,
    [0, -0.07, 0.01],
    [0.03, 0.009, 0.03],
    [
      capsule([0, -0.02, 0], [0, -0.14, 0], 0.062, shell),
      cylinder([0, -0.14, 0], [0, -0.186, 0], 0.062, shell),
      cylinder([0, -0.186, 0], [0, -0.198, 0], 0.056, dark),
    ],
    [capsule([0, 0, 0], [0, -0.165, 0], 0.07)],
  ),
  link(
    'fr3_link3',
    2.25,
    [0.04, 0, -0.04],
    [0.013, 0.015, 0.01],
    [
      cylinder([0, 0, -0.118], [0, 0, -0.06], 0.06, shell),
      capsule([0, 0, -0.075], [0.02, 0, -0.02], 0.058, shell),
      capsule([0.02, 0, -0.02], [0.0825, 0, 0], 0.054, shell),
      cylinder([0.0825, -0.07, 0], [0.0825, 0.07, 0], 0.052, joint),
      cylinder([0.0825, -0.078, 0], [0.0825, -0.07, 0], 0.045, dark),
      cylinder([0.0825, 0.07, 0], [0.0825, 0.078, 0], 0.045, dark),
    ],
    [capsule([0, 0, -0.09], [0.03, 0, -0.02], 0.069), capsule([0.0825, -0.046, 0], [0.0825, 0.046, 0], 0.06)],
  ),
  link(
    'fr3_link4',
    2.6,
    [-0.045, 0.05, 0],
    [0.014, 0.012, 0.016],
    [
      capsule([0, 0, 0], [-0.06, 0.045, 0], 0.055, shell),
      capsule([-0.06, 0.045, 0], [-0.0825, 0.09, 0], 0.058, shell),
      cylinder([-0.0825, 0.085, 0], [-0.0825, 0.138, 0], 0.058, shell),
      cylinder([-0.0825, 0.138, 0], [-0.0825, 0.15, 0], 0.052, dark),
    ],
    [capsule([0, 0, 0], [-0.07, 0.05, 0], 0.062), capsule([-0.078, 0.06, 0], [-0.0825, 0.115, 0], 0.066)],
  ),
  link(
    'fr3_link5',
    2.3,
    [0, 0.03, -0.1],
    [0.03, 0.028, 0.006],
    [
      cylinder([0, 0, -0.232], [0, 0, -0.17], 0.057, shell),
      capsule([0, 0.0, -0.175], [0, 0.05, -0.03], 0.047, shell),
      capsule([0, 0, -0.17], [0, 0, -0.02], 0.046, shell),
      cylinder([0, 0.066, -0.005], [0, 0.086, -0.005], 0.038, dark),
      sphere([0, 0.055, -0.01], 0.046, shell),
    ],
    [capsule([0, 0, -0.195], [0, 0, -0.02], 0.068), capsule([0, 0.02, -0.1], [0, 0.055, -0.015], 0.058)],
  ),
  link(
    'fr3_link6',
    1.82,
    [0.05, 0, 0.005],
    [0.005, 0.008, 0.008],
    [
      cylinder([0, 0, -0.052], [0, 0, 0.052], 0.05, joint),
      cylinder([0, 0, 0.052], [0, 0, 0.06], 0.043, dark),
      capsule([0, 0, 0], [0.088, 0, 0], 0.049, shell),
      cylinder([0.088, 0.012, 0], [0.088, -0.05, 0], 0.05, shell),
      cylinder([0.088, -0.05, 0], [0.088, -0.058, 0], 0.045, dark),
    ],
    [
      capsule([0, 0, -0.035], [0, 0, 0.035], 0.056),
      capsule([0, 0, 0], [0.088, 0, 0], 0.053),
      capsule([0.088, 0.0, 0], [0.088, -0.03, 0], 0.054),
    ],
  ),
  link(
    'fr3_link7',
    0.63,
    [0, 0, 0.07],
    [0.0012, 0.0012, 0.001],
    [
      cylinder([0, 0, 0.058], [0, 0, 0.09], 0.049, shell),
      cylinder([0, 0, 0.09], [0, 0, 0.098], 0.044, dark),
      cylinder([0, 0, 0.098], [0, 0, 0.107], 0.0465, steel),
      box([0.05, 0.036, 0.022], [0.045, 0, 0.074], shell),
    ],
    [capsule([0, 0, 0.06], [0, 0, 0.082], 0.052), capsule([0.01, 0, 0.075], [0.05, 0, 0.075], 0.03)],
  ),
  link('fr3_link8', 0.05, [0, 0, -0.004], [1e-4, 1e-4, 1e-4], [], []),
  link(
    'fr3_hand',
    0.73,
    [0, 0, 0.03],
    [0.0025, 0.0006, 0.0022],
    [
      cylinder([0, 0, 0], [0, 0, 0.014], 0.04, steel),
      box([0.056, 0.15, 0.05], [0, 0, 0.033], graphite),
      cylinder([0, -0.075, 0.008], [0, -0.075, 0.058], 0.028, graphite),
      cylinder([0, 0.075, 0.008], [0, 0.075, 0.058], 0.028, graphite),
      box([0.03, 0.17, 0.006], [0, 0, 0.0605], dark),
      box([0.0575, 0.07, 0.012], [0, 0, 0.034], shell),
    ],
    [box([0.06, 0.208, 0.058], [0, 0, 0.035]), box([0.082, 0.082, 0.016], [0, 0, 0.008])],
  ),
  frameOnly('fr3_hand_tcp'),
  finger('fr3_leftfinger', 1),
  finger('fr3_rightfinger', -1),
];
