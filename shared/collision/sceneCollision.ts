import { segmentDistanceSquared } from '../geometry/segmentDistance';
import type { PrimitiveShape } from '../robot/robotModel';
import { distanceFromPoint, halfExtent, length3 } from './bodies';
import type { SceneMap } from './sceneMap';
import { type CellBlock, type CellExtent, thingCells } from './thingCells';

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

/** A body where it is: its frame in the base frame, and its half extents along the base's axes. */
interface PlacedShape {
  readonly shape: PrimitiveShape;
  readonly frame: Float64Array;
  readonly hx: number;
  readonly hy: number;
  readonly hz: number;
}

/**
 * Distance of a body from everything in the scene map. Each occupied cell counts as a solid column from the
 * table up to its height: what is under an overhang is taken as solid. `frame` is the body's frame in the
 * base frame. Things beyond `horizon` (m) count with the distance between the boxes around them only; nearer
 * ones block by block, and of a block only the cells whose column could be the nearest.
 */
export function sceneClearance(
  map: SceneMap,
  shape: PrimitiveShape,
  frame: Float64Array,
  marginOf: ThingMargin,
  horizon: number,
): SceneClearance {
  const body: PlacedShape = {
    shape,
    frame,
    hx: halfExtent(shape, frame, 0),
    hy: halfExtent(shape, frame, 1),
    hz: halfExtent(shape, frame, 2),
  };
  let spare = Number.POSITIVE_INFINITY;
  let distance = Number.POSITIVE_INFINITY;
  let thing = 0;
  for (const { thing: number, extent, blocks } of thingCells(map)) {
    const margin = marginOf(number);
    if (margin === undefined) continue;
    const about = boxDistance(body, extent);
    if (about - margin >= spare) continue;
    if (about > horizon) {
      spare = about - margin;
      continue;
    }
    // The nearest block first: after it few others can come nearer.
    let first = 0;
    let least = Number.POSITIVE_INFINITY;
    const apart = blocks.map((block, i) => {
      const far = boxDistance(body, block.extent);
      if (far < least) [least, first] = [far, i];
      return far;
    });
    for (let i = -1; i < blocks.length; i++) {
      const at = i < 0 ? first : i;
      if (i === first || apart[at]! - margin >= spare) continue;
      const found = blockDistance(body, blocks[at]!, spare + margin);
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

/** Never more than the distance (m) of a body from the columns in an extent: between the upright boxes around both. */
function boxDistance(
  { frame, hx, hy, hz }: PlacedShape,
  { xMin, xMax, yMin, yMax, top }: CellExtent,
): number {
  return length3(
    Math.max(xMin - frame[3]! - hx, 0, frame[3]! - hx - xMax),
    Math.max(yMin - frame[7]! - hy, 0, frame[7]! - hy - yMax),
    Math.max(0, frame[11]! - hz - top),
  );
}

/** Least distance (m) of a body from a block's columns, if it is below `enough`; else anything not below it. */
function blockDistance(body: PlacedShape, { cells }: CellBlock, enough: number): number {
  const { frame, hx, hy, hz } = body;
  const low = frame[11]! - hz;
  let least = enough;
  for (let k = 0; k < cells.length; k += 3) {
    const dx = Math.max(0, Math.abs(cells[k]! - frame[3]!) - hx);
    const dy = Math.max(0, Math.abs(cells[k + 1]! - frame[7]!) - hy);
    const dz = Math.max(0, low - cells[k + 2]!);
    if (least > 0 && dx * dx + dy * dy + dz * dz >= least * least) continue;
    least = Math.min(least, columnDistance(body, cells[k]!, cells[k + 1]!, cells[k + 2]!, least));
  }
  return least;
}

/** Ends of a capsule's middle line, and of a column. */
const line = new Float64Array(6);
const column = new Float64Array(6);

/**
 * Least distance to a vertical column: along it the distance from a convex body has one minimum, at a height
 * that the body has too. Given up once it cannot come below `enough`: distance changes no faster than height.
 */
function columnDistance(
  { shape, frame, hz }: PlacedShape,
  x: number,
  y: number,
  height: number,
  enough: number,
): number {
  if (shape.type === 'capsule') {
    for (let k = 0; k < 3; k++) {
      const way = (frame[k * 4 + 2]! * shape.length) / 2;
      line[k] = frame[k * 4 + 3]! - way;
      line[k + 3] = frame[k * 4 + 3]! + way;
    }
    column[0] = column[3] = x;
    column[1] = column[4] = y;
    column[5] = height;
    return Math.sqrt(segmentDistanceSquared(line, 0, 3, column, 0, 3)) - shape.radius;
  }
  const z = frame[11]!;
  let low = Math.min(height, Math.max(0, z - hz));
  let high = Math.min(height, Math.max(0, z + hz));
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
