import { bentPixel, type Lens } from './lens';

interface Straight {
  readonly rgb: Uint8Array<ArrayBuffer>;
  readonly depth: Float32Array<ArrayBuffer> | null;
}

/**
 * Undoes the lens's bend, so that the picture is that of a pinhole with the same focal lengths: colours
 * between their four neighbours, depth from the nearest one (between two depths there is nothing). What the
 * bent picture did not see is black, with depth 0.
 */
export function straighten(lens: Lens, rgb: Uint8Array, depth: Float32Array<ArrayBuffer> | null): Straight {
  const { width, height } = lens;
  const outRgb = new Uint8Array(rgb.length);
  const outDepth = depth && new Float32Array(depth.length);
  for (let v = 0, at = 0; v < height; v++) {
    for (let u = 0; u < width; u++, at++) {
      const [x, y] = bentPixel(lens, u, v);
      if (!(x > -0.5 && y > -0.5 && x < width - 0.5 && y < height - 0.5)) continue;
      if (depth && outDepth) outDepth[at] = depth[Math.round(y) * width + Math.round(x)]!;
      const left = Math.min(Math.max(Math.floor(x), 0), width - 2);
      const top = Math.min(Math.max(Math.floor(y), 0), height - 2);
      const a = Math.min(Math.max(x - left, 0), 1);
      const b = Math.min(Math.max(y - top, 0), 1);
      const from = (top * width + left) * 3;
      const below = from + width * 3;
      for (let c = 0; c < 3; c++) {
        const upper = rgb[from + c]! * (1 - a) + rgb[from + 3 + c]! * a;
        const lower = rgb[below + c]! * (1 - a) + rgb[below + 3 + c]! * a;
        outRgb[at * 3 + c] = upper * (1 - b) + lower * b + 0.5;
      }
    }
  }
  return { rgb: outRgb, depth: outDepth };
}
