import { type Pose, quatFromRpy, type Vec3 } from '../geometry/pose';
import type { Joint, JointLimits, Link, Primitive } from './robotModel';

/** Short ways to write down the bundled robots: a URDF's origin, a joint, a link. */
export const at = (xyz: Vec3, rpy: Vec3 = [0, 0, 0]): Pose => ({
  position: xyz,
  orientation: quatFromRpy(rpy[0], rpy[1], rpy[2]),
});

/** A joint about (or along) the z axis of its own frame. */
export const revolute = (
  name: string,
  parent: string,
  child: string,
  origin: Pose,
  limits: JointLimits,
): Joint => ({
  name,
  type: 'revolute',
  parent,
  child,
  origin,
  axis: [0, 0, 1],
  limits,
});

export const fixed = (name: string, parent: string, child: string, origin: Pose): Joint => ({
  name,
  type: 'fixed',
  parent,
  child,
  origin,
  axis: [0, 0, 1],
});

export const sliding = (
  name: string,
  parent: string,
  child: string,
  origin: Pose,
  axis: Vec3,
  limits: JointLimits,
): Joint => ({ name, type: 'prismatic', parent, child, origin, axis, limits });

export const link = (
  name: string,
  mass: number,
  centerOfMass: Vec3,
  inertia: Vec3,
  visuals: readonly Primitive[],
  collisions: readonly Primitive[],
): Link => ({ name, mass, centerOfMass, inertia, visuals, collisions });

/** A frame without a body. */
export const frameOnly = (name: string): Link => link(name, 0, [0, 0, 0], [0, 0, 0], [], []);
