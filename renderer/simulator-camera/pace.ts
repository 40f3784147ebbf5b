/** The world comes at 60 Hz, so that these are every second and every third state (s of simulated time). */
const quick = 1 / 30;
const slow = 1 / 20;
/** Half a period of the world's states: a stamp is never exactly on time. */
const slack = 1 / 120;

/**
 * How far apart live pictures are to be (s), by what drawing one has taken of late: 30 a second where a
 * GPU draws, 20 where the processor does, which physics and the model need too.
 */
export function intervalFor(paintSec: number): number {
  return Math.min(slow, Math.max(quick, 2 * paintSec));
}

/** Whether a state stamped `stampSec` is to be drawn after the one drawn last; a clock set back is new. */
export function isDue(lastSec: number | undefined, stampSec: number, intervalSec: number): boolean {
  if (lastSec === undefined || stampSec < lastSec) return true;
  return stampSec > lastSec && stampSec - lastSec >= intervalSec - slack;
}
