import type { RosTime } from '../ros2/rosTime';
import { rosTime } from '../ros2/rosTime';

/** How long (s) a delay of the simulator must last before the stamps follow it. */
const windowSec = 2;

/**
 * Stamps for the ROS graph. The simulator's clock starts at the wall clock and falls behind it whenever the
 * machine had no time for physics; a real robot's does not. So its stamps are moved forward by what it has
 * lost: the least that any joint state of the last seconds was late by. Within that the simulator's own
 * spacing of stamps stays.
 */
export function createRosClock(nowSec: () => number) {
  let seen: { readonly atSec: number; readonly lateSec: number }[] = [];
  let lostSec = 0;
  return {
    /** A joint state with this stamp has just come. */
    heard(stampSec: number): void {
      const atSec = nowSec();
      seen = [
        ...seen.filter((entry) => atSec - entry.atSec < windowSec),
        { atSec, lateSec: atSec - stampSec },
      ];
      lostSec = Math.min(...seen.map(({ lateSec }) => lateSec));
    },
    /** ROS time of a simulator's stamp. */
    stamp: (stampSec: number): RosTime => rosTime(stampSec + lostSec),
    now: (): RosTime => rosTime(nowSec()),
  };
}
export type RosClock = ReturnType<typeof createRosClock>;
