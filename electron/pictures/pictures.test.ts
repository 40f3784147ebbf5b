import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { decodePicture } from './decodePicture';
import { encodeJpeg, encodePng } from './encodePicture';
import { mostPixels, pictureHeader } from './pictureHeader';
import type { Pixels } from './pixels';

/** Smooth colours, so that JPEG keeps them. */
function slope(width: number, height: number): Pixels {
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) {
    const x = (at / 4) % width;
    const y = Math.floor(at / 4 / width);
    rgba.set([(x * 255) / width, (y * 255) / height, 90, 255], at);
  }
  return { width, height, rgba };
}

function claimSize(png: Uint8Array, width: number, height: number): Uint8Array {
  const claimed = Buffer.from(png);
  claimed.writeUInt32BE(width, 16);
  claimed.writeUInt32BE(height, 20);
  claimed.writeUInt32BE(crc32(claimed.subarray(12, 29)), 29);
  return claimed;
}

describe('compressed pictures', () => {
  it('come back from PNG as they were, and from JPEG nearly so', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 1, max: 90 }), async (w, h) => {
        const pixels = slope(w, h);
        expect(await decodePicture(encodePng(pixels))).toEqual(pixels);
      }),
      { numRuns: 20 },
    );
    const pixels = slope(320, 240);
    const again = await decodePicture(await encodeJpeg(pixels, 95));
    const furthest = again.rgba.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - pixels.rgba[i]!)),
      0,
    );
    expect(furthest).toBeLessThan(8);
  });

  it('do not mix when many are encoded at a time', async () => {
    const shades = Array.from({ length: 12 }, (_, i) => i * 20);
    const jpegs = await Promise.all(
      shades.map((shade) => encodeJpeg({ width: 64, height: 64, rgba: grey(64, 64, shade) }, 90)),
    );
    for (const [i, jpeg] of jpegs.entries()) {
      expect(Math.abs((await decodePicture(jpeg)).rgba[0]! - shades[i]!)).toBeLessThan(3);
    }
  });

  it('lie on black where they are transparent, whatever color hides there', async () => {
    const data = Uint8Array.of(200, 100, 50, 0, 200, 100, 50, 255);
    const png = encode({ width: 2, height: 1, channels: 4, depth: 8, data });
    expect([...(await decodePicture(png)).rgba]).toEqual([0, 0, 0, 255, 200, 100, 50, 255]);
  });

  it('are refused in words when they were cut off, wherever', async () => {
    const pixels = slope(320, 240);
    for (const whole of [encodePng(pixels), await encodeJpeg(pixels, 80)]) {
      for (const share of [0.001, 0.01, 0.2, 0.5, 0.9, 0.999]) {
        const part = whole.slice(0, Math.floor(whole.length * share));
        await expect(decodePicture(part)).rejects.toThrow(/^A compressed picture of \d+ bytes /);
      }
    }
  });

  it('are refused in words when they are damaged, or hold less than they claim', async () => {
    const pixels = slope(320, 240);
    const less = claimSize(encodePng(pixels), 320, 300);
    await expect(decodePicture(less)).rejects.toThrow('could not be read to its end');
    const png = encodePng(pixels);
    png[Math.floor(png.length / 2)]! ^= 1;
    await expect(decodePicture(png)).rejects.toThrow('is damaged');
  });

  it('are refused by what they claim, before there is memory for it', async () => {
    const png = claimSize(encodePng(slope(8, 8)), 60_000, 60_000);
    const jpeg = Buffer.from(await encodeJpeg(slope(64, 48), 80));
    const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
    jpeg.writeUInt16BE(60_000, frame + 5);
    jpeg.writeUInt16BE(60_000, frame + 7);
    for (const claim of [png, jpeg]) {
      const before = process.memoryUsage().rss;
      await expect(decodePicture(claim)).rejects.toThrow('60000 x 60000 pixels');
      expect(process.memoryUsage().rss - before).toBeLessThan(mostPixels);
    }
  });

  it('are JPEG or PNG; other things, such as SVG, are not looked at', async () => {
    for (const text of ['', 'hello', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>']) {
      await expect(decodePicture(Buffer.from(text))).rejects.toThrow('neither JPEG nor PNG');
    }
    const anything = fc.uint8Array({ maxLength: 200 });
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom([0xff, 0xd8], [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]),
        (b, start) => {
          expect(() => pictureHeader(Uint8Array.of(...start, ...b))).toThrow(/^A compressed picture/);
        },
      ),
    );
  });
});

function grey(width: number, height: number, shade: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(width * height * 4).map((_, i) => (i % 4 === 3 ? 255 : shade));
}
