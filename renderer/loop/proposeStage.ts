import {
  type BoxConvention,
  type Generation,
  isDoubtful,
  type Proposal,
  type ProposalKind,
  type Turn,
} from '../../shared/contract/proposal';
import { type AnswerStream, createAnswerStream } from '../../shared/proposal/answerStream';
import { formatPercent } from '../ui/format';
import { failure, RunFailure } from './faults';
import { ask, type RunContext } from './runContext';
import type { StreamView } from './streamView';

/** The screen is told of new tokens at most this often (ms): faster cannot be read. */
const flushMs = 40;

export interface ProposeRequest {
  readonly observationId: string;
  readonly instruction: string;
  readonly earlier: readonly Turn[];
  readonly kinds: readonly ProposalKind[];
  /** Answers to each question. */
  readonly samples: number;
  readonly onStream: (stream: StreamView) => void;
}

/** Has the model answer on one Observation; tokens are parsed and shown while they come. */
export async function propose(context: RunContext, wanted: ProposeRequest): Promise<Proposal> {
  return ask(context, 'inference', 'Asking the model', async (inference) => {
    const proposalId = context.newId();
    const answers = new Map<string, AnswerReader>();
    const streams = new Map<ProposalKind, StreamView>();
    const startedMs = context.nowSec() * 1000;
    let flushTimer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      flushTimer = undefined;
      if (context.alive()) for (const stream of streams.values()) wanted.onStream(stream);
    };

    const silence = watchSilence(context.timeouts.tokenSilence);
    const stopListening = inference.on('token', (token) => {
      if (token.proposalId !== proposalId) return;
      silence.heard();
      const { kind, sample } = token;
      // The first token again: what computed it failed, and the question was asked anew.
      const known = token.index === 0 ? undefined : answers.get(`${kind} ${sample}`);
      const answer = known ?? readerOf(kind, context.boxConvention());
      answers.set(`${kind} ${sample}`, answer);
      const progress = answer.push(token.text);
      const atMs = context.nowSec() * 1000 - startedMs;
      const last = streams.get(kind);
      const before = last?.sample === sample && token.index > 0 ? last : undefined;
      streams.set(kind, {
        kind,
        sample,
        samples: wanted.samples,
        text: answer.text(),
        tokens: (before?.tokens ?? 0) + 1,
        firstTokenMs: before?.firstTokenMs ?? atMs,
        lastTokenMs: atMs,
        progress,
      });
      flushTimer ??= setTimeout(flush, flushMs);
    });

    try {
      const request = inference.request('propose', {
        proposalId,
        observationId: wanted.observationId,
        instruction: wanted.instruction,
        earlier: [...wanted.earlier],
        kinds: [...wanted.kinds],
        samples: wanted.samples,
      });
      return await Promise.race([request, silence.broken, context.over]);
    } finally {
      silence.end();
      stopListening();
      clearTimeout(flushTimer);
      flush();
      if (!context.alive() || silence.isBroken()) {
        inference.request('cancel', { proposalId }).catch(() => undefined);
      }
    }
  });
}

type AnswerReader = Pick<AnswerStream, 'push' | 'text'>;

/**
 * Reads an answer for the screen while it comes. A box can be drawn, or found wrong, only by the loaded
 * pack's own convention: while that is not known, its reasoning is shown and the Proposal brings the box.
 */
function readerOf(kind: ProposalKind, boxConvention: BoxConvention | null): AnswerReader {
  const answer = createAnswerStream({ kind, boxConvention: boxConvention ?? 'center' });
  if (boxConvention !== null || kind !== 'affordance') return answer;
  return {
    text: answer.text,
    push(delta) {
      const { stage, reasoning } = answer.push(delta);
      return { stage, reasoning };
    },
  };
}

interface Silence {
  heard(): void;
  end(): void;
  isBroken(): boolean;
  readonly broken: Promise<never>;
}

/** Rejects `broken` when nothing is heard for `limitMs`. */
function watchSilence(limitMs: number): Silence {
  let isBroken = false;
  let reject: (error: Error) => void = () => undefined;
  const broken = new Promise<never>((_, no) => {
    reject = no;
  });
  broken.catch(() => undefined);
  const start = () =>
    setTimeout(() => {
      isBroken = true;
      reject(new Error(`the model has said nothing for ${Math.round(limitMs / 1000)} s.`));
    }, limitMs);
  let timer = start();
  return {
    broken,
    heard() {
      clearTimeout(timer);
      timer = start();
    },
    end: () => clearTimeout(timer),
    isBroken: () => isBroken,
  };
}

const kindWords: Readonly<Record<ProposalKind, string>> = {
  affordance: 'the box of the object',
  trajectory: 'the path of the gripper',
};

/**
 * What the operator is asked before there can be a plan: by the model, or because its answer is too doubtful to be used.
 * Undefined when nothing is to be asked.
 */
export function questionOf({ generations }: Proposal): string | undefined {
  const asks = generations.find(({ outcome }) => outcome === 'asks');
  if (asks) return asks.question;
  const doubtful = generations.find(isDoubtful);
  if (!doubtful?.doubt || generations.some(({ outcome }) => outcome === 'malformed')) return undefined;
  const surer = formatPercent(1 - doubtful.doubt.withheld);
  return `The model is not sure of ${kindWords[doubtful.kind]}: ${surer} of its right answers are surer than this one. What do you mean?`;
}

/** Throws with words unless every generation of the proposal can be used. */
export function demandUsable(proposal: Proposal, robotIs: string): void {
  const malformed = proposal.generations.find(({ outcome }) => outcome === 'malformed');
  if (malformed) throw malformedAnswer(malformed, robotIs);
  const nothing = proposal.generations.find(({ outcome }) => outcome === 'nothingThere');
  if (nothing) throw nothingInView(proposal.instruction, robotIs);
  if (proposal.generations.length === 0) {
    throw failure('failed', {
      code: 'model.empty',
      happened: 'The model answered nothing at all.',
      robotIs,
      next: 'Try again, or load another model pack.',
    });
  }
}

function malformedAnswer(generation: Generation, robotIs: string): RunFailure {
  return failure('failed', {
    code: 'model.malformed',
    happened: `The model's answer for ${kindWords[generation.kind]} cannot be used. ${generation.problem ?? 'It has not the form that was asked for.'}`,
    robotIs,
    next: 'Nothing of it is drawn or planned. Try again, or say it in other words.',
  });
}

function nothingInView(instruction: string, robotIs: string): RunFailure {
  return new RunFailure({
    outcome: 'nothingInView',
    text: 'The model sees nothing in view that fits the instruction.',
    fault: {
      code: 'model.nothingInView',
      happened: `The model sees nothing in view that fits "${instruction}".`,
      robotIs,
      next: 'Check the frozen picture: name an object that can be seen in it, or bring it into view.',
    },
  });
}
