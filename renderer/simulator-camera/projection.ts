import type { CameraModel } from '../../shared/geometry/cameraModel';

/**
 * The OpenGL projection matrix (column-major, camera looking along -z with y up) that puts the centre
 * of pixel (u, v) where `project` puts it, for any principal point. Pixel (0, 0) is the centre of the
 * top-left pixel, hence the half pixels.
 */
export function projectionMatrix(camera: CameraModel, near: number, far: number): readonly number[] {
  const { width, height, fx, fy, cx, cy } = camera;
  return [
    (2 * fx) / width,
    0,
    0,
    0,
    0,
    (2 * fy) / height,
    0,
    0,
    1 - (2 * (cx + 0.5)) / width,
    (2 * (cy + 0.5)) / height - 1,
    -(far + near) / (far - near),
    -1,
    0,
    0,
    (-2 * far * near) / (far - near),
    0,
  ];
}
