import type { Vec2 } from './pose';

/**
 * The convex hull of points in the plane, counter-clockwise, without points on its edges (Andrew's
 * monotone chain). Fewer than three corners when the points lie on a line or are fewer.
 */
export function convexHull(points: readonly Vec2[]): readonly Vec2[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const half = (ordered: readonly Vec2[]): Vec2[] => {
    const chain: Vec2[] = [];
    for (const p of ordered) {
      while (chain.length >= 2 && turn(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  const hull = [...half(sorted), ...half(sorted.reverse())];
  return hull.length > 0 ? hull : points.slice(0, 1);
}

/** Area of a polygon whose corners run counter-clockwise (shoelace formula). */
export function polygonArea(corners: readonly Vec2[]): number {
  return corners.reduce((sum, a, i) => {
    const b = corners[(i + 1) % corners.length]!;
    return sum + (a[0] * b[1] - b[0] * a[1]) / 2;
  }, 0);
}

/** Positive where the way a, b, c turns left. */
function turn(a: Vec2, b: Vec2, c: Vec2): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}
