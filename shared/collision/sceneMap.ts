/**
 * What stands on the table, seen from above: a grid over the table in the base frame with the greatest
 * height in each cell, and the cells that belong together numbered as things. Only what the camera sees
 * is in it; a thing's hidden back is not.
 */
export interface SceneMap {
  readonly originX: number;
  readonly originY: number;
  readonly cell: number;
  readonly columns: number;
  readonly rows: number;
  /** Greatest height above the table of each cell (m); 0 where only table, or nothing, was seen. */
  readonly heights: Float32Array;
  /** Number of the thing each cell belongs to, from 1; 0: none. */
  readonly things: Int16Array;
  readonly thingCount: number;
  /** For each pixel the cell that its point stands in, -1 for table points, the robot and the invalid. */
  readonly cellOfPixel: Int32Array;
  readonly maxHeight: number;
  /** m: the gripper keeps from a level surface of this height as from the table; absent: from the table, at 0. */
  readonly surface?: number;
}

/** A table on which nothing was seen. */
export const emptyMap: SceneMap = {
  originX: 0,
  originY: 0,
  cell: 0.005,
  columns: 0,
  rows: 0,
  heights: new Float32Array(0),
  things: new Int16Array(0),
  thingCount: 0,
  cellOfPixel: new Int32Array(0),
  maxHeight: 0,
};

/** Number of the thing that stands at (x, y); 0 for none or outside the map. */
export function thingAt(map: SceneMap, x: number, y: number): number {
  const column = Math.floor((x - map.originX) / map.cell);
  const row = Math.floor((y - map.originY) / map.cell);
  if (column < 0 || row < 0 || column >= map.columns || row >= map.rows) return 0;
  return map.things[row * map.columns + column]!;
}
