import type { ObjectKind } from '../../shared/scene/scene';
import type { Attribute } from './xml';

/**
 * How surfaces touch. MuJoCo's friction triple is sliding (no unit), torsional and rolling (m); where two
 * geoms meet, the higher priority decides, else the larger coefficient. `solref` is the time constant (s)
 * and damping ratio of a contact; twice the step is the stiffest that MuJoCo integrates safely, and three
 * times lets a cube dropped from 30 cm lie instead of bounce.
 */
const impedance = [0.97, 0.995, 0.0005];
const firm = { solref: [0.006, 1], solimp: impedance };
const stiff = { solref: [0.004, 1], solimp: impedance };

/**
 * Who touches whom: bits of contype/conaffinity. The arm's distal links may hit its own base, but
 * neighbouring links, whose hulls overlap by design, do not touch each other.
 */
const bits = { distal: 1, object: 2 };
export const armBase = { ...firm, contype: 0, conaffinity: bits.distal + bits.object, condim: 3 };
export const armDistal = { ...firm, contype: bits.distal, conaffinity: bits.object, condim: 3 };
export const armNeutral = { ...firm, contype: 0, conaffinity: bits.object, condim: 3 };

/** Rubber pads: a patch rather than a point, so that what is held does not spin about the closing axis. */
export const fingerPad = {
  ...stiff,
  contype: bits.distal,
  conaffinity: bits.object,
  condim: 4,
  priority: 1,
  friction: [1.1, 0.01, 0.0001],
};

/** Table and floor. */
export const ground = {
  ...firm,
  contype: bits.object,
  conaffinity: bits.distal + bits.object,
  condim: 3,
  friction: [0.6, 0.003, 0.0001],
};

/** Densities (kg/m^3) give masses that such things have: a 45 mm wooden cube is 55 g, a bowl about 150 g. */
export function objectMaterial(kind: ObjectKind): Readonly<Record<string, Attribute>> {
  const common = { ...firm, contype: bits.object, conaffinity: bits.distal + bits.object };
  switch (kind) {
    case 'cube':
      return { ...common, condim: 4, density: 600, friction: [0.6, 0.003, 0.0001] };
    case 'can':
      return { ...common, condim: 6, density: 450, friction: [0.6, 0.003, 0.0005] };
    case 'ball':
      // A foam ball: rolling resistance stops it after a few centimetres.
      return { ...common, condim: 6, density: 500, friction: [0.7, 0.003, 0.001] };
    case 'bowl':
    case 'plate':
      return { ...common, condim: 4, density: 1400, friction: [0.6, 0.003, 0.0001] };
  }
}
