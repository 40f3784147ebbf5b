import type { BoxConvention } from '../../shared/contract/proposal';
import type { EpisodeRecord, RecordKind } from '../../shared/contract/recorderContract';
import { type ClientName, type Clients, type ClientTable, need } from './clients';
import { failure, processFault, RobotLost, RunFailure } from './faults';
import type { RunView } from './loopView';

/** Thrown inside a run that was stopped, refused or cancelled meanwhile: its late answers count no more. */
export class RunOver extends Error {
  constructor() {
    super('This run is over.');
    this.name = 'RunOver';
  }
}

/** How long each answer may take (ms). Longer means that something is broken, not slow. */
export interface Timeouts {
  readonly freeze: number;
  /** Without a token: the first one of a large model may take long. */
  readonly tokenSilence: number;
  readonly plan: number;
  readonly approve: number;
  readonly verify: number;
  readonly record: number;
  readonly stop: number;
  /** Without word of a running motion. */
  readonly executionSilence: number;
}

export const defaultTimeouts: Timeouts = {
  freeze: 8_000,
  tokenSilence: 120_000,
  plan: 60_000,
  approve: 15_000,
  verify: 30_000,
  record: 15_000,
  stop: 4_000,
  executionSilence: 8_000,
};

/** What the stages of one run work with. */
export interface RunContext {
  readonly clients: Clients;
  readonly timeouts: Timeouts;
  readonly newId: () => string;
  readonly nowSec: () => number;
  /** How the loaded model writes a box; null while it is not known. */
  readonly boxConvention: () => BoxConvention | null;
  /** What the robot is doing, for the words of a fault. */
  readonly robotWords: () => string;
  readonly alive: () => boolean;
  /** Rejects with RunOver as soon as the run is over. */
  readonly over: Promise<never>;
  readonly updateRun: (change: Partial<RunView> | ((run: RunView) => Partial<RunView>)) => void;
}

/**
 * Asks a process and waits. A failure becomes a RunFailure with words; after the end of the run the
 * answer, good or bad, becomes RunOver.
 */
export async function ask<K extends ClientName, T>(
  context: RunContext,
  process: K,
  doing: string,
  request: (client: ClientTable[K]) => Promise<T>,
): Promise<T> {
  try {
    const answer = await Promise.race([request(need(context.clients, process)), context.over]);
    if (!context.alive()) throw new RunOver();
    return answer;
  } catch (error) {
    if (!context.alive()) throw new RunOver();
    if (error instanceof RunFailure || error instanceof RobotLost) throw error;
    throw failure('failed', processFault(process, doing, error, context.robotWords()));
  }
}

/** Adds a link to the episode's chain. The recorder reports by its status when it cannot write. */
export function record(context: RunContext, kind: RecordKind, value: unknown): void {
  const link: EpisodeRecord = {
    kind,
    source: 'renderer',
    stampSec: context.nowSec(),
    json: JSON.stringify(value),
  };
  context.clients('recorder')?.notify('record', link);
}
