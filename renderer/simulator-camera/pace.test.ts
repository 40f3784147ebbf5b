import { describe, expect, it } from 'vitest';
import { intervalFor, isDue } from './pace';

function drawnPerSecond(paintSec: number): number {
  let last: number | undefined;
  let drawn = 0;
  for (let i = 0; i < 600; i++) {
    // Physics steps of 2 ms: the states' stamps are off 60 Hz by up to one of them.
    const stamp = 100 + Math.ceil(i / 60 / 0.002) * 0.002;
    if (!isDue(last, stamp, intervalFor(paintSec))) continue;
    last = stamp;
    drawn++;
  }
  return drawn / 10;
}

describe('pace', () => {
  it('gives 30 pictures a second to a GPU and 20 to software', () => {
    expect(drawnPerSecond(0.004)).toBeCloseTo(30, 0);
    expect(drawnPerSecond(0.035)).toBeCloseTo(20, 0);
  });

  it('draws no instant twice', () => {
    expect(isDue(5, 5, 0)).toBe(false);
  });

  it('draws the first state, and the first after the clock was set back', () => {
    expect(isDue(undefined, 5, 1)).toBe(true);
    expect(isDue(5, 4, 1)).toBe(true);
  });
});
