import type { CameraStatus } from '../../shared/contract/cameraContract';

/** Without a new picture for this long the live view is no longer live. */
export const stalledAfterMs = 500;
const fpsWindowMs = 2000;

/**
 * Judges whether the picture is alive. A frame counts as new only if its stamp differs from the one
 * before: a page that goes on drawing while the simulator stands still shows an old world.
 */
export function createPictureWatch(cameraName: string, nowMs: () => number) {
  let state: 'starting' | 'attached' | 'gone' = 'starting';
  let goneText = '';
  let arrivals: number[] = [];
  let sinceMs = nowMs();
  let lastStampSec: number | undefined;

  const ageMs = () => nowMs() - sinceMs;

  function fps(): number {
    const from = nowMs() - fpsWindowMs;
    arrivals = arrivals.filter((at) => at >= from);
    const [first, last] = [arrivals[0], arrivals.at(-1)];
    if (first === undefined || last === undefined || last === first) return 0;
    return ((arrivals.length - 1) * 1000) / (last - first);
  }

  return {
    attached(): void {
      state = 'attached';
      lastStampSec = undefined;
      arrivals = [];
      sinceMs = nowMs();
    },
    gone(text: string): void {
      state = 'gone';
      goneText = text;
    },
    frame(stampSec: number): void {
      state = 'attached';
      if (stampSec === lastStampSec) return;
      lastStampSec = stampSec;
      sinceMs = nowMs();
      arrivals.push(sinceMs);
    },
    /** Stamp (s) of the newest frame; undefined before the first. */
    lastStampSec: (): number | undefined => lastStampSec,
    status(): CameraStatus {
      const age = Math.max(0, ageMs());
      if (state === 'gone') {
        return { state: 'stopped', cameraName, fps: 0, ageMs: age, text: goneText };
      }
      if (lastStampSec === undefined) {
        return { state: 'starting', cameraName, fps: 0, ageMs: age, text: 'Waiting for the first picture.' };
      }
      if (age > stalledAfterMs) {
        const text = `No new picture for ${(age / 1000).toFixed(1)} s. What is shown is old. If it lasts, restart the camera picture and the simulator.`;
        return { state: 'stalled', cameraName, fps: 0, ageMs: age, text };
      }
      return { state: 'streaming', cameraName, fps: fps(), ageMs: age, text: 'The picture is live.' };
    },
  };
}
export type PictureWatch = ReturnType<typeof createPictureWatch>;
