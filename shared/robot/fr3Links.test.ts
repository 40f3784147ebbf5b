import { describe, expect, it } from 'vitest';
import { invert, transformPoint, type Vec3 } from '../geometry/pose';
import { forwardKinematics } from './forwardKinematics';
import { fr3 } from './fr3';
import { fr3Links } from './fr3Links';
import type { Primitive } from './robotModel';

/** Signed distance from a point to a primitive's surface, negative inside (m). */
function distance(primitive: Primitive, pointInLink: Vec3): number {
  const p = transformPoint(invert(primitive.pose), pointInLink);
  const { shape } = primitive;
  if (shape.type === 'box') {
    return Math.max(...shape.size.map((s, i) => Math.abs(p[i]!) - s / 2));
  }
  if (shape.type === 'sphere') return Math.hypot(...p) - shape.radius;
  const along = Math.abs(p[2]);
  const radial = Math.hypot(p[0], p[1]);
  if (shape.type === 'cylinder') return Math.max(radial - shape.radius, along - shape.length / 2);
  return Math.hypot(radial, Math.max(0, along - shape.length / 2)) - shape.radius;
}

/** Points spread over a primitive's surface, in the link frame. */
function surface(primitive: Primitive): readonly Vec3[] {
  const points: Vec3[] = [];
  const { shape } = primitive;
  if (shape.type === 'box') {
    for (const x of [-1, 0, 1])
      for (const y of [-1, 0, 1])
        for (const z of [-1, 0, 1])
          points.push([(x * shape.size[0]) / 2, (y * shape.size[1]) / 2, (z * shape.size[2]) / 2]);
  } else {
    const length = shape.type === 'sphere' ? 0 : shape.length;
    const rings: [number, number][] =
      shape.type === 'cylinder'
        ? [-0.5, -0.25, 0, 0.25, 0.5].map((t) => [shape.radius, t * length])
        : [-1.5, -1, -0.5, 0, 0, 0.5, 1, 1.5].map((angle, i) => [
            shape.radius * Math.cos(angle),
            shape.radius * Math.sin(angle) + (i < 4 ? -length / 2 : length / 2),
          ]);
    for (const [radius, z] of rings)
      for (let a = 0; a < 16; a++)
        points.push([radius * Math.cos((a * Math.PI) / 8), radius * Math.sin((a * Math.PI) / 8), z]);
  }
  return points.map((p) => transformPoint(primitive.pose, p));
}

describe('fr3Links', () => {
  it('has one link for each frame of the kinematics', () => {
    const frames = [...forwardKinematics(fr3, {}).keys()].sort();
    expect(fr3Links.map((l) => l.name).sort()).toEqual(frames);
  });

  it.each(fr3Links.map((l) => [l.name, l] as const))(
    '%s: collision shapes enclose the visuals',
    (_, link) => {
      expect(link.collisions.length).toBeLessThanOrEqual(3);
      for (const visual of link.visuals) {
        for (const point of surface(visual)) {
          const depth = Math.min(...link.collisions.map((c) => distance(c, point)));
          expect(depth, `${JSON.stringify(visual)} at ${point}`).toBeLessThan(0.002);
        }
      }
    },
  );

  it('has inertias a rigid body can have', () => {
    for (const link of fr3Links.filter((l) => l.mass > 0)) {
      const [x, y, z] = link.inertia;
      expect(x + y >= z && y + z >= x && z + x >= y && Math.min(x, y, z) > 0, link.name).toBe(true);
    }
  });

  it('ends the fingertips just past the TCP, with touching pads when closed', () => {
    for (const [name, side] of [['fr3_leftfinger', 1] as const, ['fr3_rightfinger', -1] as const]) {
      const finger = fr3Links.find((l) => l.name === name)!;
      const points = finger.collisions.flatMap(surface);
      const tip = Math.max(...points.map((p) => p[2]));
      expect(tip).toBeGreaterThanOrEqual(0.045);
      expect(tip).toBeLessThanOrEqual(0.0501);
      expect(Math.min(...points.map((p) => side * p[1]))).toBeCloseTo(0, 9);
    }
  });
});
