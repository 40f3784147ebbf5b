import sharp from 'sharp';

/** At this quality a 1280x720 picture is 65 kB and takes 4 ms of a core to encode, and nobody sees a loss. */
const quality = 80;

// Pictures come one after another: more threads for one of them would only take cores from the others.
sharp.concurrency(1);
sharp.cache(false);

const ownBytes = (bytes: Uint8Array): Uint8Array<ArrayBuffer> => Uint8Array.from(bytes);

/** Encodes in a thread of libuv's pool (libjpeg-turbo), outside of this process's event loop. */
export async function jpegOf(
  rgb: Uint8Array,
  width: number,
  height: number,
): Promise<Uint8Array<ArrayBuffer>> {
  return ownBytes(
    await sharp(rgb, { raw: { width, height, channels: 3 } })
      .jpeg({ quality })
      .toBuffer(),
  );
}

const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8;
/** Some cameras pad behind the end mark. */
const paddingBytes = 64;
const endsAsJpeg = (bytes: Uint8Array) => {
  const end = bytes.lastIndexOf(0xd9);
  return end > bytes.byteLength - 2 - paddingBytes && bytes[end - 1] === 0xff;
};

/** A compressed picture (JPEG or PNG) as JPEG for the screen; the bytes themselves if they are one. */
export async function shownJpeg(compressed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  if (isJpeg(compressed)) {
    if (!endsAsJpeg(compressed)) {
      throw new Error(`A compressed picture of ${compressed.byteLength} bytes was cut off.`);
    }
    return ownBytes(compressed);
  }
  return ownBytes(await sharp(compressed).removeAlpha().jpeg({ quality }).toBuffer());
}

/** The colours of a compressed picture, width * height * 3. Rejects in words when it is broken. */
export async function rgbOfCompressed(
  compressed: Uint8Array,
): Promise<{ readonly rgb: Uint8Array; readonly width: number; readonly height: number }> {
  const { data, info } = await sharp(compressed, { failOn: 'truncated' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new Error(`A compressed picture of ${compressed.byteLength} bytes could not be read (${why}).`);
    });
  return { rgb: data, width: info.width, height: info.height };
}
