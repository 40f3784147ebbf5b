import { invert, type Pose, rotate, transformPoint, type Vec2, type Vec3 } from './pose';

/**
 * A pinhole camera without distortion. Pixel (0, 0) is the centre of the top-left pixel
 * (sensor_msgs/CameraInfo convention); the optical frame is REP-103: x right, y down, z forward.
 */
export interface CameraModel {
  readonly width: number;
  readonly height: number;
  /** Focal lengths and principal point in pixels. */
  readonly fx: number;
  readonly fy: number;
  readonly cx: number;
  readonly cy: number;
  /** Pose of the optical frame in the robot's base frame. */
  readonly poseInBase: Pose;
}

/** Base-frame point -> [u, v, depth]; depth is z in the optical frame (m), negative behind the camera. */
export function project(camera: CameraModel, pointInBase: Vec3): Vec3 {
  const [x, y, z] = transformPoint(invert(camera.poseInBase), pointInBase);
  return [camera.cx + (camera.fx * x) / z, camera.cy + (camera.fy * y) / z, z];
}

/** Pixel and z-depth (m) -> base-frame point. */
export function backProject(camera: CameraModel, pixel: Vec2, depth: number): Vec3 {
  const x = ((pixel[0] - camera.cx) / camera.fx) * depth;
  const y = ((pixel[1] - camera.cy) / camera.fy) * depth;
  return transformPoint(camera.poseInBase, [x, y, depth]);
}

/** Where the viewing ray of a pixel meets the plane z = height of the base frame; undefined if it does not. */
export function intersectHeight(camera: CameraModel, pixel: Vec2, height: number): Vec3 | undefined {
  const origin = camera.poseInBase.position;
  const direction = rotate(camera.poseInBase.orientation, [
    (pixel[0] - camera.cx) / camera.fx,
    (pixel[1] - camera.cy) / camera.fy,
    1,
  ]);
  if (Math.abs(direction[2]) < 1e-9) return undefined;
  const t = (height - origin[2]) / direction[2];
  if (t <= 0) return undefined;
  return [origin[0] + t * direction[0], origin[1] + t * direction[1], height];
}

/** A place in fractions 0..1 of the picture (0 and 1 are its edges) -> pixel coordinates. */
export function pixelOfShare(camera: Pick<CameraModel, 'width' | 'height'>, share: Vec2): Vec2 {
  return [share[0] * camera.width - 0.5, share[1] * camera.height - 0.5];
}

/** Pixel coordinates -> fractions 0..1 of the picture. */
export function shareOfPixel(camera: Pick<CameraModel, 'width' | 'height'>, pixel: Vec2): Vec2 {
  return [(pixel[0] + 0.5) / camera.width, (pixel[1] + 0.5) / camera.height];
}
