import { mkdir } from 'node:fs/promises';
import { cameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Client,
  connect,
  type Handlers,
  type Port,
  type Server,
  serve,
} from '../../shared/contract/channel';
import type { EndpointTrial } from '../../shared/contract/endpoint';
import { type EndpointAccess, endpointContract } from '../../shared/contract/endpointContract';
import { inferenceContract } from '../../shared/contract/inferenceContract';
import { type RecordKind, recorderContract } from '../../shared/contract/recorderContract';
import { createEngine, type EngineOptions } from './engine';
import { downloadPack } from './pack/downloadPack';
import { listPacks } from './pack/listPacks';

export interface InferenceServiceOptions
  extends Pick<EngineOptions, 'load' | 'reachEndpoint' | 'bundledFolder' | 'nowMs' | 'memoryBytes'> {
  /** A tiny question to an endpoint, whatever model is loaded. */
  readonly tryEndpoint: (access: EndpointAccess) => Promise<EndpointTrial>;
  readonly onBadMessage: BadMessageReport;
  /** Where downloaded packs are kept. */
  readonly packsFolder: string;
}

const frameTimeoutMs = 5000;
/** How often the screen is told how far a download is. */
const progressEveryMs = 200;
/** Longest text of a token that the contract lets through. */
const maxTokenText = 200;

/** The inference process without its process: any number of clients, one camera, one recorder. */
export function createInferenceService(options: InferenceServiceOptions) {
  const servers = new Set<Server<typeof inferenceContract>>();
  let camera: Client<typeof cameraContract> | undefined;
  let recorder: Client<typeof recorderContract> | undefined;

  const engine = createEngine({
    ...options,
    async getDecisionFrame(observationId) {
      if (!camera) throw new Error('The camera is not connected, so there is no picture to ask about.');
      try {
        return await camera.request('getDecisionFrame', { observationId }, { timeoutMs: frameTimeoutMs });
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        throw new Error(`The camera did not give the decision frame: ${words}`);
      }
    },
    onStatus: (status) => {
      for (const server of servers) server.emit('status', status);
      if (status.state === 'failed' && status.fault) record('fault', status.fault);
    },
    onToken: (proposalId, kind, sample, { index, text, logProb }) => {
      const token = { proposalId, kind, sample, index, text: text.slice(0, maxTokenText), logProb };
      for (const server of servers) server.emit('token', token);
    },
  });

  let downloading: AbortController | undefined;

  async function download(wanted: {
    manifestUrl: string;
    manifestHash: string;
  }): Promise<{ folder: string }> {
    if (downloading) throw new Error('Another pack is being downloaded. Wait for it, or call it off.');
    const mine = new AbortController();
    downloading = mine;
    let toldMs = Number.NEGATIVE_INFINITY;
    try {
      await mkdir(options.packsFolder, { recursive: true });
      const folder = await downloadPack({
        ...wanted,
        packsFolder: options.packsFolder,
        signal: mine.signal,
        onProgress(progress) {
          const whole = progress.doneBytes === progress.totalBytes;
          if (!whole && options.nowMs() - toldMs < progressEveryMs) return;
          toldMs = options.nowMs();
          for (const server of servers) server.emit('download', progress);
        },
      });
      return { folder };
    } finally {
      downloading = undefined;
    }
  }

  function record(kind: RecordKind, content: unknown): void {
    recorder?.notify('record', {
      kind,
      source: 'inference',
      stampSec: null,
      json: JSON.stringify(content),
    });
  }

  return {
    engine,

    addClient(port: Port): void {
      /** What this client waits for: nobody reads an answer after it has gone. */
      const asked = new Set<string>();
      const handlers: Handlers<typeof inferenceContract> = {
        getStatus: () => engine.status(),
        listPacks: async () => ({ packs: await listPacks(options.bundledFolder, options.packsFolder) }),
        downloadPack: (wanted) => download(wanted),
        cancelDownload() {
          downloading?.abort();
          return {};
        },
        loadPack: ({ folder }) => engine.loadPack(folder),
        async propose(params) {
          asked.add(params.proposalId);
          try {
            const proposal = await engine.propose(params);
            record('proposal', proposal);
            return proposal;
          } finally {
            asked.delete(params.proposalId);
          }
        },
        cancel({ proposalId }) {
          engine.cancel(proposalId);
          return {};
        },
      };
      const server = serve(port, inferenceContract, handlers, options.onBadMessage);
      servers.add(server);
      port.onClose(() => {
        servers.delete(server);
        for (const proposalId of asked) engine.cancel(proposalId);
      });
      server.emit('status', engine.status());
    },

    /** Takes main's port, over which alone endpoints and their tokens come. */
    addEndpointKeeper(port: Port): void {
      serve(
        port,
        endpointContract,
        { use: engine.takeEndpoint, test: options.tryEndpoint },
        options.onBadMessage,
      );
    },

    /** Takes the port to the camera; the newest one counts. */
    attachCamera(port: Port): void {
      const mine = connect(port, cameraContract, options.onBadMessage);
      camera = mine;
      mine.onClose(() => {
        if (camera === mine) camera = undefined;
      });
    },

    /** Takes the port to the recorder; the newest one counts. */
    attachRecorder(port: Port): void {
      const mine = connect(port, recorderContract, options.onBadMessage);
      recorder = mine;
      mine.onClose(() => {
        if (recorder === mine) recorder = undefined;
      });
    },
  };
}
