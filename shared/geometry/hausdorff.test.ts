import { describe, expect, it } from 'vitest';
import { hausdorff } from './hausdorff';

describe('hausdorff', () => {
  it('does not mind the order of the points', () => {
    expect(
      hausdorff(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [1, 0],
          [0, 0],
        ],
      ),
    ).toBe(0);
  });

  it('is the farther of the two directed distances', () => {
    // Every point of a lies on b, but (4, 3) of b is 5 from the nearest of a.
    expect(
      hausdorff(
        [[0, 0]],
        [
          [0, 0],
          [4, 3],
        ],
      ),
    ).toBe(5);
    expect(
      hausdorff(
        [
          [0, 0],
          [4, 3],
        ],
        [[0, 0]],
      ),
    ).toBe(5);
  });

  it('is infinite against nothing', () => {
    expect(hausdorff([[0, 0]], [])).toBe(Number.POSITIVE_INFINITY);
  });
});
