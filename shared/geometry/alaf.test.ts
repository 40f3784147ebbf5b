import { describe, expect, it } from 'vitest';
import { alafCeiling, alafDistance, alafScore } from './alaf';
import type { Vec2 } from './pose';

const line: readonly Vec2[] = [
  [0, 0],
  [0.5, 0],
  [1, 0],
];

describe('alaf', () => {
  it('has the ceiling of the paper', () => {
    expect(alafCeiling).toBeCloseTo(2.4299, 4);
  });

  it('is 0, score 1, for equal paths', () => {
    expect(alafDistance(line, line)).toBe(0);
    expect(alafScore(line, line)).toBe(1);
  });

  it('counts the offset alone for parallel paths of equal steps', () => {
    const moved = line.map(([x, y]): Vec2 => [x, y + 0.2]);
    expect(alafDistance(line, moved)).toBeCloseTo(0.2, 12);
    expect(alafScore(line, moved)).toBeCloseTo(1 - 0.2 / alafCeiling, 12);
  });

  it('counts the angle between directions', () => {
    // Same first point; ends sqrt(2)/2 apart; directions at a right angle everywhere.
    const a: readonly Vec2[] = [
      [0, 0],
      [0.5, 0],
    ];
    const b: readonly Vec2[] = [
      [0, 0],
      [0, 0.5],
    ];
    expect(alafDistance(a, b)).toBeCloseTo(Math.SQRT1_2 + (0.25 * Math.PI) / 2, 12);
  });

  it('counts unequal steps by their logarithm', () => {
    // Steps 0.1 and 0.4 in one direction; end points 0.3 apart.
    const a: readonly Vec2[] = [
      [0, 0],
      [0.1, 0],
    ];
    const b: readonly Vec2[] = [
      [0, 0],
      [0.4, 0],
    ];
    expect(alafDistance(a, b)).toBeCloseTo(0.3 + 0.1 * Math.log(4), 12);
  });

  it('uses the bisector at a corner', () => {
    // At the corner the tangent is 45 degrees off the straight path's.
    const corner: readonly Vec2[] = [
      [0, 0],
      [0.5, 0],
      [0.5, 0.5],
    ];
    const end = Math.hypot(0.5, 0.5) + (0.25 * Math.PI) / 2;
    expect(alafDistance(line, corner)).toBeCloseTo(end, 12);
  });

  it('clips to the picture, and scores 0 against nothing', () => {
    expect(
      alafDistance(
        [
          [-5, 0],
          [0.5, 0],
        ],
        [
          [0, 0],
          [0.5, 0],
        ],
      ),
    ).toBeCloseTo(0, 12);
    expect(alafScore(line, [])).toBe(0);
  });

  it('gives no angle to a point that does not move', () => {
    expect(alafDistance([[0.5, 0.5]], [[0.5, 0.5]])).toBe(0);
  });
});
