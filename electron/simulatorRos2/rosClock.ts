import type { RosTime } from '../ros2/rosTime';
import { rosTime } from '../ros2/rosTime';

/** Of so many joint states (0.3 s) the least late one counts; counted, so that a pause forgets none. */
const remembered = 30;
/** The stamps are set back by so much (s) a state at most, less than the 10 ms between two: they always rise. */
const setBackSec = 0.002;
/**
 * And forward by so much: a leap would look to whoever reads them as states that were lost. While the arm moves it is a
 * lag too, until the controller's next feedback (20 a second) says so: 15 ms at most, however long the machine was busy.
 */
const setForwardSec = 0.003;

/**
 * Stamps for the ROS graph. The simulator's clock starts at the wall clock and falls behind it whenever the
 * machine had no time for physics; a real robot's does not. So its stamps are moved forward by what it has
 * lost: the least that any of the last joint states was late by, a little with every state. Within that the
 * simulator's own spacing of stamps stays.
 */
export function createRosClock(nowSec: () => number) {
  const late: number[] = [];
  let lostSec = 0;
  let first = true;
  return {
    /** A joint state with this stamp has just come. */
    heard(stampSec: number): void {
      late.push(nowSec() - stampSec);
      if (late.length > remembered) late.shift();
      const lost = Math.min(...late);
      lostSec = first ? lost : Math.min(Math.max(lost, lostSec - setBackSec), lostSec + setForwardSec);
      first = false;
    },
    /** ROS time of a simulator's stamp. */
    stamp: (stampSec: number): RosTime => rosTime(stampSec + lostSec),
    /** The simulator's stamp at a ROS time (s). */
    simulatorSec: (rosSec: number): number => rosSec - lostSec,
    now: (): RosTime => rosTime(nowSec()),
  };
}
export type RosClock = ReturnType<typeof createRosClock>;
