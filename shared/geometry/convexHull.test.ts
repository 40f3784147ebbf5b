import { describe, expect, it } from 'vitest';
import { convexHull, polygonArea } from './convexHull';
import type { Vec2 } from './pose';

describe('convexHull', () => {
  it('keeps the corners only, counter-clockwise', () => {
    const points: Vec2[] = [];
    for (let x = 0; x <= 4; x++) for (let y = 0; y <= 3; y++) points.push([x, y]);
    const hull = convexHull(points);
    expect(hull).toEqual([
      [0, 0],
      [4, 0],
      [4, 3],
      [0, 3],
    ]);
    expect(polygonArea(hull)).toBe(12);
  });

  it('takes points on a line, one point and none', () => {
    expect(
      convexHull([
        [0, 0],
        [1, 1],
        [2, 2],
      ]),
    ).toHaveLength(2);
    expect(convexHull([[5, 6]])).toHaveLength(1);
    expect(convexHull([])).toEqual([]);
    expect(polygonArea([])).toBe(0);
  });
});
