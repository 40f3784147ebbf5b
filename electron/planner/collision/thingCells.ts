import type { SceneMap } from '../perception/sceneMap';

/** The occupied cells of one thing of a scene map, and the box around them. */
export interface ThingCells {
  readonly thing: number;
  /** x, y and height (m) of each cell's middle, one after the other. */
  readonly cells: Float64Array;
  readonly low: readonly [number, number];
  readonly high: readonly [number, number];
  readonly top: number;
}

const known = new WeakMap<SceneMap, readonly ThingCells[]>();

/** All things of a map as lists of cells: worked out once a map. */
export function thingCells(map: SceneMap): readonly ThingCells[] {
  const before = known.get(map);
  if (before) return before;
  const lists: number[][] = Array.from({ length: map.thingCount }, () => []);
  for (let at = 0; at < map.heights.length; at++) {
    const list = lists[map.things[at]! - 1];
    if (map.heights[at] === 0 || !list) continue;
    list.push(
      map.originX + ((at % map.columns) + 0.5) * map.cell,
      map.originY + (Math.floor(at / map.columns) + 0.5) * map.cell,
      map.heights[at]!,
    );
  }
  const things = lists.flatMap((list, i): ThingCells[] => {
    if (list.length === 0) return [];
    const [low, high]: [[number, number], [number, number]] = [
      [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY],
      [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
    ];
    let top = 0;
    for (let k = 0; k < list.length; k += 3) {
      for (const d of [0, 1] as const) {
        low[d] = Math.min(low[d], list[k + d]!);
        high[d] = Math.max(high[d], list[k + d]!);
      }
      top = Math.max(top, list[k + 2]!);
    }
    return [{ thing: i + 1, cells: Float64Array.from(list), low, high, top }];
  });
  known.set(map, things);
  return things;
}
