import { type Quat, quatFromAxisAngle, type Vec3 } from '../../../shared/geometry/pose';
import type { ObjectKind, Scene, SceneObject } from '../../../shared/scene/scene';
import { sceneOfSeed } from '../serveSimulator';

/** Sizes in the middle of what scenes are drawn with (m). */
export const usualSize: Readonly<Record<ObjectKind, Vec3>> = {
  cube: [0.045, 0.045, 0.045],
  can: [0.055, 0.055, 0.09],
  ball: [0.05, 0.05, 0.05],
  bowl: [0.15, 0.15, 0.05],
  plate: [0.19, 0.19, 0.018],
};

/** An object of the usual size at x, y; `lift` is the gap under it (m), `tilt` turns it about x (rad). */
export function objectAt(
  kind: ObjectKind,
  x: number,
  y: number,
  { lift = 0, yaw = 0, tilt = 0 } = {},
): SceneObject {
  const size = usualSize[kind];
  const orientation: Quat =
    tilt === 0 ? quatFromAxisAngle([0, 0, 1], yaw) : quatFromAxisAngle([1, 0, 0], tilt);
  return { id: kind, kind, color: 'red', size, pose: { position: [x, y, size[2] / 2 + lift], orientation } };
}

export function sceneWith(...objects: readonly SceneObject[]): Scene {
  return { ...sceneOfSeed(1), objects };
}
