import { describe, expect, it } from 'vitest';
import { decodePicture } from '../../pictures/decodePicture';
import { encodeJpeg, encodePng } from '../../pictures/encodePicture';
import type { Pixels } from '../../pictures/pixels';
import { preparePicture, rectangleOf } from './prepare';

/** Every pixel another colour, and fine detail everywhere. */
function detailed(width: number, height: number): Pixels {
  const rgba = new Uint8Array(width * height * 4);
  for (let at = 0; at < rgba.length; at += 4) {
    const i = at / 4;
    rgba.set([(i * 97) % 256, (i * 31) % 256, i % 256, 255], at);
  }
  return { width, height, rgba };
}

const pixelAt = ({ rgba, width }: Pixels, x: number, y: number) => [
  ...rgba.subarray((y * width + x) * 4, (y * width + x) * 4 + 4),
];
const box = { xMin: 0.25, yMin: 0.25, xMax: 0.75, yMax: 0.75 };
const nothing = { hide: [], crop: null };

describe('pictures that leave', () => {
  it('are as they were where nothing is to be done', async () => {
    const picture = detailed(101, 67);
    expect(await preparePicture(encodePng(picture), nothing, false)).toEqual(picture);
  });

  it.each(['blur', 'blacken'] as const)('lose what is hidden (%s), and nothing else', async (how) => {
    const picture = detailed(200, 120);
    const hidden = await preparePicture(encodePng(picture), { hide: [{ how, box }], crop: null }, false);
    const area = rectangleOf(box, 200, 120);
    const colors = new Set<string>();
    for (let y = 0; y < 120; y++) {
      for (let x = 0; x < 200; x++) {
        const inside =
          x >= area.left && x < area.left + area.width && y >= area.top && y < area.top + area.height;
        if (inside) colors.add(String(pixelAt(hidden, x, y)));
        else expect(pixelAt(hidden, x, y)).toEqual(pixelAt(picture, x, y));
      }
    }
    // One colour a block: of 6000 pixels, 4 x 3 numbers are left.
    expect(colors.size).toBeLessThanOrEqual(how === 'blur' ? 4 * 3 : 1);
    expect([...colors].every((color) => color.endsWith(',255'))).toBe(true);
    if (how === 'blacken') expect([...colors]).toEqual(['0,0,0,255']);
  });

  it('show in place of a small area the mean of it alone', async () => {
    const picture = detailed(40, 40);
    const small = { xMin: 0.5, yMin: 0.5, xMax: 0.55, yMax: 0.525 };
    const hidden = await preparePicture(
      encodePng(picture),
      { hide: [{ how: 'blur', box: small }], crop: null },
      false,
    );
    const [a, b] = [pixelAt(picture, 20, 20), pixelAt(picture, 21, 20)];
    const mean = a.map((value, i) => Math.round((value + b[i]!) / 2));
    expect(pixelAt(hidden, 20, 20)).toEqual(mean);
    expect(pixelAt(hidden, 21, 20)).toEqual(mean);
  });

  it('are cut to the pixel, and to even sizes for video', async () => {
    const picture = detailed(101, 67);
    const crop = { xMin: 10 / 101, yMin: 20 / 67, xMax: 31 / 101, yMax: 33 / 67 };
    const cut = await preparePicture(encodePng(picture), { hide: [], crop }, false);
    expect([cut.width, cut.height]).toEqual([21, 13]);
    expect(pixelAt(cut, 20, 12)).toEqual(pixelAt(picture, 30, 32));
    const even = await preparePicture(encodePng(picture), { hide: [], crop }, true);
    expect([even.width, even.height]).toEqual([20, 12]);
    const corner = { xMin: 0.999, yMin: 0.999, xMax: 1, yMax: 1 };
    const tiny = await preparePicture(encodePng(picture), { hide: [], crop: corner }, true);
    expect([tiny.width, tiny.height]).toEqual([2, 2]);
    expect(pixelAt(tiny, 1, 1)).toEqual(pixelAt(picture, 100, 66));
  });

  it('hide even after JPEG: the encoder sees the blocks only', async () => {
    const picture = detailed(96, 96);
    const hidden = await preparePicture(
      encodePng(picture),
      { hide: [{ how: 'blacken', box: { xMin: 0, yMin: 0, xMax: 1, yMax: 1 } }], crop: null },
      false,
    );
    const jpeg = await decodePicture(await encodeJpeg(hidden, 95));
    expect(Math.max(...jpeg.rgba.filter((_, i) => i % 4 !== 3))).toBe(0);
  });
});
