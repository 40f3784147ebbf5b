/** Compresses pictures of one size; the work is done off the calling thread where the browser can. */
export interface JpegEncoder {
  /** RGBA, top row first; quality 0..1. */
  encode(rgba: Uint8ClampedArray<ArrayBuffer>, quality: number): Promise<Uint8Array<ArrayBuffer>>;
}

export function createJpegEncoder(width: number, height: number): JpegEncoder {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new Error('This window cannot make a 2D canvas.');
  return {
    async encode(rgba, quality) {
      context.putImageData(new ImageData(rgba, width, height), 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
      return new Uint8Array(await blob.arrayBuffer());
    },
  };
}
