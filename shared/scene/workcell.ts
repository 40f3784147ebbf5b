import type { Vec2 } from '../geometry/pose';

/**
 * What stands still around the robot, in its base frame (m): the same numbers make the picture and
 * the physics. The table top is z = 0.
 */
export const workcell = {
  table: { centre: [0.35, 0] as Vec2, size: [1.3, 1.4] as Vec2, thickness: 0.04 },
  floorHeight: -0.74,
  /** Where the centres of objects may stand. */
  objectArea: { x: [0.32, 0.64] as Vec2, y: [-0.28, 0.28] as Vec2 },
} as const;
