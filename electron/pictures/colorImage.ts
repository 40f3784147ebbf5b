import { mostPixels } from './pictureHeader';

/** The part of a sensor_msgs/Image that its colours are read from. */
export interface RawImage {
  readonly width: number;
  readonly height: number;
  readonly encoding: string;
  /** Bytes from one row to the next. */
  readonly step: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

interface Encoding {
  readonly bytesPerPixel: number;
  /** Writes red, green and blue of `width` pixels from `source` at `from` into `out` at `to`. */
  readonly row: (source: Uint8Array, from: number, out: Uint8Array, to: number, width: number) => void;
}

/** Red, green and blue lie at these places within each pixel. */
function packed(bytesPerPixel: number, red: number, green: number, blue: number): Encoding {
  return {
    bytesPerPixel,
    row(source, from, out, to, width) {
      for (let x = 0; x < width; x++, from += bytesPerPixel, to += 3) {
        out[to] = source[from + red]!;
        out[to + 1] = source[from + green]!;
        out[to + 2] = source[from + blue]!;
      }
    },
  };
}

/** Two pixels in four bytes, BT.601 with video range, as cameras send it. */
function yuv(y0: number, u: number, y1: number, v: number): Encoding {
  return {
    bytesPerPixel: 2,
    row(source, from, out, to, width) {
      for (let x = 0; x < width; x++, to += 3) {
        const pair = from + (x >> 1) * 4;
        const y = 1.164 * (source[pair + (x & 1 ? y1 : y0)]! - 16);
        const cb = source[pair + u]! - 128;
        const cr = source[pair + v]! - 128;
        out[to] = clamp(y + 1.596 * cr);
        out[to + 1] = clamp(y - 0.392 * cb - 0.813 * cr);
        out[to + 2] = clamp(y + 2.017 * cb);
      }
    },
  };
}

const clamp = (value: number) => (value < 0 ? 0 : value > 255 ? 255 : value + 0.5);

const encodings: ReadonlyMap<string, Encoding> = new Map([
  ['rgb8', packed(3, 0, 1, 2)],
  ['8UC3', packed(3, 2, 1, 0)],
  ['bgr8', packed(3, 2, 1, 0)],
  ['rgba8', packed(4, 0, 1, 2)],
  ['bgra8', packed(4, 2, 1, 0)],
  ['mono8', packed(1, 0, 0, 0)],
  ['8UC1', packed(1, 0, 0, 0)],
  ['yuv422', yuv(1, 0, 3, 2)],
  ['uyvy', yuv(1, 0, 3, 2)],
  ['yuv422_yuy2', yuv(0, 1, 2, 3)],
  ['yuyv', yuv(0, 1, 2, 3)],
]);

const knownNames = 'rgb8, bgr8, rgba8, bgra8, mono8, yuv422, yuv422_yuy2';

/** Throws in words when a raw picture's size, row step and bytes do not go together. */
export function refuseUnlessWhole(image: RawImage, bytesPerPixel: number): void {
  const { width, height, step, data } = image;
  if (width === 0 || height === 0) throw new Error(`A picture of ${width} x ${height} pixels came.`);
  if (width * height > mostPixels) throw new Error(`A picture says that it has ${width} x ${height} pixels.`);
  if (step < width * bytesPerPixel) {
    throw new Error(`A picture ${width} pixels wide says that its rows are only ${step} bytes long.`);
  }
  const needed = step * (height - 1) + width * bytesPerPixel;
  if (data.byteLength < needed) {
    throw new Error(
      `A picture of ${width} x ${height} pixels (${image.encoding}) came with ${data.byteLength} bytes instead of ${step * height}.`,
    );
  }
}

/** How a picture's colours are read; throws in words when they cannot be. */
export function colorEncodingOf(image: RawImage): Encoding {
  const encoding = encodings.get(image.encoding);
  if (!encoding) {
    throw new Error(
      `Pictures with the encoding "${image.encoding}" cannot be shown (known are ${knownNames}). Choose a topic with colours, for instance a debayered one.`,
    );
  }
  refuseUnlessWhole(image, encoding.bytesPerPixel);
  return encoding;
}

/**
 * The colours of a sensor_msgs/Image, width * height * 3, top row first. Of rgb8 without padding it is a
 * view into the message, not a copy. Throws in words what does not fit: encoding, size, row step, bytes.
 */
export function rgbOf(image: RawImage): Uint8Array<ArrayBuffer> {
  const encoding = colorEncodingOf(image);
  const { width, height, step, data } = image;
  if (image.encoding === 'rgb8' && step === width * 3) return data.subarray(0, width * height * 3);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) encoding.row(data, y * step, rgb, y * width * 3, width);
  return rgb;
}
