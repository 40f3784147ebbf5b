import { join } from 'node:path';
import { utilityEnvironment } from '../utility/environment';
import { giveWay, niceness } from '../utility/giveWay';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createInferenceService } from './inferenceService';
import { loadModel } from './model/loadModel';
import { tryOut } from './model/tryOut';

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
      return model;
    } catch (error) {
      await model.close();
      throw error;
    }
  },
  packsFolder: join(environment.R1_DATA_DIR, 'models'),
  nowMs,
  memoryBytes: () => process.memoryUsage.rss(),
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { inference: service.addClient },
  connect: { camera: service.attachCamera, recorder: service.attachRecorder },
});
void service.engine.loadPack(environment.R1_MODEL_PACK);
