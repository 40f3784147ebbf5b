import { describe, expect, it } from 'vitest';
import { boxIou } from './boxIou';

const box = (xMin: number, yMin: number, xMax: number, yMax: number) => ({ xMin, yMin, xMax, yMax });

describe('boxIou', () => {
  it('is 1 for equal boxes and 0 for boxes apart or touching', () => {
    expect(boxIou(box(0.1, 0.2, 0.5, 0.6), box(0.1, 0.2, 0.5, 0.6))).toBe(1);
    expect(boxIou(box(0, 0, 1, 1), box(2, 2, 3, 3))).toBe(0);
    expect(boxIou(box(0, 0, 1, 1), box(1, 0, 2, 1))).toBe(0);
  });

  it('matches a sum done by hand', () => {
    // 2x2 boxes one step apart diagonally: shared 1, union 4 + 4 - 1.
    expect(boxIou(box(0, 0, 2, 2), box(1, 1, 3, 3))).toBeCloseTo(1 / 7, 12);
    // 1x2 inside 4x3: 2 / 12.
    expect(boxIou(box(1, 0.5, 2, 2.5), box(0, 0, 4, 3))).toBeCloseTo(1 / 6, 12);
  });

  it('takes empty and inverted boxes for empty', () => {
    expect(boxIou(box(0, 0, 0, 0), box(0, 0, 0, 0))).toBe(0);
    expect(boxIou(box(2, 2, 1, 1), box(0, 0, 3, 3))).toBe(0);
  });
});
