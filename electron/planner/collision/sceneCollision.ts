import type { PrimitiveShape } from '../../../shared/robot/robotModel';
import type { SceneMap } from '../perception/sceneMap';
import { boundingRadius, distanceFromPoint } from './bodies';
import { thingCells } from './thingCells';

/** How far bodies keep from a thing (m); undefined: the thing does not count. */
export type ThingMargin = (thing: number) => number | undefined;

export interface SceneClearance {
  /** m that the body could move any way and still keep every margin (a lower bound); negative: too near. */
  readonly spare: number;
  /** m to the nearest thing, less its margin being what counts; Infinity where it is beyond the horizon. */
  readonly distance: number;
  readonly thing: number;
}

/** m: how precisely the nearest height of a column is sought (golden section search). */
const resolution = 0.0005;
const golden = 0.6180339887498949;

/**
 * Distance of a body from everything in the scene map. Each occupied cell counts as a solid column from the
 * table up to its height: what is under an overhang is taken as solid. `frame` is the body's frame in the
 * base frame. Things beyond `horizon` (m) count with the distance between the boxes around them only.
 */
export function sceneClearance(
  map: SceneMap,
  shape: PrimitiveShape,
  frame: Float64Array,
  marginOf: ThingMargin,
  horizon: number,
): SceneClearance {
  const [x, y, z] = [frame[3]!, frame[7]!, frame[11]!];
  const radius = boundingRadius(shape);
  let spare = Number.POSITIVE_INFINITY;
  let distance = Number.POSITIVE_INFINITY;
  let thing = 0;
  for (const { thing: number, cells, low, high, top } of thingCells(map)) {
    const margin = marginOf(number);
    if (margin === undefined) continue;
    const dx = Math.max(low[0] - x, 0, x - high[0]);
    const dy = Math.max(low[1] - y, 0, y - high[1]);
    const dz = Math.max(0, z - top);
    const about = Math.sqrt(dx * dx + dy * dy + dz * dz) - radius;
    if (about - margin >= spare) continue;
    if (about > horizon) {
      spare = about - margin;
      continue;
    }
    for (let k = 0; k < cells.length; k += 3) {
      const [cx, cy, height] = [cells[k]!, cells[k + 1]!, cells[k + 2]!];
      const up = z > height ? z - height : z < 0 ? z : 0;
      const reach = spare + margin + radius;
      const squared = (cx - x) * (cx - x) + (cy - y) * (cy - y) + up * up;
      if (reach <= 0 || squared >= reach * reach) continue;
      const found = columnDistance(shape, frame, cx, cy, height, radius, spare + margin);
      if (found - margin < spare) {
        spare = found - margin;
        distance = found;
        thing = number;
      }
    }
  }
  return distance < horizon
    ? { spare, distance, thing }
    : { spare, distance: Number.POSITIVE_INFINITY, thing };
}

/**
 * Least distance to a vertical column: along it the distance from a convex body has one minimum, at a height
 * that the body has too. Given up once it cannot come below `enough`: distance changes no faster than height.
 */
function columnDistance(
  shape: PrimitiveShape,
  frame: Float64Array,
  x: number,
  y: number,
  height: number,
  radius: number,
  enough: number,
): number {
  const z = frame[11]!;
  let low = Math.min(height, Math.max(0, z - radius));
  let high = Math.min(height, Math.max(0, z + radius));
  let best = Math.min(
    distanceFromPoint(shape, frame, x, y, low),
    distanceFromPoint(shape, frame, x, y, high),
  );
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let da = distanceFromPoint(shape, frame, x, y, a);
  let db = distanceFromPoint(shape, frame, x, y, b);
  while (high - low > resolution) {
    best = Math.min(best, da, db);
    if (best - (high - low) >= enough) return best;
    if (da < db) {
      high = b;
      b = a;
      db = da;
      a = high - golden * (high - low);
      da = distanceFromPoint(shape, frame, x, y, a);
    } else {
      low = a;
      a = b;
      da = db;
      b = low + golden * (high - low);
      db = distanceFromPoint(shape, frame, x, y, b);
    }
  }
  return Math.min(best, da, db);
}
