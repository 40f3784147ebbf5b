import type { StreamFigures } from '../../../shared/contract/connection';

const windowMs = 2000;
/** Between stamps further apart than this the publisher paused; nothing is counted as lost. */
const pauseSec = 1;
const skewToldSec = 1;
/** A stamp before this (s) is not of a clock on the wall: simulated time. */
const wallTimeFromSec = 1e9;

/**
 * Counts the messages of one topic. A message has no number, so losses are counted from the stamps: where
 * the usual interval (the mean of the middle half of the last ones) would have room for more messages, those
 * were lost.
 */
export function createStreamWatch(
  topic: string,
  nowMs: () => number,
  wallSec: () => number,
  countsLosses = true,
) {
  let arrivals: number[] = [];
  let intervals: number[] = [];
  let lastStampSec: number | undefined;
  let skewSec: number | null = null;
  let dropped = 0;
  let problem: string | null = null;

  function usualInterval(): number {
    const quarter = intervals.length >> 2;
    const middle = [...intervals].sort((a, b) => a - b).slice(quarter, intervals.length - quarter);
    return middle.reduce((sum, interval) => sum + interval, 0) / middle.length;
  }

  function countLosses(stampSec: number): void {
    const interval = stampSec - (lastStampSec ?? stampSec);
    lastStampSec = stampSec;
    if (!countsLosses || !(interval > 0) || interval > pauseSec) return;
    if (intervals.length >= 8) dropped += Math.max(0, Math.round(interval / usualInterval()) - 1);
    intervals = [...intervals.slice(-15), interval];
  }

  return {
    arrived(stampSec: number): void {
      arrivals.push(nowMs());
      if (arrivals.length > 4000) arrivals = arrivals.slice(-2000);
      countLosses(stampSec);
      skewSec = stampSec >= wallTimeFromSec ? stampSec - wallSec() : null;
      problem = null;
    },
    /** A message came that cannot be used, for this reason; holds until one comes that can be. */
    refused(text: string): void {
      arrivals.push(nowMs());
      problem = text;
    },
    problem: () => problem,
    /** `offered`: why nothing can come, as the graph tells it. */
    figures(offered: string | null): StreamFigures {
      const now = nowMs();
      arrivals = arrivals.filter((at) => at > now - windowMs);
      const age = skewSec === null || lastStampSec === undefined ? null : (wallSec() - lastStampSec) * 1000;
      const skew =
        skewSec !== null && Math.abs(skewSec) > skewToldSec
          ? `Its stamps are ${Math.abs(skewSec).toFixed(1)} s ${skewSec > 0 ? 'ahead of' : 'behind'} this machine's clock: synchronise both clocks, or the network is very slow.`
          : null;
      return {
        topic,
        rateHz: arrivals.length / (windowMs / 1000),
        ageMs: age,
        dropped,
        skewMs: skewSec === null ? null : skewSec * 1000,
        problem: (problem ?? (arrivals.length === 0 ? offered : null) ?? skew)?.slice(0, 500) ?? null,
      };
    },
  };
}
export type StreamWatch = ReturnType<typeof createStreamWatch>;
