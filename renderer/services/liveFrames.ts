import type { LiveFrame } from '../../shared/contract/cameraContract';
import type { ClientTable } from '../loop/clients';

export interface ShownFrame {
  readonly bitmap: ImageBitmap;
  readonly stampSec: number;
}

/** The newest live picture, drawn by whoever listens. Pictures never go through React. */
export interface LiveFrames {
  attach(camera: ClientTable['camera']): void;
  /**
   * Calls back with each new picture, and at once with the present one; null: there is none any more.
   * Returns the end of it.
   */
  listen(draw: (frame: ShownFrame | null) => void): () => void;
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
  const listeners = new Set<(frame: ShownFrame | null) => void>();
  let shown: ShownFrame | undefined;
  let arrivals: number[] = [];
  let arrived = 0;
  /** How often was forgotten: a picture that was being decoded then is not shown. */
  let epoch = 0;
  /** Age at arrival and when that was: it goes on growing if nothing comes. */
  let newest: { readonly ageMs: number; readonly atMs: number } | undefined;

  async function show(frame: LiveFrame): Promise<void> {
    const now = nowMs();
    newest = { ageMs: Math.max(0, (robotNowSec() - frame.stampSec) * 1000), atMs: now };
    arrived++;
    arrivals = [...arrivals.filter((at) => at > now - fpsWindowMs), now];
    const from = epoch;
    const bitmap = await decode(frame);
    if (epoch !== from) {
      bitmap.close();
      return;
    }
    const before = shown;
    shown = { bitmap, stampSec: frame.stampSec };
    for (const draw of listeners) draw(shown);
    before?.bitmap.close();
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
      if (shown) draw(shown);
      return () => listeners.delete(draw);
    },
    forget() {
      epoch++;
      for (const draw of listeners) draw(null);
      shown?.bitmap.close();
      shown = undefined;
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

export function decodeFrame(frame: LiveFrame): Promise<ImageBitmap> {
  if ('jpeg' in frame) {
    return createImageBitmap(new Blob([new Uint8Array(frame.jpeg)], { type: 'image/jpeg' }));
  }
  const { width, height, rgba } = frame;
  const pixels = new Uint8ClampedArray(rgba.buffer, rgba.byteOffset, rgba.byteLength);
  return createImageBitmap(new ImageData(pixels, width, height));
}
