import { randomUUID } from 'node:crypto';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createCameraService } from './cameraService';
import { startRosCameras } from './ros2/startRosCameras';

const statusIntervalMs = 250;

const service = createCameraService({
  nowMs: () => performance.now(),
  newId: () => `obs-${randomUUID()}`,
  onBadMessage: reportBadMessage,
});
setInterval(service.tick, statusIntervalMs);

startUtility({
  serve: { camera: service.addSubscriber },
  connect: { simulatorCamera: service.attachPicture, recorder: service.attachRecorder },
});
