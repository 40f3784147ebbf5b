/**
 * Time as this process needs it: monotonic, and with timers, so that tests can hold it still. Stamps of
 * the robot are another clock (JointTracker.nowSec).
 */
export interface Clock {
  /** Monotonic milliseconds. */
  nowMs(): number;
  /** Seconds of the wall clock, which may jump: for stamps only. */
  wallSec(): number;
  /** Returns a function that calls it off. */
  after(ms: number, run: () => void): () => void;
  /** Returns a function that ends it. */
  every(ms: number, run: () => void): () => void;
  /** As soon as the messages that have arrived are dealt with. */
  soon(run: () => void): void;
}

export const realClock: Clock = {
  nowMs: () => performance.now(),
  wallSec: () => Date.now() / 1000,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  every(ms, run) {
    const timer = setInterval(run, ms);
    return () => clearInterval(timer);
  },
  soon: (run) => {
    setImmediate(run);
  },
};
