import { type Image, loadImage } from '@napi-rs/canvas';
import { pictureCanvas } from './pictureCanvas';
import { pictureHeader } from './pictureHeader';
import type { Pixels } from './pixels';

/**
 * Decodes a JPEG or PNG in a thread of libuv's pool; what is transparent lies on black. Rejects in words
 * when the picture is broken, cut off or too large.
 */
export async function decodePicture(encoded: Uint8Array): Promise<Pixels> {
  const { width, height, mayBeTransparent } = pictureHeader(encoded);
  const image = await loadImage(encoded).catch(() => undefined);
  if (!image || image.width !== width || image.height !== height) throw unreadable(encoded);
  return mayBeTransparent ? onBlack(image) : whole(image, encoded);
}

const unreadable = (encoded: Uint8Array) =>
  new Error(`A compressed picture of ${encoded.byteLength} bytes could not be read to its end.`);

function onBlack(image: Image): Pixels {
  const { width, height } = image;
  const context = pictureCanvas(width, height).getContext('2d');
  context.fillStyle = 'black';
  context.fillRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  return pixelsOf(context, width, height);
}

/** The decoder stops without a word where the data break off, and leaves the rest transparent. */
function whole(image: Image, encoded: Uint8Array): Pixels {
  const { width, height } = image;
  const context = pictureCanvas(width, height).getContext('2d');
  context.clearRect(0, 0, width, height);
  context.drawImage(image, 0, 0);
  const pixels = pixelsOf(context, width, height);
  if (pixels.rgba.at(-1) !== 255) throw unreadable(encoded);
  return pixels;
}

function pixelsOf(
  context: ReturnType<ReturnType<typeof pictureCanvas>['getContext']>,
  width: number,
  height: number,
): Pixels {
  const { data } = context.getImageData(0, 0, width, height);
  return {
    width,
    height,
    rgba: new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength),
  };
}
