import { freemem } from 'node:os';
import { join } from 'node:path';
import { utilityEnvironment } from '../utility/environment';
import { giveWay, niceness } from '../utility/giveWay';
import { reportBadMessage, startUtility } from '../utility/startUtility';
import { createInferenceService } from './inferenceService';
import { keepLastChoice } from './lastChoice';
import { createPackOpener } from './openPack';
import { reachEndpoint, tryEndpoint } from './remote/remoteModel';
import { builtInProviders } from './runtime/providers';
import { keepProviderTrials } from './runtime/providerTrials';

const providers = builtInProviders();
const nowMs = () => performance.now();

giveWay(niceness.inference);
const environment = utilityEnvironment();
const lastChoice = keepLastChoice(join(environment.R1_DATA_DIR, 'model.json'));
const service = createInferenceService({
  bundledFolder: join(environment.R1_RESOURCES_DIR, 'models', 'r1-sim-small'),
  openPack: createPackOpener({
    providers,
    choice: () => lastChoice.provider,
    trials: keepProviderTrials(join(environment.R1_DATA_DIR, 'providers.json')),
    nowMs,
  }),
  providers,
  lastChoice,
  reachEndpoint: (access) => reachEndpoint(access, nowMs),
  tryEndpoint: (access) => tryEndpoint(access, nowMs),
  packsFolder: join(environment.R1_DATA_DIR, 'models'),
  nowMs,
  freeBytes: () => freemem(),
  memoryBytes: () => process.memoryUsage.rss(),
  onBadMessage: reportBadMessage,
});

startUtility({
  serve: { inference: service.addClient, endpoint: service.addEndpointKeeper },
  connect: { camera: service.attachCamera, recorder: service.attachRecorder },
});
void service.start(environment.R1_MODEL_PACK);
