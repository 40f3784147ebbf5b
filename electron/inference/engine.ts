import type { EndpointAccess } from '../../shared/contract/endpointContract';
import type { InferenceStatus } from '../../shared/contract/inferenceContract';
import type { Proposal, ProposalKind } from '../../shared/contract/proposal';
import type { Askable, SeenPicture } from './askable';
import { FaultError } from './faultError';
import type { GeneratedToken } from './model/generate';
import { faultOf } from './pack/packFault';
import { propose } from './propose';
import type { DecisionFrame, ProposeParams } from './question';
import { createSeenPictures, type SeenPictures } from './seenPictures';

export interface EngineOptions {
  /** Throws, preferably a PackError, when the folder's model cannot be used. */
  readonly load: (folder: string) => Promise<Askable>;
  /** Throws, preferably a FaultError, when the endpoint does not answer. */
  readonly reachEndpoint: (access: EndpointAccess) => Promise<Askable>;
  /** The pack that comes with the program. */
  readonly bundledFolder: string;
  readonly getDecisionFrame: (observationId: string) => Promise<DecisionFrame>;
  /** Milliseconds of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly memoryBytes: () => number;
  readonly onStatus: (status: InferenceStatus) => void;
  readonly onToken: (proposalId: string, kind: ProposalKind, sample: number, token: GeneratedToken) => void;
}

/**
 * Holds the one model that is loaded, and lets it do one thing at a time. It stays alive whatever
 * happens to a model: a pack that cannot be loaded is a state with a reason, to be followed by another.
 */
export interface Engine {
  status(): InferenceStatus;
  /** Answers with the new status, whether it is ready or failed; throws only while something else runs. */
  loadPack(folder?: string): Promise<InferenceStatus>;
  /** As loadPack, with the model behind an endpoint. */
  takeEndpoint(access: EndpointAccess): Promise<InferenceStatus>;
  /** Throws with words for the operator when there can be no Proposal. */
  propose(params: ProposeParams): Promise<Proposal>;
  /** Ends a running proposal before its next token; of any other, it is none of its business. */
  cancel(proposalId: string): void;
}

const nothingMoves = 'Nothing moves because of this.';

export function createEngine(options: EngineOptions): Engine {
  let state: InferenceStatus['state'] = 'failed';
  let fault: InferenceStatus['fault'] = {
    code: 'noModel',
    happened: 'No model has been loaded yet.',
    robotIs: nothingMoves,
    next: 'Load a model pack, or choose an endpoint.',
  };
  let loadMs: number | null = null;
  let model: Askable | undefined;
  let seen: SeenPictures<SeenPicture> | undefined;
  let running: { readonly proposalId: string; readonly abort: AbortController } | undefined;

  const status = (): InferenceStatus => ({
    state,
    model: model?.identity ?? null,
    boxConvention: model?.boxConvention ?? null,
    ...(model && { dialogue: model.dialogue }),
    sendsTo: model?.sendsTo ?? null,
    fault,
    loadMs,
    memoryBytes: options.memoryBytes(),
  });

  function enter(next: InferenceStatus['state']): void {
    state = next;
    options.onStatus(status());
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

  /** Lets go of the model before, whatever comes of the next. */
  async function replaceModel(open: () => Promise<Askable>): Promise<InferenceStatus> {
    const startedMs = options.nowMs();
    const previous = model;
    model = undefined;
    seen = undefined;
    fault = null;
    loadMs = null;
    enter('loading');
    try {
      await previous?.close();
      const loaded = await open();
      model = loaded;
      seen = createSeenPictures((picture) => loaded.see(picture));
      loadMs = options.nowMs() - startedMs;
      enter('ready');
    } catch (error) {
      fault = faultOf(error);
      enter('failed');
    }
    return status();
  }

  return {
    status,

    async loadPack(folder) {
      refuseUnlessFree('The model pack was not loaded.');
      return replaceModel(() => options.load(folder ?? options.bundledFolder));
    },

    async takeEndpoint(access) {
      refuseUnlessFree('The endpoint was not chosen.');
      return replaceModel(() => options.reachEndpoint(access));
    },

    async propose(params) {
      refuseUnlessFree('The question was not asked.');
      if (!model || !seen) {
        throw new Error(`No model is ready: ${fault?.happened} ${nothingMoves} ${fault?.next}`);
      }
      const abort = new AbortController();
      running = { proposalId: params.proposalId, abort };
      enter('busy');
      try {
        return await propose(params, {
          model,
          seen,
          getDecisionFrame: options.getDecisionFrame,
          nowMs: options.nowMs,
          signal: abort.signal,
          onToken: (kind, sample, token) => options.onToken(params.proposalId, kind, sample, token),
        });
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
