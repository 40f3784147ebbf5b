import type { CameraModel } from '../../../shared/geometry/cameraModel';
import { type Quat, rotate, type Vec3 } from '../../../shared/geometry/pose';

/**
 * A depth picture drawn by rays, for tests: every pixel's ray is met exactly with each body and the
 * table plane z = 0. Bodies stand upright.
 */
export type Body =
  | { readonly type: 'box'; readonly center: Vec3; readonly size: Vec3; readonly yaw: number }
  | { readonly type: 'cylinder'; readonly center: Vec3; readonly radius: number; readonly height: number }
  | { readonly type: 'ball'; readonly center: Vec3; readonly radius: number }
  /** A wall without floor: outer and inner radius, from the table up; its floor is a cylinder of its own. */
  | {
      readonly type: 'ring';
      readonly center: Vec3;
      readonly outer: number;
      readonly inner: number;
      readonly height: number;
    };

/** What stands there as one piece. */
export type Solid = Exclude<Body, { type: 'ring' }>;

export function drawDepth(camera: CameraModel, bodies: readonly Body[]): Float32Array<ArrayBuffer> {
  const { width, height, fx, fy, cx, cy, poseInBase } = camera;
  const depth = new Float32Array(width * height);
  for (let v = 0, i = 0; v < height; v++) {
    for (let u = 0; u < width; u++, i++) {
      // With z = 1 in the optical frame the ray's parameter is the depth itself.
      const d = rotate(poseInBase.orientation as Quat, [(u - cx) / fx, (v - cy) / fy, 1]);
      let nearest = meetPlane(poseInBase.position, d, 0);
      for (const body of bodies) nearest = Math.min(nearest, meet(body, poseInBase.position, d));
      depth[i] = Number.isFinite(nearest) ? nearest : 0;
    }
  }
  return depth;
}

const none = Number.POSITIVE_INFINITY;

function meetPlane(o: Vec3, d: Vec3, z: number): number {
  const t = (z - o[2]) / d[2];
  return t > 0 ? t : none;
}

function meet(body: Body, o: Vec3, d: Vec3): number {
  const c = body.center;
  const p: Vec3 = [o[0] - c[0], o[1] - c[1], o[2] - c[2]];
  switch (body.type) {
    case 'ball': {
      const a = d[0] ** 2 + d[1] ** 2 + d[2] ** 2;
      const b = p[0] * d[0] + p[1] * d[1] + p[2] * d[2];
      const k = b * b - a * (p[0] ** 2 + p[1] ** 2 + p[2] ** 2 - body.radius ** 2);
      return k < 0 ? none : (-b - Math.sqrt(k)) / a;
    }
    case 'box': {
      const [cos, sin] = [Math.cos(body.yaw), Math.sin(body.yaw)];
      const q = [cos * p[0] + sin * p[1], cos * p[1] - sin * p[0], p[2]];
      const e = [cos * d[0] + sin * d[1], cos * d[1] - sin * d[0], d[2]];
      let [enter, leave] = [-none, none];
      for (let k = 0; k < 3; k++) {
        const [t0, t1] = [(-body.size[k]! / 2 - q[k]!) / e[k]!, (body.size[k]! / 2 - q[k]!) / e[k]!];
        enter = Math.max(enter, Math.min(t0, t1));
        leave = Math.min(leave, Math.max(t0, t1));
      }
      return enter <= leave && enter > 0 ? enter : none;
    }
    case 'cylinder':
      return meetTube(p, d, body.radius, -body.height / 2, body.height / 2, 0);
    case 'ring':
      return meetTube([p[0], p[1], o[2]], d, body.outer, 0, body.height, body.inner);
  }
}

/** A tube about the z axis from z0 to z1 with inner radius `hole` (0: solid). */
function meetTube(p: Vec3, d: Vec3, radius: number, z0: number, z1: number, hole: number): number {
  const hits: number[] = [];
  const wall = (r: number) => {
    const a = d[0] ** 2 + d[1] ** 2;
    const b = p[0] * d[0] + p[1] * d[1];
    const k = b * b - a * (p[0] ** 2 + p[1] ** 2 - r * r);
    if (k < 0) return;
    for (const t of [(-b - Math.sqrt(k)) / a, (-b + Math.sqrt(k)) / a]) {
      const z = p[2] + t * d[2];
      if (t > 0 && z >= z0 && z <= z1) hits.push(t);
    }
  };
  wall(radius);
  if (hole > 0) wall(hole);
  const t = (z1 - p[2]) / d[2];
  const r = Math.hypot(p[0] + t * d[0], p[1] + t * d[1]);
  if (t > 0 && r <= radius && r >= hole) hits.push(t);
  return Math.min(none, ...hits);
}
