export type Point = [number, number, number];

const corners = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
  [-1, -1],
] as const;

/** The twelve edges of a box as one way from corner to corner. */
export function boxEdges(center: readonly number[], size: readonly number[]): Point[] {
  const [x = 0, y = 0, z = 0] = center;
  const [dx = 0, dy = 0, dz = 0] = size;
  const ring = (height: number): Point[] =>
    corners.map(([sx, sy]) => [x + (sx * dx) / 2, y + (sy * dy) / 2, height]);
  const low = ring(z - dz / 2);
  const high = ring(z + dz / 2);
  return [...low, ...high.flatMap((corner, i): Point[] => (i === 0 ? [corner] : [corner, low[i]!, corner]))];
}
