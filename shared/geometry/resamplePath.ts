import type { Vec2 } from './pose';

/**
 * `count` (two or more) points at equal arc length along a path of straight pieces, both ends kept.
 * A path without length gives its first point `count` times. Throws on an empty path.
 */
export function resamplePath(path: readonly Vec2[], count: number): readonly Vec2[] {
  const first = path[0];
  if (!first) throw new Error('A path without points cannot be resampled.');
  const lengths = path.slice(1).map((p, i) => Math.hypot(p[0] - path[i]![0], p[1] - path[i]![1]));
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const points: Vec2[] = [];
  let piece = 0;
  let before = 0;
  for (let k = 0; k < count; k++) {
    const at = (total * k) / (count - 1);
    while (piece < lengths.length - 1 && before + lengths[piece]! < at) before += lengths[piece++]!;
    const length = lengths[piece] ?? 0;
    const a = path[piece] ?? first;
    const b = path[piece + 1] ?? a;
    const t = length > 0 ? Math.min(1, (at - before) / length) : 0;
    points.push([a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])]);
  }
  return points;
}
