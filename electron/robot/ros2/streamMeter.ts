import type { StreamFigures } from '../../../shared/contract/connection';

/** The rate is that of the last 2 s, counted in buckets of 100 ms. */
const windowMs = 2000;
const bucketMs = 100;

/** Counts what arrives on one topic, for the connection panel. Times: own monotonic ms, wall clock s. */
export function createStreamMeter(topic: string) {
  const buckets = new Map<number, number>();
  let startedAtMs: number | undefined;
  let newestStampSec: number | undefined;
  let skewMs: number | null = null;
  let dropped = 0;

  return {
    arrived(nowMs: number, wallSec: number, stampSec: number): void {
      startedAtMs ??= nowMs;
      const bucket = Math.floor(nowMs / bucketMs);
      buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
      newestStampSec = stampSec;
      skewMs = (stampSec - wallSec) * 1000;
    },
    /** The middleware says that so many were lost. */
    lost(count: number): void {
      dropped += count;
    },
    figures(nowMs: number, wallSec: number, problem: string | null): StreamFigures {
      const oldest = Math.floor((nowMs - windowMs) / bucketMs);
      for (const bucket of buckets.keys()) if (bucket <= oldest) buckets.delete(bucket);
      const count = [...buckets.values()].reduce((sum, n) => sum + n, 0);
      const sinceMs = Math.min(windowMs, Math.max(bucketMs, nowMs - (startedAtMs ?? nowMs)));
      return {
        topic,
        rateHz: (count * 1000) / sinceMs,
        ageMs: newestStampSec === undefined ? null : (wallSec - newestStampSec) * 1000,
        dropped,
        skewMs,
        problem: problem?.slice(0, 500) ?? null,
      };
    },
  };
}
