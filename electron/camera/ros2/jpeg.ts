import { decodePicture } from '../../pictures/decodePicture';
import { encodeJpeg } from '../../pictures/encodePicture';
import { pictureHeader } from '../../pictures/pictureHeader';
import { rgbaOfRgb, rgbOfRgba } from '../../pictures/pixels';

/** At this quality a 1280x720 picture is 65 kB, and nobody sees a loss. */
const quality = 80;

export function jpegOf(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  return encodeJpeg({ width, height, rgba: rgbaOfRgb(rgb) }, quality);
}

/** A compressed picture (JPEG or PNG) as JPEG for the screen; the bytes themselves if they are one. */
export async function shownJpeg(compressed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (pictureHeader(compressed).format === 'jpeg') return Uint8Array.from(compressed);
  return encodeJpeg(await decodePicture(compressed), quality);
}

/** The colours of a compressed picture, width * height * 3. Rejects in words when it is broken. */
export async function rgbOfCompressed(
  compressed: Uint8Array,
): Promise<{ readonly rgb: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number }> {
  const { rgba, width, height } = await decodePicture(compressed);
  return { rgb: rgbOfRgba(rgba), width, height };
}
