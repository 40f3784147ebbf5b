import type { PrimitiveShape } from '../../../shared/robot/robotModel';
import type { SceneMap } from '../perception/sceneMap';
import { boundingRadius, distanceFromPoint } from './bodies';

/** How far bodies keep from a thing (m); undefined: the thing does not count. */
export type ThingMargin = (thing: number) => number | undefined;

export interface SceneClearance {
  /** m between the body and the nearest thing, less the margin kept from it; negative: too near. */
  readonly spare: number;
  /** m to that thing. */
  readonly distance: number;
  readonly thing: number;
}

/** m: spacing of the points that a cell's column is taken for. */
const columnStep = 0.01;

/**
 * Distance of a body from everything in the scene map. Each occupied cell counts as a column from the
 * table up to its height: what is under an overhang is taken as solid. `frame` is the body's frame in
 * the base frame. Looks no farther than `horizon` (m); Infinity beyond it.
 */
export function sceneClearance(
  map: SceneMap,
  shape: PrimitiveShape,
  frame: Float64Array,
  marginOf: ThingMargin,
  horizon: number,
): SceneClearance {
  const [x, y, z] = [frame[3]!, frame[7]!, frame[11]!];
  const reach = boundingRadius(shape) + horizon;
  let best: SceneClearance = {
    spare: Number.POSITIVE_INFINITY,
    distance: Number.POSITIVE_INFINITY,
    thing: 0,
  };
  if (z - reach > map.maxHeight) return best;
  const column = (v: number) => Math.floor((v - map.originX) / map.cell);
  const row = (v: number) => Math.floor((v - map.originY) / map.cell);
  const [c0, c1] = [Math.max(0, column(x - reach)), Math.min(map.columns - 1, column(x + reach))];
  const [r0, r1] = [Math.max(0, row(y - reach)), Math.min(map.rows - 1, row(y + reach))];
  for (let r = r0; r <= r1; r++) {
    for (let c = c0; c <= c1; c++) {
      const at = r * map.columns + c;
      const height = map.heights[at]!;
      if (height === 0 || z - reach > height) continue;
      const thing = map.things[at]!;
      const margin = marginOf(thing);
      if (margin === undefined) continue;
      const px = map.originX + (c + 0.5) * map.cell;
      const py = map.originY + (r + 0.5) * map.cell;
      const lowest = Math.max(0, z - reach);
      for (let pz = Math.min(height, z + reach); pz >= lowest; pz -= columnStep) {
        const distance = distanceFromPoint(shape, frame, px, py, pz);
        if (distance < horizon && distance - margin < best.spare) {
          best = { spare: distance - margin, distance, thing };
        }
      }
    }
  }
  return best;
}
