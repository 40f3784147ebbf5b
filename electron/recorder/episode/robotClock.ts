/** A stamp further than this from the robot's clock is not believed. */
const believableSec = 60;

/**
 * The robot's clock as the recorder knows it: from the newest joint state, carried on by this machine's
 * clock. Until a joint state came, this machine's clock stands in for it.
 */
export function createRobotClock(wallSec: () => number) {
  let offsetSec = 0;
  const nowSec = () => wallSec() + offsetSec;
  return {
    nowSec,
    noteJointState(stampSec: number): void {
      offsetSec = stampSec - wallSec();
    },
    /**
     * The time under which a message is filed: its own stamp, so that all topics of a file are on one
     * axis; or now, when the stamp is nowhere near (the message itself keeps its stamp).
     */
    logTimeSec(stampSec: number): number {
      const now = nowSec();
      return Math.abs(stampSec - now) <= believableSec ? stampSec : now;
    },
  };
}
export type RobotClock = ReturnType<typeof createRobotClock>;
