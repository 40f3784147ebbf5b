import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import cases from './fixtures/pillowBicubic.json';
import { testPicture } from './fixtures/testPictures';
import { resampleBicubic } from './resampleBicubic';

describe('resampleBicubic', () => {
  // The fixture is Pillow 13.0's own result.
  it.each(cases)('equals Pillow: $maker $width x $height to $toWidth x $toHeight', (given) => {
    const resized = resampleBicubic(testPicture(given), given, {
      width: given.toWidth,
      height: given.toHeight,
    });
    if (given.row) {
      const start = Math.floor(given.toHeight / 2) * given.toWidth * 3;
      expect([...resized.subarray(start, start + given.toWidth * 3)]).toEqual(given.row);
    }
    expect(createHash('sha256').update(resized).digest('hex')).toBe(given.sha256);
  });

  it('refuses bytes that do not fit the size', () => {
    expect(() =>
      resampleBicubic(new Uint8Array(11), { width: 2, height: 2 }, { width: 4, height: 4 }),
    ).toThrow(/11 bytes/);
  });
});
