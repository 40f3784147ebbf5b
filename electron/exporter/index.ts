import { randomUUID } from 'node:crypto';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { version } from '../../package.json';
import { utilityEnvironment } from '../utility/environment';
import { parentPort } from '../utility/parentPort';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createExporterService } from './exporterService';

/** Exports give way to everything that looks at, or moves, a robot. */
const niceness = 15;
try {
  setPriority(niceness);
} catch {
  // Not allowed here; the export is only less polite.
}

const environment = utilityEnvironment();
const service = createExporterService({
  folder: environment.R1_EPISODES_DIR ?? join(environment.R1_DATA_DIR, 'episodes'),
  appVersion: version,
  newId: () => `export-${randomUUID()}`,
  nowMs: () => performance.now(),
  wantVideoEncoder: (wanted) => parentPort().postMessage({ type: 'wantVideoEncoder', wanted }),
  encoderTimeoutMs: 20_000,
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { exporter: service.addClient },
  connect: { videoEncoder: service.attachVideoEncoder },
  shutDown: service.shutDown,
});
