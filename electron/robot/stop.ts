import type { StopReport, StopSource } from '../../shared/contract/robotContract';
import type { Clock } from './clock';
import { createStandstillMeter, type MeasuredJoints } from './standstill';

/** ms: a stop that is not confirmed within this time is reported as NOT confirmed. */
export const confirmWithinMs = 2000;

export const notConfirmed = 'Stop NOT confirmed: use the hardware E-stop.';

export interface StopOptions {
  readonly clock: Clock;
  /** Has the driver's cancel on its way when it returns; does nothing when there is no driver. */
  readonly cancel: () => void;
  readonly isConnected: () => boolean;
  readonly isMoving: () => boolean;
  /** Every stop's end, confirmed or not. */
  readonly onReport: (report: StopReport) => void;
}

/**
 * Stop motion (design law 2). The cancel leaves before anything else is done, whatever the mode; the latch
 * keeps the gate shut; and only measured joint states, received after the request, confirm it.
 */
export function createStopper(options: StopOptions) {
  const { clock } = options;
  let latched = false;
  let count = 0;
  /** Measured still since the newest stop. */
  let settled = true;
  let unconfirmed = false;
  let sinceNewest = createStandstillMeter();
  const waiting = new Set<{
    readonly meter: ReturnType<typeof createStandstillMeter>;
    readonly end: (still: MeasuredJoints | null) => void;
  }>();

  return {
    /**
     * `arrivedAtMs`: when the request came (own clock). `whenCanceled` runs right after the cancel.
     * Repeating it is harmless: each call cancels again and gets its own report.
     */
    stop(
      source: StopSource,
      reason: string,
      arrivedAtMs: number,
      whenCanceled: () => void = () => undefined,
    ): Promise<StopReport> {
      options.cancel();
      const cancelSentMs = clock.nowMs() - arrivedAtMs;
      const wasMoving = options.isMoving();
      latched = true;
      count += 1;
      settled = false;
      unconfirmed = false;
      whenCanceled();
      sinceNewest = createStandstillMeter();
      const meter = createStandstillMeter();
      return new Promise((resolve) => {
        const end = (still: MeasuredJoints | null) => {
          callOff();
          waiting.delete(entry);
          unconfirmed = still === null;
          const report: StopReport = {
            source,
            reason: reason.slice(0, 500),
            confirmed: still !== null,
            wasMoving,
            cancelSentMs,
            standstillMs: still && Math.max(0, still.receivedAtMs - arrivedAtMs),
            text: still
              ? 'The arm stands still: measured at every joint. Reset the stop to go on.'
              : `${notConfirmed} ${
                  options.isConnected()
                    ? `The joints were not measured standing still within ${confirmWithinMs / 1000} s.`
                    : 'There is no connection to the robot, so nothing can be measured.'
                }`,
          };
          options.onReport(report);
          resolve(report);
        };
        const entry = { meter, end };
        const callOff = clock.after(confirmWithinMs, () => end(null));
        waiting.add(entry);
        if (!options.isConnected()) end(null);
      });
    },

    /** Every measured joint state, as it comes. */
    feed(joints: MeasuredJoints): void {
      if (settled) return;
      sinceNewest.feed(joints);
      if (sinceNewest.standingSince()) {
        settled = true;
        unconfirmed = false;
      }
      for (const { meter, end } of [...waiting]) {
        meter.feed(joints);
        const still = meter.standingSince();
        if (still) end(still);
      }
    },

    /** Nothing can be measured any more: whoever waits is told now. */
    connectionLost(): void {
      for (const { end } of [...waiting]) end(null);
    },

    /** Lets the gate open again. The caller has measured that the arm stands still: no cancel is due any more. */
    reset(): void {
      latched = false;
      settled = true;
      unconfirmed = false;
    },
    isLatched: () => latched,
    /** Whether the arm was measured standing still since the newest stop. */
    isSettled: () => settled,
    isUnconfirmed: () => unconfirmed,
    isWaiting: () => waiting.size > 0,
    count: () => count,
  };
}
export type Stopper = ReturnType<typeof createStopper>;
