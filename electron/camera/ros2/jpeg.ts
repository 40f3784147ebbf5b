import { rgbaOfRgb } from '../../../shared/picture/rgbaOfRgb';
import { decodePicture } from '../../pictures/decodePicture';
import { encodeJpeg, viewQuality } from '../../pictures/encodePicture';
import { pictureHeader } from '../../pictures/pictureHeader';
import { rgbOfRgba } from '../../pictures/pixels';

export function jpegOf(rgb: Uint8Array, width: number, height: number): Promise<Uint8Array<ArrayBuffer>> {
  return encodeJpeg({ width, height, rgba: rgbaOfRgb(rgb) }, viewQuality);
}

/** A compressed picture (JPEG or PNG) as JPEG for the screen; the bytes themselves if they are one. */
export async function shownJpeg(compressed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (pictureHeader(compressed).format === 'jpeg') return Uint8Array.from(compressed);
  return encodeJpeg(await decodePicture(compressed), viewQuality);
}

/** The colours of a compressed picture, width * height * 3. Rejects in words when it is broken. */
export async function rgbOfCompressed(
  compressed: Uint8Array,
): Promise<{ readonly rgb: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number }> {
  const { rgba, width, height } = await decodePicture(compressed);
  return { rgb: rgbOfRgba(rgba), width, height };
}
