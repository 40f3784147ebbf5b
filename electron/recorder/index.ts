import { join } from 'node:path';
import { version } from '../../package.json';
import { compressedLanes } from '../episodes/format/topics';
import { utilityEnvironment } from '../utility/environment';
import { parentPort } from '../utility/parentPort';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { openNew } from './episode/appendFile';
import { spaceLimits } from './episode/diskSpace';
import { createRecorderService, flushIntervalMs } from './recorderService';

const watchIntervalMs = 1000;

const environment = utilityEnvironment();
const service = createRecorderService({
  folder: environment.R1_EPISODES_DIR ?? join(environment.R1_DATA_DIR, 'episodes'),
  appVersion: version,
  wallMs: Date.now,
  openNew,
  compressed: compressedLanes,
  space: spaceLimits,
  graceMs: 100,
  nowMs: () => performance.now(),
  wantLiveVideo: (wanted) => parentPort().postMessage({ type: 'wantPage', page: 'liveVideo', wanted }),
  onBadMessage: reportBadMessage,
  log: (line) => process.stdout.write(`${line}\n`),
});
setInterval(service.flush, flushIntervalMs);
setInterval(() => void service.watch(), watchIntervalMs);

startUtility({
  serve: { recorder: service.addClient },
  connect: { camera: service.attachCamera, liveVideo: service.attachLiveVideo },
  shutDown: service.shutDown,
});
