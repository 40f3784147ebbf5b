/** A picture's colours: opaque, sRGB. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** width * height * 4, top row first; the fourth byte of each pixel is 255. */
  readonly rgba: Uint8Array<ArrayBuffer>;
}

/** The colours alone, width * height * 3. */
export function rgbOfRgba(rgba: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from]!;
    rgb[to + 1] = rgba[from + 1]!;
    rgb[to + 2] = rgba[from + 2]!;
  }
  return rgb;
}

/** The colours with a fourth byte, 255, as canvases want them. */
export function rgbaOfRgb(rgb: Uint8Array): Uint8Array<ArrayBuffer> {
  const rgba = new Uint8Array((rgb.length / 3) * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return rgba;
}
