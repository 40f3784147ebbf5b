import type { SceneMap } from '../../../shared/collision/sceneMap';
import type { Box } from '../../../shared/contract/proposal';
import { pixelOfShare } from '../../../shared/geometry/cameraModel';
import type { Vec3 } from '../../../shared/geometry/pose';
import { nextSteps, PlanningError } from '../planningError';
import { measureShape, type ObjectShape } from './measureShape';
import type { PointCloud } from './pointCloud';
import { tableClearance } from './sceneMap';

/** An object of the picture in the base frame. */
export interface GroundedObject extends ObjectShape {
  /** Number of the thing in the scene map. */
  readonly thing: number;
  /** Depth points that it rests on. */
  readonly pointCount: number;
  /** Height of what it stands on (m); absent: the table, at 0. */
  readonly base?: number;
  /** m: it may reach this much farther than its footprint; absent: it was seen. */
  readonly unsure?: number;
}

/** Points that an object must have at least: about a centimetre square. */
const minPoints = 30;
/** Points used for measuring, at most; more only cost time. */
const maxPoints = 6000;
/** A thing this many times larger than its box is more than the box means: only what is inside counts. */
const oversize = 2.2;

interface PixelBox {
  readonly u0: number;
  readonly v0: number;
  readonly u1: number;
  readonly v1: number;
}

/** The pixels of a box, clipped to the picture. Throws when little of it is in the picture. */
function pixelsOf(box: Box, width: number, height: number): PixelBox {
  const edge = (t: number, size: number) =>
    Math.min(size - 1, Math.max(0, Math.round(pixelOfShare({ width: size, height: size }, [t, t])[0])));
  const whole = (box.xMax - box.xMin) * (box.yMax - box.yMin);
  const u0 = edge(box.xMin, width);
  const u1 = edge(box.xMax, width);
  const v0 = edge(box.yMin, height);
  const v1 = edge(box.yMax, height);
  if (!(whole > 0) || box.xMax <= box.xMin || u1 - u0 < 3 || v1 - v0 < 3) {
    throw new PlanningError(
      'grounding',
      'The box is empty or lies outside the picture, so it marks nothing on the table.',
      nextSteps.askAgain,
    );
  }
  return { u0, v0, u1, v1 };
}

/**
 * Finds in depth what a box marks: of the things on the table with points inside the box, the one with
 * most of them, those near the box's middle counting more. All of that thing counts, also what the box
 * cuts off, unless it is far larger than the box (several things touching): then only what is inside.
 * `grow: false` never looks outside the box. Throws PlanningError in words when there is nothing.
 */
export function groundBox(
  cloud: PointCloud,
  map: SceneMap,
  box: Box,
  options: { readonly grow: boolean } = { grow: true },
): GroundedObject {
  const pixels = pixelsOf(box, cloud.width, cloud.height);
  const { thing, count } = mostSeen(cloud, map, pixels);
  if (count < minPoints) {
    const seen = validInside(cloud, pixels);
    throw new PlanningError(
      'grounding',
      seen < minPoints
        ? `The camera has no depth inside the box (${seen} points), so the object cannot be placed in space.`
        : `There is only table inside the box: ${count} points stand more than ${tableClearance * 1000} mm above it.`,
      seen < minPoints ? nextSteps.checkCamera : nextSteps.askAgain,
    );
  }
  const inside = pointsOf(cloud, map, thing, pixels);
  const all = options.grow ? pointsOf(cloud, map, thing, wholePicture(cloud)) : inside;
  const points = all.length > inside.length * oversize ** 2 ? inside : all;
  return { thing, pointCount: points.length, ...measureShape(thinned(points)) };
}

function wholePicture(cloud: PointCloud): PixelBox {
  return { u0: 0, v0: 0, u1: cloud.width - 1, v1: cloud.height - 1 };
}

function mostSeen(
  cloud: PointCloud,
  map: SceneMap,
  { u0, v0, u1, v1 }: PixelBox,
): { readonly thing: number; readonly count: number } {
  const weights = new Map<number, { weight: number; count: number }>();
  const [um, vm, du, dv] = [(u0 + u1) / 2, (v0 + v1) / 2, (u1 - u0) / 2, (v1 - v0) / 2];
  for (let v = v0; v <= v1; v++) {
    for (let u = u0; u <= u1; u++) {
      const thing = map.things[map.cellOfPixel[v * cloud.width + u]!] ?? 0;
      if (thing === 0) continue;
      const entry = weights.get(thing) ?? { weight: 0, count: 0 };
      entry.weight += Math.exp(-2 * (((u - um) / du) ** 2 + ((v - vm) / dv) ** 2));
      entry.count++;
      weights.set(thing, entry);
    }
  }
  let best = { thing: 0, count: 0, weight: 0 };
  for (const [thing, entry] of weights) if (entry.weight > best.weight) best = { thing, ...entry };
  return best;
}

function validInside(cloud: PointCloud, { u0, v0, u1, v1 }: PixelBox): number {
  let valid = 0;
  for (let v = v0; v <= v1; v++) {
    for (let u = u0; u <= u1; u++) if (Number.isFinite(cloud.xyz[(v * cloud.width + u) * 3 + 2]!)) valid++;
  }
  return valid;
}

/** All points of a thing inside some pixels. */
function pointsOf(cloud: PointCloud, map: SceneMap, thing: number, { u0, v0, u1, v1 }: PixelBox): Vec3[] {
  const points: Vec3[] = [];
  for (let v = v0; v <= v1; v++) {
    for (let u = u0; u <= u1; u++) {
      const i = v * cloud.width + u;
      if (map.things[map.cellOfPixel[i]!] !== thing) continue;
      points.push([cloud.xyz[i * 3]!, cloud.xyz[i * 3 + 1]!, cloud.xyz[i * 3 + 2]!]);
    }
  }
  return points;
}

/** All points of a thing in the map. */
export function thingPoints(cloud: PointCloud, map: SceneMap, thing: number): readonly Vec3[] {
  return thinned(pointsOf(cloud, map, thing, wholePicture(cloud)));
}

function thinned(points: readonly Vec3[]): readonly Vec3[] {
  const every = Math.ceil(points.length / maxPoints);
  return every > 1 ? points.filter((_, i) => i % every === 0) : points;
}
