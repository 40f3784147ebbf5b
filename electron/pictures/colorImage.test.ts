import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type RawImage, rgbOf } from './colorImage';

const image = (change: Partial<RawImage>): RawImage => ({
  width: 2,
  height: 1,
  encoding: 'rgb8',
  step: 6,
  data: new Uint8Array(6),
  ...change,
});

it('reads the field of each encoding in its place', () => {
  const cases: readonly [string, readonly number[], readonly number[]][] = [
    ['rgb8', [1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6]],
    ['bgr8', [1, 2, 3, 4, 5, 6], [3, 2, 1, 6, 5, 4]],
    ['rgba8', [1, 2, 3, 9, 4, 5, 6, 9], [1, 2, 3, 4, 5, 6]],
    ['bgra8', [1, 2, 3, 9, 4, 5, 6, 9], [3, 2, 1, 6, 5, 4]],
    ['mono8', [7, 8], [7, 7, 7, 8, 8, 8]],
  ];
  for (const [encoding, bytes, rgb] of cases) {
    const read = rgbOf(image({ encoding, step: bytes.length, data: Uint8Array.from(bytes) }));
    expect([...read], encoding).toEqual(rgb);
  }
});

it('turns video colours into the red, green and blue of BT.601', () => {
  // White, black, and pure red (81, 90, 240) as the standard gives them.
  const pairs: readonly [readonly [number, number, number], readonly [number, number, number]][] = [
    [
      [235, 128, 128],
      [255, 255, 255],
    ],
    [
      [16, 128, 128],
      [0, 0, 0],
    ],
    [
      [81, 90, 240],
      [255, 0, 0],
    ],
  ];
  for (const [[y, u, v], wanted] of pairs) {
    const uyvy = rgbOf(image({ encoding: 'yuv422', step: 4, data: Uint8Array.of(u, y, v, y) }));
    const yuyv = rgbOf(image({ encoding: 'yuv422_yuy2', step: 4, data: Uint8Array.of(y, u, y, v) }));
    for (const rgb of [uyvy, yuyv]) {
      for (let i = 0; i < 6; i++) expect(Math.abs(rgb[i]! - wanted[i % 3]!)).toBeLessThanOrEqual(2);
    }
  }
});

it('leaves out what lies behind the rows, whatever their length', () => {
  const sizes = fc.record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    padding: fc.integer({ min: 0, max: 9 }),
  });
  fc.assert(
    fc.property(sizes, fc.boolean(), ({ width, height, padding }, lastRowShort) => {
      const step = width * 3 + padding;
      const data = new Uint8Array(step * height - (lastRowShort ? padding : 0)).fill(255);
      for (let y = 0; y < height; y++)
        for (let i = 0; i < width * 3; i++) data[y * step + i] = (y * 31 + i) % 200;
      const rgb = rgbOf(image({ width, height, step, data }));
      expect(rgb.length).toBe(width * height * 3);
      for (let i = 0; i < rgb.length; i++) {
        const y = Math.floor(i / (width * 3));
        expect(rgb[i]).toBe((y * 31 + (i % (width * 3))) % 200);
      }
    }),
  );
});

it('does not copy what already is red, green and blue', () => {
  const data = new Uint8Array(6);
  expect(rgbOf(image({ data })).buffer).toBe(data.buffer);
});

it('refuses in words: encoding, no size, rows too short, bytes missing, sizes that cannot be', () => {
  const cases: readonly [Partial<RawImage>, RegExp][] = [
    [{ encoding: 'bayer_rggb8' }, /"bayer_rggb8" cannot be shown.*debayered/],
    [{ width: 0 }, /0 x 1 pixels/],
    [{ step: 5 }, /rows are only 5 bytes/],
    [{ data: new Uint8Array(5) }, /came with 5 bytes instead of 6/],
    [{ width: 4_000_000_000, height: 4_000_000_000, step: 4_294_967_295 }, /says that it has/],
  ];
  for (const [change, words] of cases) expect(() => rgbOf(image(change))).toThrow(words);
});
