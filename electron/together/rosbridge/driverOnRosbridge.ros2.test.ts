import { randomBytes } from 'node:crypto';
import { fr3 } from '../../../shared/robot/fr3';
import { realClock } from '../../robot/clock';
import type { RobotDriver } from '../../robot/driver';
import { driverContractTests } from '../../robot/driverContractTests';
import { openBridgeWire } from '../../robot/ros2/bridge/bridgeWire';
import { createRos2Link } from '../../robot/ros2/ros2Link';
import { peerProfile, sleep, until } from '../ros2/testLink';
import { startBridgePeer } from './bridgePeer';

/** The same contract as over DDS, through the rosbridge protocol on a real WebSocket. */
driverContractTests('the ROS 2 driver on a robot behind a rosbridge', async (events) => {
  const peer = await startBridgePeer();
  let driver: RobotDriver | undefined;
  let closed = false;
  let broken = false;
  let stampSec = 0;
  const link = createRos2Link({
    profile: peerProfile(),
    openWire: async () => openBridgeWire(realClock, { url: peer.url }),
    clock: realClock,
    who: 'test',
    randomBytes,
    readFile: () => Promise.reject(new Error('There are no files here.')),
    modelOf: () => ({ model: fr3, remarks: [] }),
    onChanged: () => undefined,
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
  return {
    driver: driver!,
    model: fr3,
    async advance(ms) {
      // By the robot's clock: where the machine is busy its physics takes longer.
      const untilSec = stampSec + ms / 1000;
      if (!closed) await until(() => closed || broken || stampSec >= untilSec, 20_000, link.status);
      await sleep(closed ? ms : 50);
      if (broken && !closed) await until(() => closed, 5000, link.status);
    },
    breakConnection() {
      broken = true;
      peer.breakAll();
    },
    dispose() {
      link.close();
      peer.close();
    },
  };
});
