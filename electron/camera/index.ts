import { randomUUID } from 'node:crypto';
import { connectionFromEnvironment } from '../utility/connection';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createCameraService } from './cameraService';
import { startRosCameras } from './ros2/startRosCameras';

const statusIntervalMs = 250;
const nowMs = () => performance.now();

const connection = connectionFromEnvironment();
const service = createCameraService({
  nowMs,
  newId: () => `obs-${randomUUID()}`,
  onBadMessage: reportBadMessage,
});
setInterval(service.tick, statusIntervalMs);
if (connection.kind === 'ros2') {
  void startRosCameras(connection, service, { nowMs, wallSec: () => Date.now() / 1000 });
}

startUtility({
  serve: { camera: service.addSubscriber },
  connect: {
    // The simulator may go on beside a real robot; its picture is then not this robot's.
    simulatorCamera: connection.kind === 'simulator' ? service.attachPicture : (port) => port.close(),
    recorder: service.attachRecorder,
  },
});
