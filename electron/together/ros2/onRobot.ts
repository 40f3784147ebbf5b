import { type RobotOnRos2, robotOnRos2 } from './robotOnRos2';

const mostTries = 5;

/**
 * Runs a test on a robot of its own that stands still. A machine that gives the robot's process no time for
 * 200 ms has its motion stopped, rightly, before the test comes to what it is about: then it begins anew. What
 * goes wrong on a machine that keeps up, and what goes wrong every time, is thrown.
 */
export async function onRobot(test: (robot: RobotOnRos2) => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    const robot = await robotOnRos2();
    try {
      await robot.idle();
      await test(robot);
      return;
    } catch (error) {
      const starved = robot.faults.some(({ code }) => code === 'jointSilence' || code === 'connection');
      if (!starved || tries === mostTries) throw error;
      process.stdout.write(`The robot of the test was starved; again (${tries}).\n`);
    } finally {
      await robot.close();
    }
  }
}

/** Throws while nothing was done to the robot yet and it has a fault all the same: see onRobot. */
export function expectNoFaultYet({ faults }: RobotOnRos2): void {
  const [early] = faults;
  if (early) throw new Error(`A fault before anything was done: ${early.happened}`);
}
