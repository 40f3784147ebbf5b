import { type Canvas, createCanvas } from '@napi-rs/canvas';

let last: Canvas | undefined;

/**
 * A canvas of this size; pictures mostly come with one size, so the last one is used again. It is to be
 * filled and read, or given to an encoder (which keeps what it shows at that time), within one turn of the
 * event loop.
 */
export function pictureCanvas(width: number, height: number): Canvas {
  if (last?.width !== width || last.height !== height) last = createCanvas(width, height);
  return last;
}
