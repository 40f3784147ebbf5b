import type { RosTime } from '../ros2/rosTime';
import { rosTime } from '../ros2/rosTime';

/** Of so many joint states (one second) the least late one counts; counted, so that a pause forgets none. */
const remembered = 100;
/** The stamps are set back by so much (s) a state at most, less than the 10 ms between two: they always rise. */
const setBackSec = 0.002;

/**
 * Stamps for the ROS graph. The simulator's clock starts at the wall clock and falls behind it whenever the
 * machine had no time for physics; a real robot's does not. So its stamps are moved forward by what it has
 * lost: the least that any of the last joint states was late by. Within that the simulator's own
 * spacing of stamps stays.
 */
export function createRosClock(nowSec: () => number) {
  const late: number[] = [];
  let lostSec = 0;
  return {
    /** A joint state with this stamp has just come. */
    heard(stampSec: number): void {
      late.push(nowSec() - stampSec);
      if (late.length > remembered) late.shift();
      lostSec = Math.max(Math.min(...late), lostSec - setBackSec);
    },
    /** ROS time of a simulator's stamp. */
    stamp: (stampSec: number): RosTime => rosTime(stampSec + lostSec),
    now: (): RosTime => rosTime(nowSec()),
  };
}
export type RosClock = ReturnType<typeof createRosClock>;
