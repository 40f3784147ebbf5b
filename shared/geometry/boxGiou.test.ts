import { describe, expect, it } from 'vitest';
import { boxGiou } from './boxGiou';

const box = (xMin: number, yMin: number, xMax: number, yMax: number) => ({ xMin, yMin, xMax, yMax });

describe('boxGiou', () => {
  it('equals IoU where the enclosing box is covered', () => {
    expect(boxGiou(box(0, 0, 1, 1), box(0, 0, 1, 1))).toBe(1);
    expect(boxGiou(box(0, 0, 2, 1), box(1, 0, 3, 1))).toBeCloseTo(1 / 3, 12);
  });

  it('matches a sum done by hand', () => {
    // shared 1, union 7, hull 9: 1/7 - 2/9.
    expect(boxGiou(box(0, 0, 2, 2), box(1, 1, 3, 3))).toBeCloseTo(1 / 7 - 2 / 9, 12);
  });

  it('falls towards -1 as boxes move apart', () => {
    // union 2, hull 4: -(4 - 2) / 4.
    expect(boxGiou(box(0, 0, 1, 1), box(3, 0, 4, 1))).toBeCloseTo(-0.5, 12);
    expect(boxGiou(box(0, 0, 1, 1), box(99, 0, 100, 1))).toBeCloseTo(-0.98, 12);
  });

  it('is 0 for two empty boxes at one place', () => {
    expect(boxGiou(box(1, 1, 1, 1), box(1, 1, 1, 1))).toBe(0);
  });
});
