import type { Vec2 } from './pose';

/**
 * The discrete Frechet recursion for any cost of pairing point i of one path with point j of another:
 * the smallest, over all monotone couplings of the two paths, of the largest cost in the coupling
 * (Eiter and Mannila 1994). Infinity when a path is empty.
 */
export function frechetCoupling(
  countA: number,
  countB: number,
  cost: (i: number, j: number) => number,
): number {
  let previous: number[] = [];
  for (let i = 0; i < countA; i++) {
    const row: number[] = [];
    for (let j = 0; j < countB; j++) {
      const before = Math.min(
        previous[j] ?? Number.POSITIVE_INFINITY,
        previous[j - 1] ?? Number.POSITIVE_INFINITY,
        row[j - 1] ?? Number.POSITIVE_INFINITY,
      );
      row.push(Math.max(cost(i, j), i === 0 && j === 0 ? 0 : before));
    }
    previous = row;
  }
  return previous[countB - 1] ?? Number.POSITIVE_INFINITY;
}

/** Discrete Frechet distance (DFD) of two paths, in their own unit, without resampling. */
export function discreteFrechet(a: readonly Vec2[], b: readonly Vec2[]): number {
  return frechetCoupling(a.length, b.length, (i, j) => Math.hypot(a[i]![0] - b[j]![0], a[i]![1] - b[j]![1]));
}
