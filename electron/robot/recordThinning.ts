import type { ExecutionEvent } from '../../shared/contract/robotContract';

/** ms between two progress events in the recording: 5 Hz. Everything else is recorded. */
const recordedProgressEveryMs = 199;

/** Says which execution events go into the recording. */
export function createRecordThinning() {
  let progressAtMs = Number.NEGATIVE_INFINITY;
  return (event: ExecutionEvent, nowMs: number): boolean => {
    if (event.type !== 'progress') return true;
    if (nowMs - progressAtMs < recordedProgressEveryMs) return false;
    progressAtMs = nowMs;
    return true;
  };
}
