import { fr3 } from '../../../shared/robot/fr3';
import type { RobotDriver } from '../../robot/driver';
import { driverContractTests } from '../../robot/driverContractTests';
import { startPeer } from './startPeer';
import { sleep, takeOwnDomain, testLink, until } from './testLink';

/** The same contract as the simulator's driver, over real DDS and in real time. */
driverContractTests('the ROS 2 driver on a robot over DDS', async (events) => {
  takeOwnDomain();
  const peer = await startPeer();
  let driver: RobotDriver | undefined;
  let closed = false;
  let stampSec = 0;
  const link = testLink({
    onOpened: (_model, makeDriver) => {
      driver ??= makeDriver({
        ...events,
        jointState: (state) => {
          stampSec = state.stampSec;
          events.jointState(state);
        },
        closed: () => {
          closed = true;
          events.closed();
        },
      });
    },
  });
  await until(() => driver, 20_000, link.status);
  let broken = false;
  return {
    driver: driver!,
    model: fr3,
    async advance(ms) {
      // By the robot's clock: where the machine is busy its physics takes longer.
      const untilSec = stampSec + ms / 1000;
      if (!closed) await until(() => closed || broken || stampSec >= untilSec, 20_000, link.status);
      await sleep(closed ? ms : 50);
      // That a peer is gone shows by its silence, after a second.
      if (broken && !closed) await until(() => closed, 5000, link.status);
    },
    breakConnection() {
      broken = true;
      peer.signal('SIGKILL');
    },
    dispose() {
      link.close();
      peer.stop();
    },
  };
});
