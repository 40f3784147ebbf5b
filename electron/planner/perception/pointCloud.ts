import type { CameraModel } from '../../../shared/geometry/cameraModel';
import { mm } from '../../../shared/geometry/millimetres';
import { writeFrame } from '../../../shared/motion/frames';
import { nextSteps, PlanningError } from '../planningError';

/** Base-frame points of a depth picture, pixel by pixel, top row first. */
export interface PointCloud {
  readonly width: number;
  readonly height: number;
  /** What saw it. */
  readonly camera: CameraModel;
  /** x, y, z (m) of each pixel; NaN where the depth is not valid. */
  readonly xyz: Float32Array;
}

/** m: nearer or farther than this a depth is taken for an error. */
const depthRange = { nearest: 0.05, farthest: 6 };
/** m from a pixel to the next. */
const mixedJump = 0.015;

/**
 * Back-projects every pixel with a valid depth (z in the optical frame, m; 0, NaN and infinite mean
 * nothing was seen). Mixed pixels are left out: at an edge a camera measures something between what is in front and
 * what is behind, where nothing is. Throws when the picture and the camera disagree about the size.
 */
export function createPointCloud(camera: CameraModel, depth: Float32Array): PointCloud {
  const { width, height, fx, fy, cx, cy } = camera;
  if (depth.length !== width * height) {
    throw new PlanningError(
      'input',
      `The depth picture has ${depth.length} values for ${width} x ${height} pixels.`,
      nextSteps.checkCamera,
    );
  }
  const m = new Float64Array(12);
  writeFrame(camera.poseInBase, m, 0);
  const xyz = new Float32Array(width * height * 3).fill(Number.NaN);
  for (let v = 0, i = 0; v < height; v++) {
    const y = (v - cy) / fy;
    for (let u = 0; u < width; u++, i++) {
      const z = depth[i]!;
      if (!(z > depthRange.nearest && z < depthRange.farthest) || isMixed(depth, i, u, v, width, height))
        continue;
      const x = (u - cx) / fx;
      xyz[i * 3] = (m[0]! * x + m[1]! * y + m[2]!) * z + m[3]!;
      xyz[i * 3 + 1] = (m[4]! * x + m[5]! * y + m[6]!) * z + m[7]!;
      xyz[i * 3 + 2] = (m[8]! * x + m[9]! * y + m[10]!) * z + m[11]!;
    }
  }
  return { width, height, camera, xyz };
}

/**
 * Whether a pixel's depth lies between those of its neighbours, on a line, far from both: farther than any surface
 * slopes that is not seen from its edge. What stands out in front (a wire) is kept.
 */
function isMixed(
  depth: Float32Array,
  i: number,
  u: number,
  v: number,
  width: number,
  height: number,
): boolean {
  return (
    (u > 0 && u < width - 1 && between(depth[i - 1]!, depth[i]!, depth[i + 1]!)) ||
    (v > 0 && v < height - 1 && between(depth[i - width]!, depth[i]!, depth[i + width]!))
  );
}

const between = (before: number, z: number, after: number): boolean =>
  (z - before > mixedJump && after - z > mixedJump) || (before - z > mixedJump && z - after > mixedJump);

/** Words for how little depth there is, if it is too little to plan on; undefined if it will do. */
export function depthProblem(cloud: PointCloud): string | undefined {
  let valid = 0;
  for (let i = 2; i < cloud.xyz.length; i += 3) if (Number.isFinite(cloud.xyz[i]!)) valid++;
  const share = valid / (cloud.width * cloud.height);
  if (share >= 0.05) return undefined;
  return `Only ${(share * 100).toFixed(1)} % of the picture has depth between ${mm(depthRange.nearest)} and ${depthRange.farthest} m.`;
}
