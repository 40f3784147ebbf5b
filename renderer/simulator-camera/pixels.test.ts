import { describe, expect, it } from 'vitest';
import { firstChannelTopDown, flipRows, rgbOf } from './pixels';

describe('pixels', () => {
  it('turns rows upside down', () => {
    const from = Uint8ClampedArray.of(1, 2, 3, 4, 5, 6);
    expect([...flipRows(from, new Uint8ClampedArray(6), 2)]).toEqual([5, 6, 3, 4, 1, 2]);
  });

  it('drops alpha', () => {
    expect([...rgbOf(Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255))]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('takes one channel, top row first', () => {
    const bottom = [0.5, 9, 9, 9, 0.75, 9, 9, 9];
    const top = [1.5, 9, 9, 9, 0, 9, 9, 9];
    expect([...firstChannelTopDown(Float32Array.of(...bottom, ...top), 2)]).toEqual([1.5, 0, 0.5, 0.75]);
  });
});
