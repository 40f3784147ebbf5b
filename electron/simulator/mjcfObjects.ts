import {
  multiplyQuat,
  type Pose,
  type Quat,
  quatFromAxisAngle,
  type Vec2,
  type Vec3,
} from '../../shared/geometry/pose';
import { type Dish, dishOf, dishSectors, isDish } from '../../shared/scene/objectGeometry';
import type { SceneObject } from '../../shared/scene/scene';
import { objectMaterial } from './contactMaterials';
import { poseAttributes } from './mjcfRobot';
import { type Attribute, element } from './xml';

/** Names of an object's body and of the joint that lets it move freely. */
export const objectBody = (id: string) => `object_${id}`;
export const objectJoint = (id: string) => `free_${id}`;

/** A free body whose frame is the object's: the centre of its extents. */
export function objectMjcf(object: SceneObject): string {
  return element('body', { name: objectBody(object.id), ...poseAttributes(object.pose) }, [
    element('freejoint', { name: objectJoint(object.id) }),
    ...objectGeoms(object),
  ]);
}

function objectGeoms(object: SceneObject): readonly string[] {
  const material = objectMaterial(object.kind);
  const [x, y, z] = object.size;
  if (isDish(object.kind)) return dishGeoms(dishOf(object.kind, object.size), material);
  switch (object.kind) {
    case 'cube':
      return [element('geom', { type: 'box', size: [x / 2, y / 2, z / 2], ...material })];
    case 'can':
      return [element('geom', { type: 'cylinder', size: [x / 2, z / 2], ...material })];
    default:
      return [element('geom', { type: 'sphere', size: [x / 2], ...material })];
  }
}

/** All but the middle of the floor begins this far above the table, so that at rest only the middle touches it. */
const clearance = 0.0005;

function dishGeoms(dish: Dish, material: Readonly<Record<string, Attribute>>): readonly string[] {
  const walls: string[] = [];
  for (let i = 0; i + 1 < dish.outer.length; i++) {
    const section = wallSection(dish, i);
    if (section) for (let k = 0; k < dishSectors; k++) walls.push(wallPiece(dish, section, k, material));
  }
  return [...floorTiles(dish, material), ...walls];
}

/**
 * The floor disc in boxes that do not overlap: the square that it encloses, and a strip along each side.
 * A flat cylinder is what MuJoCo's collision of curved shapes gets wrong: a cube's edge on it was at times
 * pushed out through the far side.
 */
function floorTiles(dish: Dish, material: Readonly<Record<string, Attribute>>): readonly string[] {
  const bottom = -dish.height / 2;
  const square = dish.floorRadius * Math.SQRT1_2;
  const [near, far, halfWidth] = [square, dish.floorRadius * 0.94, dish.floorRadius * 0.34];
  const tile = (size: Vec2, x: number, y: number, raised: number) => {
    const halfHeight = (dish.floorThickness - raised) / 2;
    return element('geom', {
      type: 'box',
      size: [...size, halfHeight],
      pos: [x, y, bottom + raised + halfHeight],
      ...material,
    });
  };
  const depth = (far - near) / 2;
  const middle = (far + near) / 2;
  return [
    tile([square, square], 0, 0, 0),
    tile([depth, halfWidth], middle, 0, clearance),
    tile([depth, halfWidth], -middle, 0, clearance),
    tile([halfWidth, depth], 0, middle, clearance),
    tile([halfWidth, depth], 0, -middle, clearance),
  ];
}

/** A straight piece of the wall in the plane of radius and height, as a rectangle. */
interface WallSection {
  readonly centre: Vec2;
  readonly length: number;
  readonly thickness: number;
  /** Angle of the length above the horizontal, outwards (rad). */
  readonly slope: number;
}

function wallSection(dish: Dish, i: number): WallSection | undefined {
  const outerTop = dish.outer[i + 1]!;
  const outerFoot = raise(dish.outer[i]!, outerTop, clearance);
  const innerFoot = dish.inner[i]!;
  const innerTop = dish.inner[i + 1]!;
  const along: Vec2 = [outerTop[0] - outerFoot[0], outerTop[1] - outerFoot[1]];
  const length = Math.hypot(...along);
  if (length < 0.003) return undefined;
  const inward: Vec2 = [-along[1] / length, along[0] / length];
  const depth = (p: Vec2) => (p[0] - outerFoot[0]) * inward[0] + (p[1] - outerFoot[1]) * inward[1];
  const thickness = (Math.max(0, depth(innerFoot)) + Math.max(0, depth(innerTop))) / 2;
  return {
    centre: [
      (outerFoot[0] + outerTop[0]) / 2 + (inward[0] * thickness) / 2,
      (outerFoot[1] + outerTop[1]) / 2 + (inward[1] * thickness) / 2,
    ],
    length,
    thickness,
    slope: Math.atan2(along[1], along[0]),
  };
}

/** The point at least `height` above the resting plane on the way from foot to top. */
function raise(foot: Vec2, top: Vec2, height: number): Vec2 {
  if (foot[1] >= height || top[1] <= height) return foot;
  const t = (height - foot[1]) / (top[1] - foot[1]);
  return [foot[0] + t * (top[0] - foot[0]), height];
}

function wallPiece(
  dish: Dish,
  section: WallSection,
  sector: number,
  material: Readonly<Record<string, Attribute>>,
): string {
  const half = Math.PI / dishSectors;
  const heading = half * (2 * sector + 1);
  // The profile's radii are those of the polygon's corners; the middle of a side lies nearer.
  const radius = section.centre[0] * Math.cos(half);
  const widest = section.centre[0] + (Math.cos(section.slope) * section.length) / 2;
  const position: Vec3 = [
    radius * Math.cos(heading),
    radius * Math.sin(heading),
    section.centre[1] - dish.height / 2,
  ];
  // Box axes: x along the slope, y along the side, z through the wall.
  const orientation: Quat = multiplyQuat(
    quatFromAxisAngle([0, 0, 1], heading),
    quatFromAxisAngle([0, 1, 0], -section.slope),
  );
  const pose: Pose = { position, orientation };
  const size = [section.length / 2, widest * Math.sin(half), section.thickness / 2];
  return element('geom', { type: 'box', size, ...poseAttributes(pose), ...material });
}
