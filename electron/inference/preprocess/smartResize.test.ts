import { describe, expect, it } from 'vitest';
import { roundHalfToEven, smartResize } from './smartResize';

const qwen = { factor: 28, minPixels: 4 * 28 * 28, maxPixels: 16384 * 28 * 28 };

describe('smartResize', () => {
  // The figures are those that the reference implementation gives.
  it.each([
    [640, 480, 644, 476],
    [424, 240, 420, 252],
    [350, 350, 336, 336],
    [1280, 720, 1288, 728],
    [20, 20, 56, 56],
    [28, 28, 56, 56],
  ])('shows %i x %i as %i x %i', (width, height, toWidth, toHeight) => {
    expect(smartResize({ width, height }, qwen)).toEqual({ width: toWidth, height: toHeight });
  });

  it('keeps within the greatest area, floored to the factor', () => {
    expect(smartResize({ width: 640, height: 480 }, { ...qwen, maxPixels: 252 * 196 })).toEqual({
      width: 252,
      height: 168,
    });
  });

  it('refuses a sliver', () => {
    expect(() => smartResize({ width: 2010, height: 10 }, qwen)).toThrow(/too narrow/);
  });
});

it('rounds as Python does', () => {
  expect([0.5, 1.5, 2.5, 12.5, 12.49, 12.51].map(roundHalfToEven)).toEqual([0, 2, 2, 12, 12, 13]);
});
