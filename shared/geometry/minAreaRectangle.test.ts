import { describe, expect, it } from 'vitest';
import { minAreaRectangle } from './minAreaRectangle';
import type { Vec2 } from './pose';

const turned = (angle: number, corners: readonly Vec2[], [x, y]: Vec2): Vec2[] =>
  corners.map(([u, v]) => [
    x + Math.cos(angle) * u - Math.sin(angle) * v,
    y + Math.sin(angle) * u + Math.cos(angle) * v,
  ]);

describe('minAreaRectangle', () => {
  it.each([0, 0.3, 1.2, -0.7])('finds a rectangle turned by %f', (angle) => {
    const corners: Vec2[] = [
      [-3, -1],
      [3, -1],
      [3, 1],
      [-3, 1],
      [0, 0],
      [2, 0.5],
    ];
    const found = minAreaRectangle(turned(angle, corners, [5, 7]))!;
    expect(found.center[0]).toBeCloseTo(5, 10);
    expect(found.center[1]).toBeCloseTo(7, 10);
    expect(found.length).toBeCloseTo(6, 10);
    expect(found.width).toBeCloseTo(2, 10);
    expect(Math.abs(Math.sin(found.angle - angle))).toBeLessThan(1e-9);
    expect(found.fill).toBeCloseTo(1, 10);
  });

  it('tells a disc by how little of the rectangle it fills', () => {
    const disc = Array.from({ length: 200 }, (_, i): Vec2 => [Math.cos(i / 31.83), Math.sin(i / 31.83)]);
    expect(minAreaRectangle(disc)!.fill).toBeCloseTo(Math.PI / 4, 2);
  });

  it('has no answer for points without area', () => {
    expect(minAreaRectangle([])).toBeUndefined();
    expect(
      minAreaRectangle([
        [0, 0],
        [1, 1],
        [3, 3],
      ]),
    ).toBeUndefined();
  });
});
