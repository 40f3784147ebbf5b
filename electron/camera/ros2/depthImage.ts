import { refuseUnlessWhole } from '../../pictures/colorImage';
import type { ImageMessage } from './readMessages';

/**
 * Distances of a depth picture: z in the optical frame (m), top row first, 0 where nothing was seen
 * (REP 118: 0 in 16UC1, NaN or infinite in 32FC1). Throws in words what does not fit, and when the picture
 * holds no distance at all.
 */
export function depthOf(image: ImageMessage): Float32Array<ArrayBuffer> {
  const { width, height, step, encoding } = image;
  const bytes = { '16UC1': 2, mono16: 2, '32FC1': 4 }[encoding];
  if (bytes === undefined) {
    throw new Error(
      `A depth picture with the encoding "${encoding}" cannot be read: 16UC1 (mm) and 32FC1 (m) can.`,
    );
  }
  refuseUnlessWhole(image, bytes);
  const view = new DataView(image.data.buffer, image.data.byteOffset, image.data.byteLength);
  const little = !image.bigEndian;
  const depth = new Float32Array(width * height);
  let seen = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * step + x * bytes;
      const metres = bytes === 2 ? view.getUint16(at, little) / 1000 : view.getFloat32(at, little);
      if (!(metres > 0) || metres === Number.POSITIVE_INFINITY) continue;
      depth[y * width + x] = metres;
      seen++;
    }
  }
  if (seen === 0) throw new Error('The depth picture holds no distance at all (only zeros or NaN).');
  return depth;
}
