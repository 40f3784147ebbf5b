import { ImageData } from '@napi-rs/canvas';
import { encode } from 'fast-png';
import { pictureCanvas } from './pictureCanvas';
import { type Pixels, rgbOfRgba } from './pixels';

/** As JPEG (quality 0 to 100). The encoder works in a thread of libuv's pool, beside the event loop. */
export async function encodeJpeg(
  { width, height, rgba }: Pixels,
  quality: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const canvas = pictureCanvas(width, height);
  const clamped = new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  canvas.getContext('2d').putImageData(new ImageData(clamped, width, height), 0, 0);
  return Uint8Array.from(await canvas.encode('jpeg', quality));
}

/** As PNG with three channels (a canvas writes four, which readers of data sets do not expect). */
export function encodePng({ width, height, rgba }: Pixels): Uint8Array {
  return encode({ width, height, data: rgbOfRgba(rgba), channels: 3, depth: 8 }, { zlib: { level: 3 } });
}
