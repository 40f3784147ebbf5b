import { crc32 } from 'node:zlib';

export interface PictureHeader {
  readonly format: 'jpeg' | 'png';
  readonly width: number;
  readonly height: number;
  /** False: a pixel that is not opaque once decoded is one that was not there. */
  readonly mayBeTransparent: boolean;
}

/** Twice an 8K video: no camera on a robot gives more. Decoded, it is 256 MB. */
export const mostPixels = 8192 * 8192;

/**
 * What a JPEG or PNG says of itself, without decoding it. Throws in words when it is neither, is cut off,
 * damaged as far as its own check sums tell, or larger than any camera's: a few bytes can claim a size that
 * would eat the memory.
 */
export function pictureHeader(bytes: Uint8Array): PictureHeader {
  const header = isJpeg(bytes) ? jpegHeader(bytes) : isPng(bytes) ? pngHeader(bytes) : undefined;
  if (!header) throw new Error(`A compressed picture of ${bytes.byteLength} bytes is neither JPEG nor PNG.`);
  const { width, height } = header;
  if (width === 0 || height === 0 || width * height > mostPixels) {
    throw new Error(`A compressed picture says that it has ${width} x ${height} pixels.`);
  }
  return header;
}

const cutOff = (bytes: Uint8Array) =>
  new Error(`A compressed picture of ${bytes.byteLength} bytes was cut off.`);
const damaged = (bytes: Uint8Array) =>
  new Error(`A compressed picture of ${bytes.byteLength} bytes is damaged.`);

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;
/** Some cameras pad behind the end mark. */
const paddingBytes = 64;

function endsAsJpeg(bytes: Uint8Array): boolean {
  const end = bytes.lastIndexOf(0xd9);
  return end > bytes.byteLength - 2 - paddingBytes && bytes[end - 1] === 0xff;
}

/** Start of frame, of any kind of coding; C4, C8 and CC are other marks. */
const startsFrame = (mark: number) => mark >= 0xc0 && mark <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(mark);
/** Marks without a length behind them. */
const standsAlone = (mark: number) => mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8);

function jpegHeader(bytes: Uint8Array): PictureHeader {
  if (!endsAsJpeg(bytes)) throw cutOff(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 9 <= bytes.byteLength; ) {
    if (bytes[at] !== 0xff) throw damaged(bytes);
    const mark = bytes[at + 1]!;
    if (startsFrame(mark)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { format: 'jpeg', width, height, mayBeTransparent: false };
    }
    // An FF before a mark is filling.
    at += mark === 0xff ? 1 : standsAlone(mark) ? 2 : 2 + view.getUint16(at + 2);
  }
  throw damaged(bytes);
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const isPng = (bytes: Uint8Array) => pngSignature.every((value, i) => bytes[i] === value);

/** Looks at every chunk: only the check sums tell a picture that broke on its way. */
function pngHeader(bytes: Uint8Array): PictureHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let size: { readonly width: number; readonly height: number; readonly colors: number } | undefined;
  let transparency = false;
  for (let at = pngSignature.length; at + 12 <= bytes.byteLength; ) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end + 4 > bytes.byteLength) break;
    if (crc32(bytes.subarray(at + 4, end)) !== view.getUint32(end)) throw damaged(bytes);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'IHDR' && length === 13) {
      size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12), colors: bytes[at + 17]! };
    }
    if (type === 'tRNS') transparency = true;
    if (type === 'IEND') {
      if (!size) throw damaged(bytes);
      const { width, height, colors } = size;
      return { format: 'png', width, height, mayBeTransparent: transparency || colors >= 4 };
    }
    at = end + 4;
  }
  throw cutOff(bytes);
}
