import type { ExportOrder } from '../../../shared/contract/exporterContract';
import type { Box } from '../../../shared/contract/proposal';
import { decodePicture } from '../../pictures/decodePicture';
import type { Pixels } from '../../pictures/pixels';

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is to be done to one camera's pictures before they leave. */
export interface Preparation {
  readonly hide: readonly { readonly how: 'blur' | 'blacken'; readonly box: Box }[];
  readonly crop: Box | null;
}

export function preparationOf(order: Pick<ExportOrder, 'hide' | 'crop'>, camera: string): Preparation {
  return {
    hide: order.hide.filter((region) => region.camera === camera),
    crop: order.crop.find((each) => each.camera === camera)?.box ?? null,
  };
}

export const changesPictures = ({ hide, crop }: Preparation) => hide.length > 0 || crop !== null;

/** The pixels that a box covers: everything it touches, and at least one; within the picture. */
export function rectangleOf(box: Box, width: number, height: number): Rectangle {
  const left = Math.min(width - 1, Math.max(0, Math.floor(box.xMin * width)));
  const top = Math.min(height - 1, Math.max(0, Math.floor(box.yMin * height)));
  const right = Math.min(width, Math.max(left + 1, Math.ceil(box.xMax * width)));
  const bottom = Math.min(height, Math.max(top + 1, Math.ceil(box.yMax * height)));
  return { left, top, width: right - left, height: bottom - top };
}

/**
 * Decodes a picture, hides what is to be hidden (before anything else is done to it) and cuts it. `even`
 * leaves out the last row or column of an odd size: video wants even ones. Rejects in words when the picture
 * cannot be read.
 */
export async function preparePicture(
  encoded: Uint8Array,
  { hide, crop }: Preparation,
  even: boolean,
): Promise<Pixels> {
  const pixels = await decodePicture(encoded);
  const { width, height } = pixels;
  for (const { how, box } of hide) hideArea(pixels, rectangleOf(box, width, height), how);
  const cut = crop ? rectangleOf(crop, width, height) : { left: 0, top: 0, width, height };
  const size = even ? { width: evenOf(cut.width), height: evenOf(cut.height) } : cut;
  if (size.width > width || size.height > height) {
    throw new Error(`A picture of ${width} x ${height} pixels is too small for a video.`);
  }
  const left = Math.min(cut.left, width - size.width);
  const top = Math.min(cut.top, height - size.height);
  return cutOut(pixels, { left, top, ...size });
}

/** A picture that was changed is encoded again (JPEG): as good as it was, for all that can be seen. */
export const encodedAgainQuality = 95;

const evenOf = (length: number) => Math.max(2, length - (length % 2));

/** The side of a block (pixels) of which only the mean colour is left. */
const blockSide = 24;

/** Overwrites the area with what it is to show. A blur that can be undone hides nothing: one colour a block. */
function hideArea({ rgba, width }: Pixels, area: Rectangle, how: 'blur' | 'blacken'): void {
  const rows = how === 'blacken' ? [area.height] : pieces(area.height);
  const columns = how === 'blacken' ? [area.width] : pieces(area.width);
  let top = area.top;
  for (const blockHeight of rows) {
    let left = area.left;
    for (const blockWidth of columns) {
      const block = { left, top, width: blockWidth, height: blockHeight };
      fill(rgba, width, block, how === 'blacken' ? [0, 0, 0] : meanColor(rgba, width, block));
      left += blockWidth;
    }
    top += blockHeight;
  }
}

/** A length in about equal pieces of about a block's side. */
function pieces(length: number): readonly number[] {
  const count = Math.max(1, Math.round(length / blockSide));
  const edge = (i: number) => Math.round((i * length) / count);
  return Array.from({ length: count }, (_, i) => edge(i + 1) - edge(i));
}

function meanColor(rgba: Uint8Array, pictureWidth: number, block: Rectangle): readonly number[] {
  const sums = [0, 0, 0];
  for (let y = block.top; y < block.top + block.height; y++) {
    const from = (y * pictureWidth + block.left) * 4;
    for (let at = from; at < from + block.width * 4; at += 4) {
      for (let channel = 0; channel < 3; channel++) sums[channel]! += rgba[at + channel]!;
    }
  }
  return sums.map((sum) => Math.round(sum / (block.width * block.height)));
}

function fill(rgba: Uint8Array, pictureWidth: number, block: Rectangle, color: readonly number[]): void {
  const row = new Uint8Array(block.width * 4);
  for (let at = 0; at < row.length; at += 4) row.set([...color, 255], at);
  for (let y = block.top; y < block.top + block.height; y++) {
    rgba.set(row, (y * pictureWidth + block.left) * 4);
  }
}

function cutOut(pixels: Pixels, { left, top, width, height }: Rectangle): Pixels {
  if (width === pixels.width && height === pixels.height) return pixels;
  const rgba = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * pixels.width + left) * 4;
    rgba.set(pixels.rgba.subarray(from, from + width * 4), y * width * 4);
  }
  return { width, height, rgba };
}
