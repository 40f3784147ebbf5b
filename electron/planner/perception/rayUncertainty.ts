import type { CameraModel } from '../../../shared/geometry/cameraModel';
import { addCovariance, alongAndAcross, type Covariance } from '../../../shared/geometry/covariance';
import type { Vec3 } from '../../../shared/geometry/pose';

/** The direction from the camera to a point, and what a pixel covers there (m). */
export function rayTo(
  camera: CameraModel,
  point: Vec3,
): { readonly direction: Vec3; readonly pixel: number } {
  const eye = camera.poseInBase.position;
  const way: Vec3 = [point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]];
  const range = Math.hypot(...way);
  return {
    direction: [way[0] / range, way[1] / range, way[2] / range],
    pixel: (2 * range) / (camera.fx + camera.fy),
  };
}

/**
 * Of the point where a pixel's ray meets a known height: the pixel is off by `pixels`, the height by `height` (m),
 * one standard deviation each. A pixel moves it level, the more the flatter the ray; a height moves it along the ray.
 */
export function rayUncertainty(camera: CameraModel, point: Vec3, pixels: number, height: number): Covariance {
  const { direction, pixel } = rayTo(camera, point);
  const level = Math.hypot(direction[0], direction[1]);
  const steep = Math.max(0.1, Math.abs(direction[2]));
  const heading: Vec3 = level > 1e-6 ? [direction[0] / level, direction[1] / level, 0] : [1, 0, 0];
  const across = pixels * pixel;
  return [
    alongAndAcross(heading, across / steep, 0),
    alongAndAcross([-heading[1], heading[0], 0], across, 0),
    alongAndAcross(direction, height / steep, 0),
  ].reduce(addCovariance);
}
