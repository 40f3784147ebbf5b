import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { version } from '../../package.json';
import { utilityEnvironment } from '../utility/environment';
import { giveWay, niceness } from '../utility/giveWay';
import { parentPort } from '../utility/parentPort';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createExporterService } from './exporterService';

giveWay(niceness.exporter);

const environment = utilityEnvironment();
const service = createExporterService({
  folder: environment.R1_EPISODES_DIR ?? join(environment.R1_DATA_DIR, 'episodes'),
  appVersion: version,
  newId: () => `export-${randomUUID()}`,
  nowMs: () => performance.now(),
  wallMs: () => Date.now(),
  wantVideoEncoder: (wanted) => parentPort().postMessage({ type: 'wantPage', page: 'videoEncoder', wanted }),
  encoderTimeoutMs: 20_000,
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { exporter: service.addClient },
  connect: { videoEncoder: service.attachVideoEncoder },
  shutDown: service.shutDown,
});
