import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rgbaOfRgb, writeRgba } from './rgbaOfRgb';

it('puts 255 behind each three bytes, wherever in memory they lie', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 90 }), fc.nat(3), (bytes, offset) => {
      const rgb = bytes.subarray(0, bytes.length - (bytes.length % 3));
      const shifted = new Uint8Array(offset + rgb.length);
      shifted.set(rgb, offset);
      const wanted = Array.from({ length: rgb.length / 3 }, (_, i) => [
        ...rgb.subarray(3 * i, 3 * i + 3),
        255,
      ]).flat();
      const out = new Uint8ClampedArray(wanted.length);
      expect([...rgbaOfRgb(shifted.subarray(offset))]).toEqual(wanted);
      writeRgba(shifted.subarray(offset), out);
      expect([...out]).toEqual(wanted);
    }),
  );
});
