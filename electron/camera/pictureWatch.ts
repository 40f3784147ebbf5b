import type { CameraStatus } from '../../shared/contract/cameraContract';
import type { PictureSource } from './pictureSource';
import { simulatorCameraName } from './simulatorSource';

type Watched = Pick<PictureSource, 'cameraName' | 'advice' | 'problem'>;
/** What is said of a camera, but for what there is to choose from. */
export type PictureStatus = Omit<CameraStatus, 'cameras' | 'streams'>;

/** Without a new picture for this long the live view is no longer live. */
export const stalledAfterMs = 500;
const fpsWindowMs = 2000;

/**
 * Judges whether the picture is alive. A frame counts as new only if its stamp differs from the one
 * before: a page that goes on drawing while the simulator stands still shows an old world.
 */
export function createPictureWatch(nowMs: () => number) {
  let state: 'starting' | 'attached' | 'gone' = 'starting';
  let goneText = '';
  let source: Watched = { cameraName: simulatorCameraName, advice: '', problem: () => null };
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
    attached(newSource: Watched): void {
      source = newSource;
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
    status(): PictureStatus {
      const { cameraName } = source;
      const problem = source.problem();
      const age = Math.max(0, ageMs());
      if (state === 'gone') {
        return { state: 'stopped', cameraName, fps: 0, ageMs: age, text: goneText };
      }
      if (lastStampSec === undefined) {
        const text = problem ?? 'Waiting for the first picture.';
        return { state: 'starting', cameraName, fps: 0, ageMs: age, text };
      }
      if (age > stalledAfterMs) {
        const why = problem === null ? '' : ` ${problem}`;
        const text = `No new picture for ${(age / 1000).toFixed(1)} s. What is shown is old.${why} If it lasts, ${source.advice}.`;
        return { state: 'stalled', cameraName, fps: 0, ageMs: age, text };
      }
      const text =
        problem === null
          ? 'The picture is live.'
          : `The picture is live, but nothing can be decided on it: ${problem}`;
      return { state: 'streaming', cameraName, fps: fps(), ageMs: age, text };
    },
  };
}
export type PictureWatch = ReturnType<typeof createPictureWatch>;
