/** Rearranges what WebGL hands out: its rows come bottom-up, four values a pixel. */

/** The same rows in the opposite order; `rowLength` is in elements. */
export function flipRows<T extends Uint8ClampedArray>(from: T, into: T, rowLength: number): T {
  const rows = from.length / rowLength;
  for (let row = 0; row < rows; row++) {
    into.set(from.subarray(row * rowLength, (row + 1) * rowLength), (rows - 1 - row) * rowLength);
  }
  return into;
}

/** RGBA -> RGB, in the same order of pixels. */
export function rgbOf(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const pixels = rgba.length / 4;
  const rgb = new Uint8Array(pixels * 3);
  for (let i = 0, from = 0, to = 0; i < pixels; i++, from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

/** The first of four channels, bottom-up rows -> one channel, top row first. */
export function firstChannelTopDown(rgba: Float32Array, width: number): Float32Array<ArrayBuffer> {
  const height = rgba.length / 4 / width;
  const channel = new Float32Array(width * height);
  for (let row = 0; row < height; row++) {
    const to = (height - 1 - row) * width;
    const from = row * width * 4;
    for (let column = 0; column < width; column++) channel[to + column] = rgba[from + column * 4]!;
  }
  return channel;
}
