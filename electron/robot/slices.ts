import type { Clock } from './clock';

/** Work that can be put down between any two of its steps; each step takes well under 1 ms. */
export type Steps<R> = Generator<undefined, R>;

/** Design law 2 allows 2 ms at a stretch; half of it is left for whatever else is in the same turn. */
const sliceMs = 1;

/**
 * Runs steps to their end, giving way after every millisecond so that the messages that have arrived,
 * a stop among them, are handled in between.
 */
export async function runInSlices<R>(clock: Clock, steps: Steps<R>): Promise<R> {
  for (;;) {
    const pauseAt = clock.nowMs() + sliceMs;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (clock.nowMs() < pauseAt);
    await new Promise<void>((resolve) => clock.soon(resolve));
  }
}

/**
 * One piece of sliced work at a time: two that take turns would double the stretch. More than `waiting`
 * in the queue are refused (undefined).
 */
export function createSlicer(clock: Clock, waiting: number) {
  let last: Promise<unknown> = Promise.resolve();
  let queued = 0;
  return function run<R>(steps: Steps<R>): Promise<R> | undefined {
    if (queued > waiting) return undefined;
    queued += 1;
    const mine = last
      .then(() => runInSlices(clock, steps))
      .finally(() => {
        queued -= 1;
      });
    last = mine.catch(() => undefined);
    return mine;
  };
}
export type Slicer = ReturnType<typeof createSlicer>;
