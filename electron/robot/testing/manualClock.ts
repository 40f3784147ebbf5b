import type { Clock } from '../clock';

interface Timer {
  readonly dueMs: number;
  readonly everyMs: number | null;
  readonly run: () => void;
}

export interface ManualClock extends Clock {
  /** Lets this much time pass: timers run in order, and after each all messages that are under way arrive. */
  advance(ms: number): Promise<void>;
  /** The process does not run for so long: nothing happens meanwhile, and what was due comes late. */
  leap(ms: number): void;
  /** Lets all messages that are under way arrive; no time passes. */
  settle(): Promise<void>;
}

/** A clock that stands still until a test moves it. */
export function createManualClock(startMs = 1000): ManualClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  let soon: (() => void)[] = [];

  function add(timer: Timer): () => void {
    let current = timer;
    timers.add(current);
    if (timer.everyMs === null) return () => timers.delete(current);
    const repeat = (dueMs: number): Timer => ({
      dueMs,
      everyMs: timer.everyMs,
      run: () => {
        timers.delete(current);
        current = repeat(dueMs + (timer.everyMs ?? 0));
        timers.add(current);
        timer.run();
      },
    });
    timers.delete(current);
    current = repeat(timer.dueMs);
    timers.add(current);
    return () => timers.delete(current);
  }

  async function settle(): Promise<void> {
    do {
      const due = soon;
      soon = [];
      for (const run of due) run();
      await new Promise((resolve) => setImmediate(resolve));
    } while (soon.length > 0);
  }

  return {
    nowMs: () => nowMs,
    wallSec: () => nowMs / 1000,
    after: (ms, run) => add({ dueMs: nowMs + ms, everyMs: null, run }),
    every: (ms, run) => add({ dueMs: nowMs + ms, everyMs: ms, run }),
    soon: (run) => {
      soon.push(run);
    },
    settle,
    leap: (ms) => {
      nowMs += ms;
    },
    async advance(ms) {
      const endMs = nowMs + ms;
      await settle();
      for (;;) {
        let next: Timer | undefined;
        for (const timer of timers) {
          if (timer.dueMs <= endMs && (!next || timer.dueMs < next.dueMs)) next = timer;
        }
        if (!next) break;
        nowMs = Math.max(nowMs, next.dueMs);
        if (next.everyMs === null) timers.delete(next);
        next.run();
        await settle();
      }
      nowMs = endMs;
    },
  };
}
