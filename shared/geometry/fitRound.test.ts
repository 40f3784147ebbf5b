import { describe, expect, it } from 'vitest';
import { fitCircle, fitSphere } from './fitRound';
import type { Vec2, Vec3 } from './pose';

describe('fitCircle', () => {
  it('finds a circle from a part of it', () => {
    const arc = Array.from(
      { length: 20 },
      (_, i): Vec2 => [3 + 2 * Math.cos(i / 10), -1 + 2 * Math.sin(i / 10)],
    );
    const fit = fitCircle(arc)!;
    expect(fit.center[0]).toBeCloseTo(3, 9);
    expect(fit.center[1]).toBeCloseTo(-1, 9);
    expect(fit.radius).toBeCloseTo(2, 9);
    expect(fit.rms).toBeCloseTo(0, 9);
  });

  it('tells by the rms that a square is none', () => {
    // Corners and middles of a 2 x 2 square: radii sqrt(2) and 1 about 1.22, off by 0.2 each.
    const square: Vec2[] = [
      [1, 1],
      [1, -1],
      [-1, 1],
      [-1, -1],
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ];
    const fit = fitCircle(square)!;
    expect(fit.radius).toBeCloseTo(Math.sqrt(1.5), 9);
    expect(fit.rms).toBeGreaterThan(0.2);
  });

  it('has no answer for points on a line or too few', () => {
    expect(
      fitCircle([
        [0, 0],
        [1, 1],
      ]),
    ).toBeUndefined();
    const line = fitCircle([
      [0, 0],
      [1, 0],
      [2, 0],
      [3, 0],
    ]);
    expect(line === undefined || line.radius > 1e3).toBe(true);
  });
});

describe('fitSphere', () => {
  it('finds a sphere from its upper half', () => {
    const points: Vec3[] = [];
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 8; b++) {
        const [polar, around] = [a * 0.25, b * 0.78];
        points.push([
          0.5 + 0.03 * Math.sin(polar) * Math.cos(around),
          0.1 + 0.03 * Math.sin(polar) * Math.sin(around),
          0.03 + 0.03 * Math.cos(polar),
        ]);
      }
    }
    const fit = fitSphere(points)!;
    expect(fit.radius).toBeCloseTo(0.03, 8);
    expect(fit.center.map((c) => Math.round(c * 1e6))).toEqual([500000, 100000, 30000]);
    expect(fit.rms).toBeLessThan(1e-8);
  });
});
