import type { SceneMap } from './sceneMap';

/** Some occupied cells of a thing that stand close together, and the box around their middles. */
export interface CellBlock {
  /** x, y and height (m) of each cell's middle, one after the other. */
  readonly cells: Float64Array;
  readonly extent: CellExtent;
}

/** The box from the table up that holds the columns of some cells (m, base frame). */
export interface CellExtent {
  readonly xMin: number;
  readonly xMax: number;
  readonly yMin: number;
  readonly yMax: number;
  readonly top: number;
}

/** The occupied cells of one thing of a scene map, block by block. */
export interface ThingCells {
  readonly thing: number;
  readonly extent: CellExtent;
  readonly blocks: readonly CellBlock[];
}

/** Cells along the side of a block: 4 cm. */
const blockSide = 8;

const known = new WeakMap<SceneMap, readonly ThingCells[]>();

/** All things of a map as blocks of cells: worked out once a map. */
export function thingCells(map: SceneMap): readonly ThingCells[] {
  const before = known.get(map);
  if (before) return before;
  const lists: Map<number, number[]>[] = Array.from({ length: map.thingCount }, () => new Map());
  for (let row = 0, at = 0; row < map.rows; row++) {
    for (let column = 0; column < map.columns; column++, at++) {
      const blocks = map.heights[at] === 0 ? undefined : lists[map.things[at]! - 1];
      if (!blocks) continue;
      const block = Math.floor(row / blockSide) * map.columns + Math.floor(column / blockSide);
      const list = blocks.get(block) ?? [];
      blocks.set(block, list);
      list.push(
        map.originX + (column + 0.5) * map.cell,
        map.originY + (row + 0.5) * map.cell,
        map.heights[at]!,
      );
    }
  }
  const things = lists.flatMap((lists, i): ThingCells[] => {
    const blocks = [...lists.values()].map((list): CellBlock => {
      const cells = Float64Array.from(list);
      return { cells, extent: extentOf(cells) };
    });
    return blocks.length === 0
      ? []
      : [{ thing: i + 1, blocks, extent: around(blocks.map((block) => block.extent)) }];
  });
  known.set(map, things);
  return things;
}

function extentOf(cells: Float64Array): CellExtent {
  const each: CellExtent[] = [];
  for (let k = 0; k < cells.length; k += 3) {
    const [x, y, top] = [cells[k]!, cells[k + 1]!, cells[k + 2]!];
    each.push({ xMin: x, xMax: x, yMin: y, yMax: y, top });
  }
  return around(each);
}

const around = (extents: readonly CellExtent[]): CellExtent =>
  extents.reduce((a, b) => ({
    xMin: Math.min(a.xMin, b.xMin),
    xMax: Math.max(a.xMax, b.xMax),
    yMin: Math.min(a.yMin, b.yMin),
    yMax: Math.max(a.yMax, b.yMax),
    top: Math.max(a.top, b.top),
  }));
