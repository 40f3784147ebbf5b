import type { SceneMap } from '../../../shared/collision/sceneMap';
import type { PointCloud } from './pointCloud';

/** m: the part of the table that matters, the size of a cell, and what counts as standing on the table. */
const area = { x: [-0.15, 1.05], y: [-0.75, 0.75] } as const;
const cell = 0.005;
export const tableClearance = 0.005;
const highest = 0.7;
/** Fewer points than this in a cell are noise (at 1 m a pixel covers 2 to 3 mm). */
const minPoints = 2;

/** Builds the map; `isRobot` says whether a point belongs to the robot itself and is left out. */
export function createSceneMap(
  cloud: PointCloud,
  isRobot: (x: number, y: number, z: number) => boolean,
): SceneMap {
  const columns = Math.round((area.x[1] - area.x[0]) / cell);
  const rows = Math.round((area.y[1] - area.y[0]) / cell);
  const heights = new Float32Array(columns * rows);
  const counts = new Uint16Array(columns * rows);
  const pixels = cloud.width * cloud.height;
  const cellOfPixel = new Int32Array(pixels).fill(-1);
  for (let i = 0; i < pixels; i++) {
    const z = cloud.xyz[i * 3 + 2]!;
    // Written so that NaN fails.
    if (!(z > tableClearance && z < highest)) continue;
    const [x, y] = [cloud.xyz[i * 3]!, cloud.xyz[i * 3 + 1]!];
    const column = Math.floor((x - area.x[0]) / cell);
    const row = Math.floor((y - area.y[0]) / cell);
    if (column < 0 || row < 0 || column >= columns || row >= rows || isRobot(x, y, z)) continue;
    const at = row * columns + column;
    cellOfPixel[i] = at;
    counts[at]!++;
    if (z > heights[at]!) heights[at] = z;
  }
  let maxHeight = 0;
  for (let at = 0; at < heights.length; at++) {
    if (counts[at]! < minPoints) heights[at] = 0;
    maxHeight = Math.max(maxHeight, heights[at]!);
  }
  const { things, thingCount } = numberThings(heights, columns, rows);
  return {
    originX: area.x[0],
    originY: area.y[0],
    cell,
    columns,
    rows,
    heights,
    things,
    thingCount,
    cellOfPixel,
    maxHeight,
  };
}

/** Cells whose neighbours (of eight) are occupied too belong to one thing: flood fill. */
function numberThings(
  heights: Float32Array,
  columns: number,
  rows: number,
): { readonly things: Int16Array; readonly thingCount: number } {
  const things = new Int16Array(heights.length);
  let thingCount = 0;
  const open: number[] = [];
  for (let start = 0; start < heights.length; start++) {
    if (heights[start] === 0 || things[start] !== 0 || thingCount >= 32000) continue;
    thingCount++;
    things[start] = thingCount;
    open.push(start);
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const [row, column] = [Math.floor(at / columns), at % columns];
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const next = r * columns + c;
          if (heights[next] === 0 || things[next] !== 0) continue;
          things[next] = thingCount;
          open.push(next);
        }
      }
    }
  }
  return { things, thingCount };
}
