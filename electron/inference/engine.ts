import type { FaultText } from '../../shared/contract/common';
import type { InferenceStatus, LoadProgress } from '../../shared/contract/inferenceContract';
import type { Proposal, ProposalKind } from '../../shared/contract/proposal';
import type { Askable, SeenPicture } from './askable';
import { ComputeError } from './computeError';
import { FaultError } from './faultError';
import type { GeneratedToken } from './model/generate';
import { faultOf } from './pack/packFault';
import { propose } from './propose';
import type { DecisionFrame, ProposeParams } from './question';
import { createSeenPictures, type SeenPictures } from './seenPictures';

/** A model that may be taken: how it is opened, and what the operator calls it. */
export interface Wanted {
  readonly words: string;
  /** Throws, preferably a FaultError, when it cannot be used. */
  readonly open: (onProgress: (progress: LoadProgress) => void) => Promise<Askable>;
  /** About the memory that it takes; 0 where that is little, or not known. */
  readonly needsBytes: () => Promise<number>;
}

export interface EngineOptions {
  readonly getDecisionFrame: (observationId: string) => Promise<DecisionFrame>;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly memoryBytes: () => number;
  /** Memory that other programs have left. */
  readonly freeBytes: () => number;
  readonly onStatus: (status: InferenceStatus) => void;
  /** Whatever the operator must read; once each. */
  readonly onFault: (fault: FaultText) => void;
  readonly onToken: (proposalId: string, kind: ProposalKind, sample: number, token: GeneratedToken) => void;
}

/**
 * Holds the one model that is loaded, and lets it do one thing at a time. It stays alive whatever
 * happens to a model: one that cannot be loaded leaves the one before it, or is a state with a reason.
 */
export interface Engine {
  status(): InferenceStatus;
  /**
   * Takes another model. The one before it is let go of only when the new one answers, or beforehand where there is
   * no memory for both, and is then opened again if need be; without one before, `instead` is tried. Answers with the
   * new status, and whether the wanted one answers; throws only while something else runs.
   */
  take(
    wanted: Wanted,
    instead?: Wanted,
  ): Promise<{ readonly taken: boolean; readonly status: InferenceStatus }>;
  /** The model that answers, opened anew. */
  retake(): Promise<InferenceStatus>;
  /** Throws with words for the operator when there can be no Proposal. */
  propose(params: ProposeParams): Promise<Proposal>;
  /** Ends a running proposal before its next token; of any other, it is none of its business. */
  cancel(proposalId: string): void;
}

const nothingMoves = 'Nothing moves because of this.';
/** The screen is told of progress at most this often (ms). */
const progressEveryMs = 100;

interface Current {
  readonly wanted: Wanted;
  readonly model: Askable;
  readonly seen: SeenPictures<SeenPicture>;
  readonly loadMs: number;
}

export function createEngine(options: EngineOptions): Engine {
  let state: InferenceStatus['state'] = 'failed';
  let fault: InferenceStatus['fault'] = {
    code: 'noModel',
    happened: 'No model has been loaded yet.',
    robotIs: nothingMoves,
    next: 'Load a model pack, or choose an endpoint.',
  };
  let progress: LoadProgress | null = null;
  let current: Current | undefined;
  let running: { readonly proposalId: string; readonly abort: AbortController } | undefined;

  function status(): InferenceStatus {
    const model = current?.model;
    return {
      state,
      model: model?.identity ?? null,
      boxConvention: model?.boxConvention ?? null,
      ...(model && { dialogue: model.dialogue }),
      sendsTo: model?.sendsTo ?? null,
      fault,
      progress,
      ...(model?.runtime && { runtime: model.runtime() }),
      loadMs: current?.loadMs ?? null,
      memoryBytes: options.memoryBytes(),
    };
  }

  function enter(next: InferenceStatus['state']): void {
    state = next;
    options.onStatus(status());
  }

  function tell(next: FaultText): void {
    fault = next;
    options.onFault(next);
  }

  function refuseUnlessFree(wish: string): void {
    if (state === 'loading') {
      throw new Error(`${wish} A model is being loaded. ${nothingMoves} Try again when it is ready.`);
    }
    if (state === 'busy') {
      throw new Error(
        `${wish} The model is answering a question. ${nothingMoves} Wait for its answer, or cancel it.`,
      );
    }
  }

  async function open(wanted: Wanted): Promise<Current> {
    const startedMs = options.nowMs();
    let toldMs = Number.NEGATIVE_INFINITY;
    const model = await wanted.open((next) => {
      progress = next;
      if (options.nowMs() - toldMs < progressEveryMs) return;
      toldMs = options.nowMs();
      options.onStatus(status());
    });
    return holding(wanted, model, options.nowMs() - startedMs);
  }

  const holding = (wanted: Wanted, model: Askable, loadMs: number): Current => ({
    wanted,
    model,
    seen: createSeenPictures((picture) => model.see(picture)),
    loadMs,
  });

  /** The reason of `error`, and which model answers instead. */
  const insteadOf = (error: unknown, words: string): FaultText => {
    const reason = faultOf(error);
    return { ...reason, next: `${words} ${reason.next}`.slice(0, 1000) };
  };

  async function take(wanted: Wanted, instead?: Wanted) {
    refuseUnlessFree(`${wanted.words} was not taken.`);
    const before = current;
    fault = null;
    progress = null;
    enter('loading');
    const roomForBoth = !before || options.freeBytes() > (await wanted.needsBytes());
    if (!roomForBoth) {
      current = undefined;
      await letGo(before);
    }
    let taken = false;
    try {
      current = await open(wanted);
      taken = true;
      if (current.model.note) tell(current.model.note);
      if (roomForBoth) await letGo(before);
    } catch (error) {
      const rest = before ? (roomForBoth ? undefined : before.wanted) : instead;
      if (before && roomForBoth) {
        tell(insteadOf(error, `${before.wanted.words} goes on answering.`));
      } else if (rest) {
        try {
          current = await open(rest);
          tell(insteadOf(error, `${rest.words} answers instead.`));
        } catch {
          tell(faultOf(error));
        }
      } else {
        tell(faultOf(error));
      }
    }
    progress = null;
    enter(current ? 'ready' : 'failed');
    return { taken, status: status() };
  }

  /** What a model says when it is closed matters to nobody: it answers no more either way. */
  const letGo = (gone: Current | undefined): Promise<void> | undefined =>
    gone?.model.close().catch(() => undefined);

  /** Asks once, and once more on the CPU where what computed failed in the middle of it. */
  async function ask(params: ProposeParams, asked: Current, signal: AbortSignal): Promise<Proposal> {
    const tools = ({ model, seen }: Current) => ({
      model,
      seen,
      getDecisionFrame: options.getDecisionFrame,
      nowMs: options.nowMs,
      signal,
      onToken: (kind: ProposalKind, sample: number, token: GeneratedToken) =>
        options.onToken(params.proposalId, kind, sample, token),
    });
    try {
      return await propose(params, tools(asked));
    } catch (error) {
      const { onCpu, identity } = asked.model;
      if (!onCpu || !(error instanceof ComputeError) || signal.aborted) throw error;
      const next = await onCpu(error.message);
      current = holding(asked.wanted, next, asked.loadMs);
      await letGo(asked);
      const { provider } = identity;
      tell(
        new FaultError(
          'providerFailed',
          `${provider} failed while it computed an answer: ${error.message}`,
          `The question was asked again on the CPU, which computes from now on. Look at the driver of ${provider}, or fix the CPU on the Models page.`,
        ).fault,
      );
      return propose(params, tools(current));
    }
  }

  return {
    status,
    take,

    async retake() {
      if (!current) return status();
      return (await take(current.wanted)).status;
    },

    async propose(params) {
      refuseUnlessFree('The question was not asked.');
      if (!current) {
        throw new Error(`No model is ready: ${fault?.happened} ${nothingMoves} ${fault?.next}`);
      }
      const abort = new AbortController();
      running = { proposalId: params.proposalId, abort };
      enter('busy');
      try {
        return await ask(params, current, abort.signal);
      } catch (error) {
        const { happened, next } =
          error instanceof FaultError
            ? error.fault
            : {
                happened: error instanceof Error ? error.message : String(error),
                next: 'Ask again, or change the instruction.',
              };
        throw new Error(`${happened} ${nothingMoves} ${next}`);
      } finally {
        running = undefined;
        enter('ready');
      }
    },

    cancel(proposalId) {
      if (running?.proposalId === proposalId) running.abort.abort();
    },
  };
}
