import { mkdir } from 'node:fs/promises';
import { cameraContract } from '../../shared/contract/cameraContract';
import {
  type BadMessageReport,
  type Client,
  connect,
  type Handlers,
  type Params,
  type Port,
  type Server,
  serve,
} from '../../shared/contract/channel';
import type { EndpointTrial } from '../../shared/contract/endpoint';
import { type EndpointAccess, endpointContract } from '../../shared/contract/endpointContract';
import {
  automaticProvider,
  type InferenceStatus,
  inferenceContract,
} from '../../shared/contract/inferenceContract';
import { type RecordKind, recorderContract } from '../../shared/contract/recorderContract';
import type { Askable } from './askable';
import { createEngine, type EngineOptions, type Wanted } from './engine';
import { FaultError } from './faultError';
import type { LastChoice, ModelChoice } from './lastChoice';
import type { OnProgress } from './model/loadModel';
import { downloadPack } from './pack/downloadPack';
import { listPacks } from './pack/listPacks';
import { packBytes, readManifest } from './pack/verifyPack';

export interface InferenceServiceOptions extends Pick<EngineOptions, 'nowMs' | 'memoryBytes' | 'freeBytes'> {
  /** Verifies and opens the model pack in a folder. Throws, preferably a PackError, when it cannot be used. */
  readonly openPack: (folder: string, onProgress: OnProgress) => Promise<Askable>;
  /** Throws, preferably a FaultError, when the endpoint does not answer. */
  readonly reachEndpoint: (access: EndpointAccess) => Promise<Askable>;
  /** A tiny question to an endpoint, whatever model is loaded. */
  readonly tryEndpoint: (access: EndpointAccess) => Promise<EndpointTrial>;
  readonly onBadMessage: BadMessageReport;
  /** The pack that comes with the program. */
  readonly bundledFolder: string;
  /** Where downloaded packs are kept. */
  readonly packsFolder: string;
  /** What packs may be computed on; the CPU is among them. */
  readonly providers: readonly string[];
  readonly lastChoice: LastChoice;
}

const frameTimeoutMs = 5000;
/** How often the screen is told how far a download is. */
const progressEveryMs = 200;
/** Longest text of a token that the contract lets through. */
const maxTokenText = 200;
/** How long main may take at a start to name the endpoint that answered last. */
const endpointWaitMs = 20_000;
/** A loaded pack takes this many times the bytes of its files, and this much beside. */
const memoryShare = 1.5;
const memoryBesideBytes = 200e6;

/** The inference process without its process: any number of clients, one camera, one recorder. */
export function createInferenceService(options: InferenceServiceOptions) {
  const servers = new Set<Server<typeof inferenceContract>>();
  let keeper: Server<typeof endpointContract> | undefined;
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
    },
    onFault: (fault) => record('fault', fault),
    onToken: (proposalId, kind, sample, { index, text, logProb }) => {
      const token = { proposalId, kind, sample, index, text: text.slice(0, maxTokenText), logProb };
      for (const server of servers) server.emit('token', token);
    },
  });

  const { bundledFolder, lastChoice } = options;
  const bundled: Wanted = packIn(bundledFolder, 'The bundled pack');

  function packIn(folder: string, words: string): Wanted {
    return {
      words,
      open: (onProgress) => options.openPack(folder, onProgress),
      async needsBytes() {
        const { manifest } = await readManifest(folder).catch(() => ({ manifest: null }));
        return manifest === null ? 0 : memoryShare * packBytes(manifest) + memoryBesideBytes;
      },
    };
  }

  const wantedPack = (folder: string | undefined): readonly [ModelChoice, Wanted] =>
    folder === undefined || folder === bundledFolder
      ? [{ kind: 'bundled' }, bundled]
      : [{ kind: 'pack', folder }, packIn(folder, `The pack in ${folder}`)];

  const wantedEndpoint = (access: EndpointAccess): Wanted => ({
    words: `The endpoint ${access.endpoint.name}`,
    async open(onProgress) {
      onProgress({ doing: 'reaching', done: 0, total: 1 });
      return options.reachEndpoint(access);
    },
    needsBytes: async () => 0,
  });

  /** Set until a first model is there: what fails then is followed by the bundled pack. */
  let starting = false;
  /** The endpoint that main is asked for at a start, until any model is taken. */
  let awaited:
    | {
        readonly id: string;
        readonly giveUp: ReturnType<typeof setTimeout>;
        readonly resolve: (status: InferenceStatus | Promise<InferenceStatus>) => void;
      }
    | undefined;

  /** Takes a model, and remembers a choice that answers. */
  function choose(choice: ModelChoice | undefined, wanted: Wanted): Promise<InferenceStatus> {
    const waiting = awaited;
    awaited = undefined;
    clearTimeout(waiting?.giveUp);
    const status = takeAndRemember(choice, wanted);
    waiting?.resolve(status);
    return status;
  }

  async function takeAndRemember(choice: ModelChoice | undefined, wanted: Wanted): Promise<InferenceStatus> {
    if (choice) lastChoice.tries(choice);
    let taken = false;
    try {
      const result = await engine.take(wanted, starting ? bundled : undefined);
      taken = result.taken;
      return result.status;
    } finally {
      starting = false;
      if (choice && taken) lastChoice.worked(choice);
      else if (choice) lastChoice.failed();
    }
  }

  /** The first model: `folder` where one is given, else what was chosen last, else the bundled pack. */
  async function start(folder: string | undefined): Promise<InferenceStatus> {
    starting = true;
    const { choice, brokeOn } = lastChoice;
    if (folder !== undefined) return choose(undefined, wantedPack(folder)[1]);
    if (brokeOn && brokeOn.kind !== 'bundled') {
      // The one before it may be good, unless it is this very one.
      if (JSON.stringify(brokeOn) === JSON.stringify(choice)) lastChoice.worked({ kind: 'bundled' });
      else lastChoice.failed();
      return choose(undefined, failing(brokeOn));
    }
    if (choice.kind !== 'endpoint') {
      return choose(...wantedPack(choice.kind === 'pack' ? choice.folder : undefined));
    }
    const { id } = choice;
    return new Promise((resolve) => {
      const giveUp = setTimeout(
        () => void choose(undefined, unreached(id, 'The console did not name it in time.')),
        endpointWaitMs,
      );
      awaited = { id, giveUp, resolve };
      keeper?.emit('wanted', { id });
    });
  }

  /** Stands for a model that cannot even be tried: what comes of it is its fault, and the bundled pack. */
  const failing = (choice: ModelChoice): Wanted => ({
    words: 'The model chosen last',
    needsBytes: async () => 0,
    open: () =>
      Promise.reject(
        new FaultError(
          'modelEndedProcess',
          `The inference process ended while it was loading ${choice.kind === 'pack' ? `the pack in ${choice.folder}` : 'the model chosen last'}.`,
          'Load it again if you want to try once more.',
        ),
      ),
  });
  const unreached = (id: string, problem: string): Wanted => ({
    words: `The endpoint ${id}`,
    needsBytes: async () => 0,
    open: () =>
      Promise.reject(
        new FaultError(
          'endpointGone',
          `The endpoint that answered last cannot be used: ${problem}`,
          'Mend it on the Models page, or choose another model.',
        ),
      ),
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
    start,

    addClient(port: Port): void {
      /** What this client waits for: nobody reads an answer after it has gone. */
      const asked = new Set<string>();
      const handlers: Handlers<typeof inferenceContract> = {
        getStatus: () => engine.status(),
        listPacks: async () => ({ packs: await listPacks(bundledFolder, options.packsFolder) }),
        downloadPack: (wanted) => download(wanted),
        cancelDownload() {
          downloading?.abort();
          return {};
        },
        loadPack: ({ folder }) => choose(...wantedPack(folder)),
        setProvider({ choice }) {
          const known = [automaticProvider, ...options.providers];
          if (!known.includes(choice)) {
            throw new Error(`There is no provider ${choice} on this machine, only ${known.join(', ')}.`);
          }
          lastChoice.setProvider(choice);
          return engine.retake();
        },
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
      const server = serve(
        port,
        endpointContract,
        {
          use({ id, endpoint, ca, token }: Params<typeof endpointContract, 'use'>) {
            const access = { endpoint, ca, token };
            const choice = id === undefined ? undefined : ({ kind: 'endpoint', id } as const);
            return choose(choice, wantedEndpoint(access));
          },
          async gone({ problem }) {
            if (awaited) await choose(undefined, unreached(awaited.id, problem));
            return {};
          },
          test: options.tryEndpoint,
        },
        options.onBadMessage,
      );
      keeper = server;
      port.onClose(() => {
        if (keeper === server) keeper = undefined;
      });
      if (awaited) server.emit('wanted', { id: awaited.id });
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
