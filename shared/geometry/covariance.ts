import { type CameraModel, project } from './cameraModel';
import { conjugate, rotate, type Vec2, type Vec3 } from './pose';

/** How uncertain a point is, one standard deviation squared (m^2): xx, xy, xz, yy, yz, zz. */
export type Covariance = readonly [number, number, number, number, number, number];

/** How many standard deviations are shown and told: 95 of 100 lie within, along any one axis. */
export const shownSigmas = 2;

/** Uncertain by `along` (m, one standard deviation) in a direction of unit length, by `across` at right angles to it. */
export function alongAndAcross([x, y, z]: Vec3, along: number, across: number): Covariance {
  const [a, b] = [along * along - across * across, across * across];
  return [a * x * x + b, a * x * y, a * x * z, a * y * y + b, a * y * z, a * z * z + b];
}

/** Of the sum of two that know nothing of each other. */
export const addCovariance = (a: Covariance, b: Covariance): Covariance => [
  a[0] + b[0],
  a[1] + b[1],
  a[2] + b[2],
  a[3] + b[3],
  a[4] + b[4],
  a[5] + b[5],
];

/** The three axes of the ellipsoid of one standard deviation (unit vectors, m), longest first. */
export function axesOf([xx, xy, xz, yy, yz, zz]: Covariance): readonly {
  readonly direction: Vec3;
  readonly sigma: number;
}[] {
  // Jacobi: rotations take the matrix to its diagonal.
  const m = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  const v = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ];
  for (let round = 0; round < 12; round++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const off = m[p]![q]!;
      if (Math.abs(off) < 1e-24) continue;
      const angle = 0.5 * Math.atan2(2 * off, m[q]![q]! - m[p]![p]!);
      const [c, s] = [Math.cos(angle), Math.sin(angle)];
      for (let k = 0; k < 3; k++) {
        const [a, b] = [m[k]![p]!, m[k]![q]!];
        m[k]![p] = c * a - s * b;
        m[k]![q] = s * a + c * b;
      }
      for (let k = 0; k < 3; k++) {
        const [a, b] = [m[p]![k]!, m[q]![k]!];
        m[p]![k] = c * a - s * b;
        m[q]![k] = s * a + c * b;
        const [d, e] = [v[k]![p]!, v[k]![q]!];
        v[k]![p] = c * d - s * e;
        v[k]![q] = s * d + c * e;
      }
    }
  }
  return [0, 1, 2]
    .map((k) => ({
      direction: [v[0]![k]!, v[1]![k]!, v[2]![k]!] as Vec3,
      sigma: Math.sqrt(Math.max(0, m[k]![k]!)),
    }))
    .sort((a, b) => b.sigma - a.sigma);
}

/** The greatest standard deviation in any direction (m). */
export const largestSigma = (covariance: Covariance): number => axesOf(covariance)[0]!.sigma;

/** The greatest standard deviation in any level direction (m). */
export function largestLevelSigma([xx, xy, , yy]: Covariance): number {
  const middle = (xx + yy) / 2;
  return Math.sqrt(middle + Math.hypot((xx - yy) / 2, xy));
}

export interface Ellipse {
  readonly center: Vec2;
  /** Half axes (px), the longer first, and the angle of that one from the picture's right, downwards (rad). */
  readonly radii: Vec2;
  readonly angle: number;
}

/** The picture of so many standard deviations of a base-frame point; undefined behind the camera. */
export function ellipseOnPicture(
  camera: CameraModel,
  point: Vec3,
  covariance: Covariance,
  sigmas: number,
): Ellipse | undefined {
  const [u, v, depth] = project(camera, point);
  if (!(depth > 0)) return undefined;
  const inCamera = axesOf(covariance).map(({ direction, sigma }) =>
    rotate(conjugate(camera.poseInBase.orientation), direction).map((d) => d * sigma),
  );
  const [x, y] = [(u - camera.cx) / camera.fx, (v - camera.cy) / camera.fy];
  // How the pixel moves with the point: each axis by its own, and the sum of their squares.
  let [uu, uv, vv] = [0, 0, 0];
  for (const [dx = 0, dy = 0, dz = 0] of inCamera) {
    const du = (camera.fx * (dx - x * dz)) / depth;
    const dv = (camera.fy * (dy - y * dz)) / depth;
    uu += du * du;
    uv += du * dv;
    vv += dv * dv;
  }
  const [middle, half] = [(uu + vv) / 2, Math.hypot((uu - vv) / 2, uv)];
  return {
    center: [u, v],
    radii: [sigmas * Math.sqrt(middle + half), sigmas * Math.sqrt(Math.max(0, middle - half))],
    angle: 0.5 * Math.atan2(2 * uv, uu - vv),
  };
}
