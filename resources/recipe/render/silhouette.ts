import { type CameraModel, project } from '../../../shared/geometry/cameraModel';
import { type Pose, transformPoint, type Vec2, type Vec3 } from '../../../shared/geometry/pose';

/** Pixel coordinates as in `project`; edges of the picture are at -0.5 and width - 0.5. */
export interface PixelBox {
  readonly xMin: number;
  readonly yMin: number;
  readonly xMax: number;
  readonly yMax: number;
}

export function projectAll(camera: CameraModel, pose: Pose, vertices: readonly Vec3[]): readonly Vec2[] {
  return vertices.map((vertex) => {
    const [u, v] = project(camera, transformPoint(pose, vertex));
    return [u, v];
  });
}

/** The tight box of projected vertices, clipped to the picture. */
export function boxOf(camera: CameraModel, points: readonly Vec2[]): PixelBox {
  const us = points.map((p) => p[0]);
  const vs = points.map((p) => p[1]);
  const clip = (value: number, size: number) => Math.min(Math.max(value, -0.5), size - 0.5);
  return {
    xMin: clip(Math.min(...us), camera.width),
    yMin: clip(Math.min(...vs), camera.height),
    xMax: clip(Math.max(...us), camera.width),
    yMax: clip(Math.max(...vs), camera.height),
  };
}

/** Area in square pixels of the convex hull of points (Andrew's monotone chain, then the shoelace formula). */
export function hullArea(points: readonly Vec2[]): number {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const turn = (o: Vec2, a: Vec2, b: Vec2) => (a[0] - o[0]) * (b[1] - o[1]) - (a[1] - o[1]) * (b[0] - o[0]);
  const chain = (list: readonly Vec2[]) => {
    const hull: Vec2[] = [];
    for (const point of list) {
      while (hull.length > 1 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  const hull = [...chain(sorted), ...chain(sorted.reverse())];
  const twice = hull.reduce((sum, p, i) => {
    const q = hull[(i + 1) % hull.length]!;
    return sum + p[0] * q[1] - q[0] * p[1];
  }, 0);
  return Math.abs(twice) / 2;
}
