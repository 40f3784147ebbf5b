import { convexHull, polygonArea } from './convexHull';
import type { Vec2 } from './pose';

/** A turned rectangle: `length` along `angle` (rad, from the x axis), `width` across it; width <= length. */
export interface Rectangle {
  readonly center: Vec2;
  readonly length: number;
  readonly width: number;
  readonly angle: number;
  /** Share of the rectangle that the points' hull covers: 1 for a rectangle, pi/4 for a disc. */
  readonly fill: number;
}

/**
 * The rectangle of smallest area around points: one of its sides lies on a side of their hull (Freeman
 * and Shapira 1975). Undefined when the points span no area.
 */
export function minAreaRectangle(points: readonly Vec2[]): Rectangle | undefined {
  const hull = convexHull(points);
  const area = polygonArea(hull);
  if (hull.length < 3 || !(area > 0)) return undefined;
  let best: Rectangle | undefined;
  for (const [i, a] of hull.entries()) {
    const b = hull[(i + 1) % hull.length]!;
    const along = Math.atan2(b[1] - a[1], b[0] - a[0]);
    const [c, s] = [Math.cos(along), Math.sin(along)];
    const us = hull.map((p) => c * p[0] + s * p[1]);
    const vs = hull.map((p) => c * p[1] - s * p[0]);
    const [u0, u1, v0, v1] = [Math.min(...us), Math.max(...us), Math.min(...vs), Math.max(...vs)];
    const [du, dv] = [u1 - u0, v1 - v0];
    if (best && du * dv >= best.length * best.width) continue;
    const [u, v] = [(u0 + u1) / 2, (v0 + v1) / 2];
    best = {
      center: [c * u - s * v, s * u + c * v],
      length: Math.max(du, dv),
      width: Math.min(du, dv),
      angle: du >= dv ? along : along + Math.PI / 2,
      fill: area / (du * dv),
    };
  }
  return best;
}
