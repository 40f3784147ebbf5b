import type { CameraModel } from '../geometry/cameraModel';

/** The content of a sensor_msgs/CameraInfo of a straight picture: a pinhole, and a lens that bends nothing. */
export function pinholeCameraInfo(
  header: object,
  { width, height, fx, fy, cx, cy }: Omit<CameraModel, 'poseInBase'>,
) {
  return {
    header,
    height,
    width,
    distortion_model: 'plumb_bob',
    d: [0, 0, 0, 0, 0],
    k: [fx, 0, cx, 0, fy, cy, 0, 0, 1],
    r: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    p: [fx, 0, cx, 0, 0, fy, cy, 0, 0, 0, 1, 0],
    binning_x: 0,
    binning_y: 0,
    roi: { x_offset: 0, y_offset: 0, height: 0, width: 0, do_rectify: false },
  };
}
