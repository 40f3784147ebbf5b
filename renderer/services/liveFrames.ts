import type { LiveFrame } from '../../shared/contract/cameraContract';
import { writeRgba } from '../../shared/picture/rgbaOfRgb';
import type { ClientTable } from '../loop/clients';

/** Takes a picture, which is then the taker's own: to show it, or to close it. Null: there is none any more. */
export type Draw = (bitmap: ImageBitmap | null) => void;

/** The newest live picture, drawn by whoever listens. Pictures never go through React. */
export interface LiveFrames {
  attach(camera: ClientTable['camera']): void;
  /**
   * Calls back with each new picture, and soon with the present one. Returns the end of it. While nobody
   * listens, nothing is decoded.
   */
  listen(draw: Draw): () => void;
  /** Another camera is shown from now on: no picture of the one before stands under its name. */
  forget(): void;
  /** Age of the newest picture (ms) against the robot's clock; null before the first. */
  ageMs(): number | null;
  /** Pictures a second over the last two seconds. */
  fps(): number;
  /** Pictures since the start. */
  count(): number;
}

const fpsWindowMs = 2000;

/**
 * Takes pictures one at a time: the camera process sends the next only after this one has been dealt
 * with, so that a slow page skips pictures instead of falling behind.
 */
export function createLiveFrames(
  decode: (frame: LiveFrame) => Promise<ImageBitmap>,
  nowMs: () => number,
  robotNowSec: () => number,
): LiveFrames {
  const listeners = new Set<Draw>();
  let shown: LiveFrame | undefined;
  let arrivals: number[] = [];
  let arrived = 0;
  /** Age at arrival and when that was: it goes on growing if nothing comes. */
  let newest: { readonly ageMs: number; readonly atMs: number } | undefined;

  async function show(frame: LiveFrame): Promise<void> {
    const now = nowMs();
    newest = { ageMs: Math.max(0, (robotNowSec() - frame.stampSec) * 1000), atMs: now };
    arrived++;
    arrivals = [...arrivals.filter((at) => at > now - fpsWindowMs), now];
    if (shown) release(shown);
    shown = frame;
    await Promise.all([...listeners].map((draw) => give(draw, frame)));
  }

  /** What was overtaken or forgotten while it was being decoded is not shown. */
  async function give(draw: Draw, frame: LiveFrame): Promise<void> {
    const bitmap = await decode(frame);
    if (shown === frame && listeners.has(draw)) draw(bitmap);
    else bitmap.close();
  }

  return {
    attach(camera) {
      const ready = () => camera.notify('readyForFrame', {});
      camera.on('frame', (frame) => {
        // A picture that cannot be decoded is skipped: the live view then goes stale, and says so.
        void show(frame)
          .catch(() => undefined)
          .finally(ready);
      });
      ready();
    },
    listen(draw) {
      listeners.add(draw);
      if (shown) give(draw, shown).catch(() => undefined);
      return () => listeners.delete(draw);
    },
    forget() {
      if (shown) release(shown);
      shown = undefined;
      for (const draw of listeners) draw(null);
      newest = undefined;
      arrivals = [];
    },
    ageMs: () => (newest ? newest.ageMs + nowMs() - newest.atMs : null),
    count: () => arrived,
    fps() {
      const since = nowMs() - fpsWindowMs;
      return arrivals.filter((at) => at > since).length / (fpsWindowMs / 1000);
    },
  };
}

/** Gives memory back at once: megabytes thirty times a second would keep the garbage collector busy. */
function release(frame: LiveFrame): void {
  if ('rgb' in frame) (frame.rgb.buffer as { transfer?(length: number): unknown }).transfer?.(0);
}

/** Makes bitmaps of pictures, JPEG or pixels. Pixels are widened in the same memory again and again. */
export function createFrameDecoder(): (frame: LiveFrame) => Promise<ImageBitmap> {
  let wide: ImageData | undefined;
  return (frame) => {
    if ('jpeg' in frame) {
      return createImageBitmap(new Blob([new Uint8Array(frame.jpeg)], { type: 'image/jpeg' }));
    }
    const { width, height, rgb } = frame;
    if (wide?.width !== width || wide.height !== height) wide = new ImageData(width, height);
    writeRgba(rgb, wide.data);
    // The bitmap has its copy when this returns.
    return createImageBitmap(wide);
  };
}
