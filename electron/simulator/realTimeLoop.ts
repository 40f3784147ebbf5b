export interface RealTimeLoopOptions {
  /** Lets simulated time pass (s). */
  readonly advance: (durationSec: number) => void;
  /** A clock that only goes forward (s). */
  readonly nowSec: () => number;
  /** Called at most once a second: how much time was given up since the last call (s). */
  readonly onBehind: (lostSec: number) => void;
}

/** After a pause of the process no more than this is caught up; the rest never happened. */
export const maxCatchUpSec = 0.05;
const reportPeriodSec = 1;

/**
 * Keeps simulated time in step with a clock. Answers a function to call every few milliseconds. A stalled
 * process does not fast-forward: a motion must never come faster than it was approved.
 */
export function createRealTimeLoop(options: RealTimeLoopOptions): () => void {
  let lastSec = options.nowSec();
  let lostSec = 0;
  let reportedSec = Number.NEGATIVE_INFINITY;
  return () => {
    const now = options.nowSec();
    const elapsed = Math.max(0, now - lastSec);
    lastSec = now;
    lostSec += Math.max(0, elapsed - maxCatchUpSec);
    if (lostSec > 0 && now - reportedSec >= reportPeriodSec) {
      options.onBehind(lostSec);
      lostSec = 0;
      reportedSec = now;
    }
    options.advance(Math.min(elapsed, maxCatchUpSec));
  };
}
