import sharp from 'sharp';
import type { ExportOrder } from '../../../shared/contract/exporterContract';
import type { Box } from '../../../shared/contract/proposal';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** width * height * 4, top row first. */
  readonly rgba: Uint8Array<ArrayBuffer>;
}

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
 * leaves out the last row or column of an odd size: video wants even ones.
 */
export async function preparePicture(
  encoded: Uint8Array,
  { hide, crop }: Preparation,
  even: boolean,
): Promise<Pixels> {
  const decoded = await sharp(encoded).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height } = decoded.info;
  let pixels: Buffer = decoded.data;
  const raw = { width, height, channels: 4 } as const;
  for (const { how, box } of hide) {
    const area = rectangleOf(box, width, height);
    pixels = await hideArea(pixels, raw, area, how);
  }
  const cut = crop ? rectangleOf(crop, width, height) : { left: 0, top: 0, width, height };
  const size = even ? { width: evenOf(cut.width), height: evenOf(cut.height) } : cut;
  if (size.width === width && size.height === height) return { width, height, rgba: plain(pixels) };
  const out = await sharp(pixels, { raw })
    .extract({ left: cut.left, top: cut.top, width: size.width, height: size.height })
    .raw()
    .toBuffer();
  return { width: size.width, height: size.height, rgba: plain(out) };
}

/** The same picture as PNG or JPEG. */
export async function encodePicture(pixels: Pixels, format: 'png' | 'jpeg'): Promise<Uint8Array> {
  const image = sharp(pixels.rgba, { raw: { width: pixels.width, height: pixels.height, channels: 4 } });
  const flat = image.removeAlpha();
  return plain(await (format === 'png' ? flat.png() : flat.jpeg({ quality: 95 })).toBuffer());
}

export async function pictureSize(encoded: Uint8Array): Promise<{ width: number; height: number }> {
  const { width, height } = await sharp(encoded).metadata();
  return { width, height };
}

const evenOf = (length: number) => Math.max(2, length - (length % 2));

/** A blur that can be undone hides nothing: the area is first brought down to a few blocks. */
async function hideArea(
  pixels: Buffer,
  raw: { readonly width: number; readonly height: number; readonly channels: 4 },
  area: Rectangle,
  how: 'blur' | 'blacken',
): Promise<Buffer> {
  const { width, height } = area;
  const blocks = { width: Math.max(1, Math.round(width / 24)), height: Math.max(1, Math.round(height / 24)) };
  const few =
    how === 'blacken'
      ? undefined
      : await sharp(pixels, { raw })
          .extract(area)
          .resize(blocks.width, blocks.height, { fit: 'fill', kernel: 'linear' })
          .raw()
          .toBuffer();
  const patch = few
    ? await sharp(few, { raw: { ...blocks, channels: 4 } })
        .resize(width, height, { fit: 'fill', kernel: 'cubic' })
        .raw()
        .toBuffer()
    : Buffer.alloc(width * height * 4);
  const out = Buffer.from(pixels);
  for (let row = 0; row < height; row++) {
    const target = ((area.top + row) * raw.width + area.left) * 4;
    patch.copy(out, target, row * width * 4, (row + 1) * width * 4);
    for (let x = 0; x < width; x++) out[target + x * 4 + 3] = 255;
  }
  return out;
}

/** Bytes of their own: a slice of a pool is not what should cross to another process. */
function plain(buffer: Buffer): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer);
}
