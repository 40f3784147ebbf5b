import { createHash } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cameraContract } from '../../shared/contract/cameraContract';
import { type Client, connect, serve } from '../../shared/contract/channel';
import type { Observation } from '../../shared/contract/common';
import { endpointContract } from '../../shared/contract/endpointContract';
import { type InferenceStatus, inferenceContract } from '../../shared/contract/inferenceContract';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { recorderContract, type SentRecord } from '../../shared/contract/recorderContract';
import { createInferenceService } from './inferenceService';
import { keepLastChoice } from './lastChoice';
import { createPackOpener } from './openPack';
import { testPicture } from './preprocess/fixtures/testPictures';
import { reachEndpoint, tryEndpoint } from './remote/remoteModel';
import { keepProviderTrials } from './runtime/providerTrials';
import { testPackFolder } from './testPack';

const size = { width: 640, height: 480 };
const rgb = testPicture({ ...size, maker: 'blocks', seed: 7 });

const observation: Observation = {
  observationId: 'obs-1',
  stampSec: 100,
  camera: {
    ...size,
    fx: 500,
    fy: 500,
    cx: 320,
    cy: 240,
    poseInBase: { position: [0, 0, 1], orientation: [0, 0, 0, 1] },
  },
  cameraName: 'test',
  imageHash: createHash('sha256').update(rgb).digest('hex'),
  hasDepth: false,
};

const notAsked = async (): Promise<never> => {
  throw new Error('The inference process has no business to ask this.');
};

/** The whole inference service with a real model, between a camera of one picture and a record keeper. */
export interface TestServiceOptions {
  readonly providers?: readonly string[];
  /** Files of what was chosen and measured; by default one that nobody else has. */
  readonly dataFolder?: string;
  readonly freeBytes?: number;
}

export function startTestService({
  providers = ['cpu'],
  dataFolder = mkdtempSync(join(tmpdir(), 'r1-inference-test-')),
  freeBytes = 1e15,
}: TestServiceOptions = {}) {
  const lastChoice = keepLastChoice(join(dataFolder, 'model.json'));
  const records: SentRecord[] = [];
  const bad: string[] = [];
  const onBadMessage = ({ name, problem }: { name: string; problem: string }) =>
    bad.push(`${name}: ${problem}`);
  const service = createInferenceService({
    bundledFolder: testPackFolder,
    packsFolder: join(dataFolder, 'models'),
    openPack: createPackOpener({
      providers,
      choice: () => lastChoice.provider,
      trials: keepProviderTrials(join(dataFolder, 'providers.json')),
      nowMs: () => performance.now(),
      threads: 1,
    }),
    providers,
    lastChoice,
    freeBytes: () => freeBytes,
    reachEndpoint: (access) => reachEndpoint(access, () => performance.now()),
    tryEndpoint: (access) => tryEndpoint(access, () => performance.now()),
    nowMs: () => performance.now(),
    memoryBytes: () => process.memoryUsage.rss(),
    onBadMessage,
  });

  return {
    service,
    lastChoice,
    records,
    bad,
    attachCamera(given: Partial<Observation> = {}): void {
      const [mine, theirs] = memoryPortPair();
      serve(
        mine,
        cameraContract,
        {
          getStatus: notAsked,
          freeze: notAsked,
          selectCamera: notAsked,
          async getDecisionFrame({ observationId }) {
            if (observationId !== observation.observationId) throw new Error(`No frame ${observationId}.`);
            return { observation: { ...observation, ...given }, rgb: rgb.slice(), depth: null };
          },
          readyForFrame: () => undefined,
        },
        onBadMessage,
      );
      service.attachCamera(theirs);
    },
    attachRecorder(): void {
      const [mine, theirs] = memoryPortPair();
      serve(
        mine,
        recorderContract,
        {
          getStatus: notAsked,
          startEpisode: notAsked,
          endEpisode: notAsked,
          recordDurably: notAsked,
          listEpisodes: notAsked,
          openEpisode: notAsked,
          readFrame: notAsked,
          verifyEpisode: notAsked,
          record: (record: SentRecord) => records.push(record),
          jointState: () => undefined,
          robotModel: () => undefined,
          choosePictures: () => undefined,
        },
        onBadMessage,
      );
      service.attachRecorder(theirs);
    },
    endpointKeeper(): Client<typeof endpointContract> {
      const [mine, theirs] = memoryPortPair();
      service.addEndpointKeeper(theirs);
      return connect(mine, endpointContract, onBadMessage);
    },
    client(): { client: Client<typeof inferenceContract>; states: InferenceStatus['state'][] } {
      const [mine, theirs] = memoryPortPair();
      service.addClient(theirs);
      const client = connect(mine, inferenceContract, onBadMessage);
      const states: InferenceStatus['state'][] = [];
      client.on('status', (status) => states.push(status.state));
      return { client, states };
    },
  };
}
