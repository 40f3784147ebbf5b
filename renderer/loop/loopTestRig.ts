import { cameraContract } from '../../shared/contract/cameraContract';
import { type Contract, connect, type Handlers, type Server, serve } from '../../shared/contract/channel';
import type { exporterContract } from '../../shared/contract/exporterContract';
import { inferenceContract } from '../../shared/contract/inferenceContract';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { plannerContract } from '../../shared/contract/plannerContract';
import type { BoxConvention } from '../../shared/contract/proposal';
import {
  jpegPictures,
  type Outcome,
  recorderContract,
  type SentRecord,
} from '../../shared/contract/recorderContract';
import { type ExecutionEvent, robotContract } from '../../shared/contract/robotContract';
import type { Stated } from '../../shared/contract/stated';
import type { trainingContract } from '../../shared/contract/trainingContract';
import { isRunning } from '../../shared/session/sessionMachine';
import type { ClientName, Clients, ClientTable } from './clients';
import { createLoop, type Loop } from './createLoop';
import { answers, hash, model, observation, plan, robotState, stopReport } from './loopTestNouns';

/** Scripted servers behind real channels: what the loop's tests speak to. */
interface Contracts {
  readonly robot: typeof robotContract;
  readonly camera: typeof cameraContract;
  readonly inference: typeof inferenceContract;
  readonly planner: typeof plannerContract;
  readonly recorder: typeof recorderContract;
  readonly exporter: typeof exporterContract;
  readonly training: typeof trainingContract;
}
export type Script = { readonly [K in ClientName]?: Partial<Handlers<Contracts[K]>> };

export interface Rig {
  readonly loop: Loop;
  readonly calls: readonly string[];
  readonly records: readonly SentRecord[];
  readonly outcomes: readonly Outcome[];
  readonly stopsByMain: readonly string[];
  server<K extends ClientName>(name: K): Server<Contracts[K]>;
  /** The process ends: its port closes. */
  kill(name: ClientName): void;
  emitExecution(type: ExecutionEvent['type'], change?: Partial<ExecutionEvent>): void;
  /** Resolves when the session is in the state; fails after a second. */
  reaches(state: string): Promise<void>;
  /** Resolves when no run is under way and its episode is closed. */
  rests(): Promise<void>;
}

const summary = {
  episodeId: 'episode-1',
  fileName: 'e.mcap',
  path: '/e.mcap',
  startedAtSec: 1,
  durationSec: 1,
  bytes: 1,
  instruction: '',
  robot: 'fr3',
  model: 'test',
  problem: null,
  origin: null,
  tally: null,
};

export interface World {
  /** How the model's boxes are written. */
  readonly boxConvention?: BoxConvention | null;
  /** ms between the end of a run and the closing of its recording. */
  readonly settleMs?: number;
  /** Answers to each question. */
  readonly samples?: number;
  /** What the operator stated of sizes. */
  readonly stated?: Stated | null;
}

export function createRig(
  script: Script = {},
  { boxConvention = 'center', settleMs = 0, samples = 1, stated = null }: World = {},
): Rig {
  const calls: string[] = [];
  const records: SentRecord[] = [];
  const outcomes: Outcome[] = [];
  const stopsByMain: string[] = [];
  const clients = new Map<ClientName, ClientTable[ClientName]>();
  const servers = new Map<ClientName, Server<Contract>>();
  let ids = 0;
  let proposals = 0;

  function bring<C extends Contract>(name: ClientName, contract: C, handlers: Handlers<C>): void {
    const [left, right] = memoryPortPair();
    const all = { ...handlers, ...script[name] } as Record<string, (params: unknown) => unknown>;
    const noted = Object.fromEntries(
      Object.entries(all).map(([key, handler]) => [
        key,
        (params: unknown) => {
          calls.push(`${name}.${key}`);
          return handler(params);
        },
      ]),
    );
    const fail = (report: { readonly problem: string }) => {
      throw new Error(`Bad message: ${JSON.stringify(report)}`);
    };
    servers.set(name, serve(right, contract as Contract, noted as unknown as Handlers<Contract>, fail));
    clients.set(name, connect(left, contract, fail) as unknown as ClientTable[ClientName]);
  }

  const rig: Rig = {
    calls,
    records,
    outcomes,
    stopsByMain,
    server: <K extends ClientName>(name: K) => servers.get(name) as unknown as Server<Contracts[K]>,
    kill(name) {
      servers.get(name)?.close();
      clients.delete(name);
    },
    emitExecution(type, change = {}) {
      rig.server('robot').emit('execution', {
        executionId: 'execution-1',
        planHash: hash(JSON.stringify(plan)),
        type,
        stampSec: 101,
        segmentIndex: 0,
        segmentCount: 1,
        phase: 'approach',
        planTimeSec: 1,
        text: '',
        ...change,
      });
    },
    reaches: (state) =>
      until(
        () => loop.view.getState().session.state === state,
        () => `state ${state}`,
      ),
    rests: () =>
      until(
        () => !isRunning(loop.view.getState().session) && outcomes.length > 0,
        () => 'the end of the episode',
      ),
    get loop() {
      return loop;
    },
  };

  async function until(condition: () => boolean, name: () => string): Promise<void> {
    for (let i = 0; i < 200; i++) {
      if (condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`Waited for ${name()}; the session is ${JSON.stringify(loop.view.getState().session)}`);
  }

  bring<typeof robotContract>('robot', robotContract, {
    getState: () => robotState,
    getModel: () => Promise.reject(new Error('not asked for here')),
    getFences: () => Promise.reject(new Error('not asked for here')),
    setFences: () => Promise.reject(new Error('not asked for here')),
    getConnection: () => Promise.reject(new Error('not asked for here')),
    discover: () => Promise.reject(new Error('not asked for here')),
    connect: () => robotState,
    loadScene: () => robotState,
    offerPlan: () => ({ planHash: hash('x'), refusals: [] }),
    approve: ({ planHash, operator }) => ({
      refusals: [],
      approval: {
        approvalId: 'approval-1',
        planHash,
        epoch: 'epoch-1',
        operator,
        approvedAtSec: 100,
        expiresAtSec: 110,
      },
      executionId: 'execution-1',
    }),
    stop: ({ source, reason }) => ({ ...stopReport, source, reason }),
    startJog: () => Promise.reject(new Error('not asked for here')),
    endJog: () => Promise.reject(new Error('not asked for here')),
    jogGripper: () => Promise.reject(new Error('not asked for here')),
    startGuiding: () => Promise.reject(new Error('not asked for here')),
    endGuiding: () => Promise.reject(new Error('not asked for here')),
    resetStop: () => robotState,
    jogHold: () => undefined,
    jogRelease: () => undefined,
    heartbeat: () => undefined,
  });
  const cameraStatus = {
    state: 'streaming' as const,
    cameraName: 'test',
    fps: 15,
    ageMs: 20,
    text: '',
    cameras: ['test'],
    streams: [],
  };
  bring<typeof cameraContract>('camera', cameraContract, {
    getStatus: () => cameraStatus,
    selectCamera: () => cameraStatus,
    freeze: () => ({ observation, jpeg: new Uint8Array([1]) }),
    getDecisionFrame: () => {
      throw new Error('not for the page');
    },
    readyForFrame: () => undefined,
  });
  const modelReady = {
    state: 'ready' as const,
    model,
    boxConvention,
    sendsTo: null,
    fault: null,
    loadMs: 1,
    memoryBytes: 1,
  };
  bring<typeof inferenceContract>('inference', inferenceContract, {
    getStatus: () => modelReady,
    loadPack: () => modelReady,
    setProvider: () => modelReady,
    listPacks: () => ({ packs: [] }),
    compare: () => Promise.reject(new Error('not asked for here')),
    downloadPack: () => Promise.reject(new Error('not asked for here')),
    cancelDownload: () => ({}),
    propose: ({ proposalId, observationId, instruction, earlier, kinds }) => {
      proposals += 1;
      for (const kind of kinds) {
        for (const [index, text] of ['<think>I ', 'see it.</think>'].entries()) {
          rig.server('inference').emit('token', { proposalId, kind, sample: 0, index, text, logProb: -0.1 });
        }
      }
      return {
        proposalId,
        observationId,
        instruction,
        earlier,
        model,
        generations: kinds.map((kind) => answers[kind]),
      };
    },
    cancel: () => ({}),
  });
  const planText = JSON.stringify(plan);
  const planned = { ok: true as const, planHash: hash(planText), planText, planningMs: 12 };
  bring<typeof plannerContract>('planner', plannerContract, {
    planTask: () => planned,
    planHome: () => {
      const homeText = JSON.stringify({ ...plan, purpose: 'home', grounding: undefined, model: undefined });
      return { ...planned, planText: homeText, planHash: hash(homeText) };
    },
    planReplay: () => planned,
    verifyPlacement: () => ({
      outcome: 'there',
      measured: [0.5, 0.2, 0.05],
      distance: 0.01,
      text: `It is there (${proposals} proposals).`,
    }),
  });
  bring<typeof recorderContract>('recorder', recorderContract, {
    getStatus: () => ({
      state: 'idle',
      folder: '/',
      episodeId: null,
      bytes: 0,
      freeBytes: null,
      fault: null,
      pictures: jpegPictures,
    }),
    startEpisode: () => ({ episodeId: 'episode-1', path: '/e.mcap' }),
    endEpisode: ({ outcome }) => {
      outcomes.push(outcome);
      return { ...summary, outcome };
    },
    recordDurably: () => ({ index: 0, hash: '' }),
    listEpisodes: () => ({ folder: '/', episodes: [] }),
    openEpisode: () => {
      throw new Error('not here');
    },
    readFrame: () => null,
    verifyEpisode: () => ({ ok: true, records: 0, text: '' }),
    record: (link) => {
      records.push(link);
    },
    jointState: () => undefined,
    robotModel: () => undefined,
    choosePictures: () => undefined,
  });

  const loop = createLoop({
    clients: ((name: ClientName) => clients.get(name)) as Clients,
    stopByMain: (source) => stopsByMain.push(source),
    nowSec: () => 100 + performance.now() / 1000,
    newId: () => `id-${++ids}`,
    operator: () => 'tester',
    speedScale: () => 0.5,
    stated: () => stated,
    samples: () => samples,
    robotName: () => 'fr3',
    loadedModel: () => model,
    boxConvention: () => boxConvention,
    robotWords: () => 'The robot stands still.',
    timeouts: { stop: 150, approve: 150, tokenSilence: 150, executionSilence: 150, freeze: 150, plan: 150 },
    settleMs,
  });
  loop.attachRobot(clients.get('robot') as ClientTable['robot']);
  return rig;
}
