import { composeFrames, writeFrame } from '../motion/frames';
import type { Kinematics } from '../motion/kinematics';
import type { PrimitiveShape } from '../robot/robotModel';

/** One collision primitive of the robot, or of what it holds. */
export interface Body {
  readonly link: string;
  /** Offset of its link's frame among the robot's frames. */
  readonly linkOffset: number;
  readonly shape: PrimitiveShape;
  /** Its own frame in its link, as rows of [R | p]. */
  readonly inLink: Float64Array;
  /** Radius of the sphere about its middle that holds it (m). */
  readonly boundingRadius: number;
}

export function boundingRadius(shape: PrimitiveShape): number {
  switch (shape.type) {
    case 'box':
      return Math.hypot(...shape.size) / 2;
    case 'sphere':
      return shape.radius;
    case 'cylinder':
      return Math.hypot(shape.radius, shape.length / 2);
    case 'capsule':
      return shape.radius + shape.length / 2;
  }
}

export function createBody(
  kinematics: Kinematics,
  link: string,
  primitive: { readonly shape: PrimitiveShape; readonly pose: Parameters<typeof writeFrame>[0] },
): Body {
  const inLink = new Float64Array(12);
  writeFrame(primitive.pose, inLink, 0);
  return {
    link,
    linkOffset: kinematics.linkNames.indexOf(link) * 12,
    shape: primitive.shape,
    inLink,
    boundingRadius: boundingRadius(primitive.shape),
  };
}

/** All collision primitives of a robot. */
export function robotBodies(kinematics: Kinematics): readonly Body[] {
  return kinematics.robot.links.flatMap((link) =>
    link.collisions.map((primitive) => createBody(kinematics, link.name, primitive)),
  );
}

/** Writes a body's frame in the base frame, given the frames of all links. */
export function placeBody(body: Body, frames: Float64Array, out: Float64Array): void {
  composeFrames(frames, body.linkOffset, body.inLink, 0, out, 0);
}

/** Distance (m) from a point in a shape's own frame to its surface; negative inside. */
export function signedDistance(shape: PrimitiveShape, x: number, y: number, z: number): number {
  switch (shape.type) {
    case 'sphere':
      return Math.sqrt(x * x + y * y + z * z) - shape.radius;
    case 'capsule': {
      const past = Math.max(0, Math.abs(z) - shape.length / 2);
      return Math.sqrt(x * x + y * y + past * past) - shape.radius;
    }
    case 'cylinder': {
      const radial = Math.sqrt(x * x + y * y) - shape.radius;
      const along = Math.abs(z) - shape.length / 2;
      return length3(Math.max(0, radial), Math.max(0, along), 0) + Math.min(0, Math.max(radial, along));
    }
    case 'box': {
      const dx = Math.abs(x) - shape.size[0] / 2;
      const dy = Math.abs(y) - shape.size[1] / 2;
      const dz = Math.abs(z) - shape.size[2] / 2;
      const outside = length3(Math.max(0, dx), Math.max(0, dy), Math.max(0, dz));
      return outside + Math.min(0, Math.max(dx, dy, dz));
    }
  }
}

/** Math.hypot guards against overflow, which takes it five times as long. */
export const length3 = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);

/** How far (m) a shape reaches from its middle along the base frame's axis `k`, its frame in the base being `m`. */
export function halfExtent(shape: PrimitiveShape, m: Float64Array, k: number): number {
  const row = k * 4;
  const along = Math.abs(m[row + 2]!);
  switch (shape.type) {
    case 'sphere':
      return shape.radius;
    case 'capsule':
      return shape.radius + (along * shape.length) / 2;
    case 'cylinder':
      return (along * shape.length) / 2 + shape.radius * Math.sqrt(Math.max(0, 1 - along * along));
    case 'box':
      return (
        (Math.abs(m[row]!) * shape.size[0] + Math.abs(m[row + 1]!) * shape.size[1] + along * shape.size[2]) /
        2
      );
  }
}

/** The lowest point (m) of a shape whose frame in the base frame is `m`. */
export const lowestPoint = (shape: PrimitiveShape, m: Float64Array): number =>
  m[11]! - halfExtent(shape, m, 2);

/** Distance (m) from a base-frame point to a shape whose frame in the base frame is `m`; negative inside. */
export function distanceFromPoint(
  shape: PrimitiveShape,
  m: Float64Array,
  px: number,
  py: number,
  pz: number,
) {
  const dx = px - m[3]!;
  const dy = py - m[7]!;
  const dz = pz - m[11]!;
  return signedDistance(
    shape,
    m[0]! * dx + m[4]! * dy + m[8]! * dz,
    m[1]! * dx + m[5]! * dy + m[9]! * dz,
    m[2]! * dx + m[6]! * dy + m[10]! * dz,
  );
}
