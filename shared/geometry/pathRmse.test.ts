import { describe, expect, it } from 'vitest';
import { pathRmse } from './pathRmse';

describe('pathRmse', () => {
  it('is 0 for one path told with more points', () => {
    expect(
      pathRmse(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [0, 0],
          [0.1, 0],
          [0.7, 0],
          [1, 0],
        ],
      ),
    ).toBeCloseTo(0, 12);
  });

  it('is the offset of parallel paths', () => {
    expect(
      pathRmse(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [0.3, 0.4],
          [1.3, 0.4],
        ],
      ),
    ).toBeCloseTo(0.5, 12);
  });

  it('matches a sum done by hand for paths that fan out', () => {
    // Distance k/19 at sample k of 0..19: sqrt(sum k^2 / 19^2 / 20), sum k^2 = 19*20*39/6 = 2470.
    expect(
      pathRmse(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [0, 0],
          [1, 0],
          [1, 0],
        ],
      ),
    ).toBeCloseTo(0, 12);
    expect(
      pathRmse(
        [
          [0, 0],
          [1, 0],
        ],
        [
          [0, 0],
          [2, 0],
        ],
      ),
    ).toBeCloseTo(Math.sqrt(2470 / 361 / 20), 12);
  });
});
