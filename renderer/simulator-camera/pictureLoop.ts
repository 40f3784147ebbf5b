import { intervalFor, isDue } from './pace';

/** What the live pictures are made of; `stampSec` is simulated time. */
export interface Instant {
  readonly stampSec: number;
}

export interface PictureLoopOptions<I extends Instant, P, F> {
  /** Draws an instant and fetches its pixels; one at a time. */
  readonly paint: (instant: I) => Promise<P>;
  /** Makes the frame of what was painted, while the next one is painted. */
  readonly finish: (instant: I, painting: P) => Promise<F>;
  readonly send: (frame: F) => void;
  /** Called with what went wrong with one picture; the loop goes on with the next instant. */
  readonly onProblem: (error: unknown) => void;
  /** Seconds that only go forward. */
  readonly nowSec: () => number;
}

/** A picture that had to wait for its credit while the world went on for longer than this (s) is not sent. */
const staleSec = 0.1;

/**
 * Makes live pictures of the newest instant: at the pace that fits, only when somebody takes them, and one
 * painted while the one before is compressed. Each credit is good for one frame.
 */
export function createPictureLoop<I extends Instant, P, F>(options: PictureLoopOptions<I, P, F>) {
  let newest: I | undefined;
  let lastSec: number | undefined;
  let paintSec = 0;
  let painting = false;
  /** Frames begun and not yet sent. */
  let underWay = 0;
  let listening = false;
  let credit = false;
  let waiting: { readonly frame: F; readonly stampSec: number } | undefined;
  /** Whatever was begun before a reset is thrown away when it is done. */
  let epoch = 0;

  function deliver(): void {
    if (!waiting || !credit) return;
    const { frame } = waiting;
    waiting = undefined;
    credit = false;
    underWay--;
    options.send(frame);
  }

  function advance(): void {
    if (painting || !listening || !newest) return;
    // The second one is begun in the hope that the first one's taker gives the next credit at once.
    if (underWay >= (credit ? 2 : 1)) return;
    if (isDue(lastSec, newest.stampSec, intervalFor(paintSec))) void make(newest);
  }

  async function paint(instant: I): Promise<P> {
    const startedSec = options.nowSec();
    painting = true;
    try {
      return await options.paint(instant);
    } finally {
      painting = false;
      const took = options.nowSec() - startedSec;
      paintSec = paintSec === 0 ? took : paintSec + 0.1 * (took - paintSec);
    }
  }

  async function make(instant: I): Promise<void> {
    const mine = epoch;
    underWay++;
    lastSec = instant.stampSec;
    try {
      const painted = await paint(instant);
      advance();
      if (mine !== epoch) return;
      const frame = await options.finish(instant, painted);
      if (mine !== epoch) return;
      waiting = { frame, stampSec: instant.stampSec };
      deliver();
    } catch (error) {
      if (mine === epoch) underWay--;
      options.onProblem(error);
    }
    advance();
  }

  return {
    /** A new instant of the world. */
    instant(instant: I): void {
      newest = instant;
      advance();
    },
    /** The last frame was taken, or somebody begins to listen. */
    credit(): void {
      listening = true;
      credit = true;
      if (waiting && newest && newest.stampSec - waiting.stampSec > staleSec) {
        waiting = undefined;
        underWay--;
      }
      deliver();
      advance();
    },
    newest: (): I | undefined => newest,
    /** There is another world: nothing of the one before is shown any more. */
    newWorld(): void {
      epoch++;
      newest = undefined;
      lastSec = undefined;
      waiting = undefined;
      underWay = 0;
    },
    /** Nobody listens; begins again with the next credit. */
    mute(): void {
      epoch++;
      listening = false;
      credit = false;
      waiting = undefined;
      underWay = 0;
    },
  };
}
export type PictureLoop<I extends Instant> = ReturnType<typeof createPictureLoop<I, unknown, unknown>>;
