import { randomBytes, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { fr3 } from '../../shared/robot/fr3';
import { connectionFromEnvironment } from '../utility/connection';
import { fencesFromEnvironment } from '../utility/fences';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createBorder } from './border';

import { realClock } from './clock';
import { packageMeshes } from './packageMeshes';
import { robotModelOf } from './robotModelOf';
import { openBridgeWire } from './ros2/bridge/bridgeWire';
import { openDdsWire } from './ros2/dds/ddsWire';
import { createRos2Link } from './ros2/ros2Link';

/** Entry of the robot process. */
const profile = connectionFromEnvironment();
const border = createBorder({
  model: fr3,
  fences: fencesFromEnvironment(),
  clock: realClock,
  newId: randomUUID,
  onBadMessage: reportBadMessage,
});
if (profile.kind === 'ros2') {
  const meshes = packageMeshes((process.env.AMENT_PREFIX_PATH ?? '').split(':').filter(Boolean));
  border.attachRos2((events) =>
    createRos2Link({
      profile,
      openWire: async () =>
        profile.rosbridge ? openBridgeWire(realClock, profile.rosbridge) : openDdsWire(realClock),
      clock: realClock,
      who: `${userInfo().username}@${hostname()}`,
      randomBytes,
      readFile: (path) => readFile(path, 'utf8'),
      modelOf: (urdf) => robotModelOf(profile.model, profile.gripper, urdf, meshes),
      ...events,
    }),
  );
}

startUtility({
  serve: { robot: border.serveClient },
  connect: { simulator: border.attachSimulator, recorder: border.attachRecorder },
  shutDown: border.shutDown,
});
