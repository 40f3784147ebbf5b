import type { Vec2, Vec3 } from '../geometry/pose';
import type { ObjectKind } from './scene';

/**
 * Shapes of the objects on the table, in one description for the picture and the physics.
 * Bowls and plates are flat discs with a wall of straight pieces, all regular polygons of
 * `dishSectors` sides: sector k reaches from angle 2 pi k / n to 2 pi (k + 1) / n, its corners
 * lie at the given radii. Cubes, cans and balls follow from the object's size alone.
 */
export const dishSectors = 24;

export interface Dish {
  /** Heights are measured from the resting plane; the frame of the object is at half the height. */
  readonly height: number;
  readonly floorRadius: number;
  readonly floorThickness: number;
  /** [radius, height] of the wall's outer face from the floor to the rim. */
  readonly outer: readonly Vec2[];
  /** The wall's inner face, point by point beside `outer`. */
  readonly inner: readonly Vec2[];
}

export type DishKind = Extract<ObjectKind, 'bowl' | 'plate'>;

export function isDish(kind: ObjectKind): kind is DishKind {
  return kind === 'bowl' || kind === 'plate';
}

/** The profile of a bowl or plate whose full extents are `size` (m). */
export function dishOf(kind: DishKind, size: Vec3): Dish {
  const radius = size[0] / 2;
  const height = size[2];
  if (kind === 'bowl') {
    const wall = 0.004;
    const floor = 0.004;
    return {
      height,
      floorRadius: radius * 0.56,
      floorThickness: floor,
      outer: [
        [radius * 0.56, 0],
        [radius * 0.86, height * 0.42],
        [radius, height],
      ],
      inner: [
        [radius * 0.56 - wall * 0.3, floor],
        [radius * 0.86 - wall, height * 0.42 + wall * 0.25],
        [radius - wall, height],
      ],
    };
  }
  const floor = 0.006;
  return {
    height,
    floorRadius: radius * 0.7,
    floorThickness: floor,
    outer: [
      [radius * 0.7, 0],
      [radius, height - 0.004],
      [radius, height],
    ],
    inner: [
      [radius * 0.68, floor],
      [radius - 0.005, height - 0.0005],
      [radius - 0.004, height],
    ],
  };
}

/** The closed section of a dish for a lathe: from the axis below, round the rim, to the axis above the floor. */
export function dishOutline(dish: Dish): readonly Vec2[] {
  return [[0, 0], ...dish.outer, ...[...dish.inner].reverse(), [0, dish.floorThickness]];
}
