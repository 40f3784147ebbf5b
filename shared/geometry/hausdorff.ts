import type { Vec2 } from './pose';

function directed(from: readonly Vec2[], to: readonly Vec2[]): number {
  let farthest = 0;
  for (const p of from) {
    let nearest = Number.POSITIVE_INFINITY;
    for (const q of to) nearest = Math.min(nearest, Math.hypot(p[0] - q[0], p[1] - q[1]));
    farthest = Math.max(farthest, nearest);
  }
  return farthest;
}

/**
 * Symmetric Hausdorff distance (HD) of two point sets: the farthest that any point lies from the
 * other set. Infinity when exactly one of them is empty.
 */
export function hausdorff(a: readonly Vec2[], b: readonly Vec2[]): number {
  return Math.max(directed(a, b), directed(b, a));
}
