import { describe, expect, it } from 'vitest';
import { resamplePath } from './resamplePath';

describe('resamplePath', () => {
  it('spaces points evenly along the length, round corners too', () => {
    expect(
      resamplePath(
        [
          [0, 0],
          [1, 0],
          [1, 3],
        ],
        5,
      ),
    ).toEqual([
      [0, 0],
      [1, 0],
      [1, 1],
      [1, 2],
      [1, 3],
    ]);
  });

  it('keeps both ends and steps over repeated points', () => {
    const points = resamplePath(
      [
        [0, 0],
        [0, 0],
        [0.3, 0.4],
        [0.3, 0.4],
      ],
      3,
    );
    expect(points[0]).toEqual([0, 0]);
    expect(points[1]![0]).toBeCloseTo(0.15, 12);
    expect(points[1]![1]).toBeCloseTo(0.2, 12);
    expect(points[2]![0]).toBeCloseTo(0.3, 12);
  });

  it('repeats the point of a path without length', () => {
    expect(resamplePath([[2, 3]], 3)).toEqual([
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
  });

  it('refuses an empty path', () => {
    expect(() => resamplePath([], 3)).toThrow('without points');
  });
});
