import type { Box } from '../../../shared/contract/proposal';
import { type CameraModel, project, shareOfPixel } from '../../../shared/geometry/cameraModel';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { nominalCamera } from '../../../shared/scene/sceneCamera';
import type { Body, Solid } from './depthPicture';

/** Bodies for tests, standing on the table, in the simulator camera's view. */
export const camera: CameraModel = nominalCamera;

export const cube = (x: number, y: number, edge: number, yaw: number): Solid => ({
  type: 'box',
  center: [x, y, edge / 2],
  size: [edge, edge, edge],
  yaw,
});
export const can = (x: number, y: number, diameter: number, height: number): Solid => ({
  type: 'cylinder',
  center: [x, y, height / 2],
  radius: diameter / 2,
  height,
});
export const ball = (x: number, y: number, diameter: number): Solid => ({
  type: 'ball',
  center: [x, y, diameter / 2],
  radius: diameter / 2,
});
/** A bowl with straight walls: 4 mm floor, 4 mm wall, 50 mm high. */
export const bowl = (x: number, y: number, diameter: number): readonly Body[] => [
  { type: 'ring', center: [x, y, 0], outer: diameter / 2, inner: diameter / 2 - 0.004, height: 0.05 },
  can(x, y, diameter - 0.004, 0.004),
];

/** Fractions of the picture of a base-frame point. */
export function pixelShare(point: Vec3): Vec2 {
  const [u, v] = project(camera, point);
  return shareOfPixel(camera, [u, v]);
}

/** The exact box of a body in the picture: of the corners of its upright hull. */
export function boxAround(body: Body): Box {
  const [x, y, z] = body.center;
  const half: Vec3 =
    body.type === 'box'
      ? [body.size[0] * 0.6, body.size[1] * 0.6, body.size[2] / 2]
      : body.type === 'ball'
        ? [body.radius, body.radius, body.radius]
        : body.type === 'cylinder'
          ? [body.radius, body.radius, body.height / 2]
          : [body.outer, body.outer, body.height / 2];
  const middle = body.type === 'ring' ? z + body.height / 2 : z;
  const shares = [-1, 1].flatMap((i) =>
    [-1, 1].flatMap((j) =>
      [-1, 1].map((k) => pixelShare([x + i * half[0], y + j * half[1], middle + k * half[2]])),
    ),
  );
  const [us, vs] = [shares.map((s) => s[0]), shares.map((s) => s[1])];
  return { xMin: Math.min(...us), xMax: Math.max(...us), yMin: Math.min(...vs), yMax: Math.max(...vs) };
}

/** The same box moved by shares of its own size. */
export function shifted(box: Box, right: number, down: number): Box {
  const [w, h] = [box.xMax - box.xMin, box.yMax - box.yMin];
  return {
    xMin: box.xMin + right * w,
    xMax: box.xMax + right * w,
    yMin: box.yMin + down * h,
    yMax: box.yMax + down * h,
  };
}

/** A plate: a low disc with a rim. */
export const plate = (x: number, y: number, diameter: number): readonly Body[] => [
  { type: 'ring', center: [x, y, 0], outer: diameter / 2, inner: diameter / 2 - 0.008, height: 0.018 },
  can(x, y, diameter - 0.01, 0.006),
];

/** The box of a cube, can or ball as it is seen, to the pixel: `boxAround` leaves round and turned things some room. */
export function tightBox(body: Solid): Box {
  const [x, y, z] = body.center;
  const points: Vec3[] = [];
  const turn = (count: number) => Array.from({ length: count }, (_, k) => (2 * Math.PI * k) / count);
  if (body.type === 'box') {
    const [c, s] = [Math.cos(body.yaw), Math.sin(body.yaw)];
    for (const i of [-0.5, 0.5])
      for (const j of [-0.5, 0.5])
        for (const k of [-0.5, 0.5]) {
          const [a, b] = [i * body.size[0], j * body.size[1]];
          points.push([x + c * a - s * b, y + s * a + c * b, z + k * body.size[2]]);
        }
  } else {
    // A cylinder is its two rims, a ball a stack of them.
    const rims: readonly (readonly [up: number, radius: number])[] =
      body.type === 'cylinder'
        ? [-0.5, 0.5].map((k) => [k * body.height, body.radius])
        : turn(48).map((angle) => [body.radius * Math.sin(angle), body.radius * Math.abs(Math.cos(angle))]);
    for (const [up, radius] of rims) {
      for (const angle of turn(48))
        points.push([x + radius * Math.cos(angle), y + radius * Math.sin(angle), z + up]);
    }
  }
  const shares = points.map(pixelShare);
  const [us, vs] = [shares.map((share) => share[0]), shares.map((share) => share[1])];
  return { xMin: Math.min(...us), xMax: Math.max(...us), yMin: Math.min(...vs), yMax: Math.max(...vs) };
}
