import { describe, expect, it } from 'vitest';
import { fitBox } from './fitBox';

describe('fitBox', () => {
  it('keeps the proportions and stands in the middle', () => {
    expect(fitBox({ width: 640, height: 480 }, { width: 500, height: 300 })).toEqual({
      width: 400,
      height: 300,
      left: 50,
      top: 0,
    });
    expect(fitBox({ width: 640, height: 480 }, { width: 320, height: 900 })).toEqual({
      width: 320,
      height: 240,
      left: 0,
      top: 330,
    });
  });

  it('has no size without a picture', () => {
    expect(fitBox({ width: 0, height: 0 }, { width: 10, height: 10 }).width).toBe(0);
  });
});
