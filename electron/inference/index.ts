import { join } from 'node:path';
import { utilityEnvironment } from '../utility/environment';
import { giveWay, niceness } from '../utility/giveWay';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { askPack } from './askable';
import { createInferenceService } from './inferenceService';
import { loadModel } from './model/loadModel';
import { tryOut } from './model/tryOut';
import { reachEndpoint, tryEndpoint } from './remote/remoteModel';

/** ONNX Runtime's execution providers, best first. */
const providers = ['cpu'];
const nowMs = () => performance.now();

giveWay(niceness.inference);
const environment = utilityEnvironment();
const service = createInferenceService({
  bundledFolder: join(environment.R1_RESOURCES_DIR, 'models', 'r1-sim-small'),
  async load(folder) {
    const model = await loadModel(folder, { providers });
    try {
      await tryOut(model, nowMs);
      return askPack(model);
    } catch (error) {
      await model.close();
      throw error;
    }
  },
  reachEndpoint: (access) => reachEndpoint(access, nowMs),
  tryEndpoint: (access) => tryEndpoint(access, nowMs),
  packsFolder: join(environment.R1_DATA_DIR, 'models'),
  nowMs,
  memoryBytes: () => process.memoryUsage.rss(),
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { inference: service.addClient, endpoint: service.addEndpointKeeper },
  connect: { camera: service.attachCamera, recorder: service.attachRecorder },
});
void service.engine.loadPack(environment.R1_MODEL_PACK);
