import { chooseToken, type SamplingSettings } from '../runtime/chooseToken';
import type { DecoderRun } from '../runtime/decoder';
import { wordScore } from '../runtime/wordScore';
import { createTextStream } from '../text/textStream';

export interface GenerationLimits {
  readonly maxNewTokens: number;
  readonly endTokenIds: readonly number[];
  /** `now` (ms) at which the answer is cut off. */
  readonly deadlineMs: number;
}

export interface GenerationTools {
  /** The scores of the answer's first token, and what goes on from the prompt. */
  readonly readPrompt: () => Promise<{ readonly scores: Float32Array; readonly run: DecoderRun }>;
  readonly embed: (id: number) => Promise<Float32Array>;
  readonly decode: (ids: readonly number[]) => string;
  readonly random: () => number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

export interface GeneratedToken {
  readonly index: number;
  readonly text: string;
  /** Null where a server does not tell it. */
  readonly logProb: number | null;
}

export interface GeneratedAnswer {
  /** Special tokens left out. */
  readonly text: string;
  /** With the one that ended it. */
  readonly ids: readonly number[];
  readonly logProbs: readonly number[];
  /** Natural log probability of its words (`wordScore`). */
  readonly wordScore: number;
  /** Why it ended; all but `complete` cut it off. */
  readonly end: 'complete' | 'tooManyTokens' | 'tooLongText' | 'outOfTime';
  /** `now` when the first token had been chosen. */
  readonly firstTokenAtMs: number;
}

/** Longest answer that is kept (characters). */
export const maxAnswerLength = 16_000;

/** Thrown between two tokens when the operator does not want the answer any more. */
export class GenerationCancelled extends Error {
  constructor() {
    super('The model was told to stop before it had answered.');
    this.name = 'GenerationCancelled';
  }
}

/**
 * Reads the prompt and answers it, token by token. `positionAt` gives the M-RoPE position of the answer's
 * n-th token. Between tokens the process sees to its messages, so a cancel gets through.
 */
export async function generate(
  tools: GenerationTools,
  prompt: {
    readonly ids: readonly number[];
    readonly ropeDelta: number;
  },
  sampling: SamplingSettings,
  limits: GenerationLimits,
  signal: AbortSignal,
  onToken: (token: GeneratedToken) => void,
): Promise<GeneratedAnswer> {
  const { readPrompt, embed, decode, random, now } = tools;
  const said = new Set(prompt.ids);
  const stream = createTextStream(decode);
  const ids: number[] = [];
  const logProbs: number[] = [];
  let text = '';
  let firstTokenAtMs = 0;

  const finish = (end: GeneratedAnswer['end']): GeneratedAnswer => {
    text += stream.flush();
    const texts = ids.map((id) => decode([id]));
    return { text, ids, logProbs, wordScore: wordScore(texts, logProbs), end, firstTokenAtMs };
  };

  const goOn = (): void => {
    if (signal.aborted) throw new GenerationCancelled();
  };

  goOn();
  const { run, scores: first } = await readPrompt();
  let scores = first;
  for (;;) {
    goOn();
    const { id, logProb } = chooseToken(scores, said, sampling, random);
    if (ids.length === 0) firstTokenAtMs = now();
    ids.push(id);
    logProbs.push(logProb);
    said.add(id);
    if (limits.endTokenIds.includes(id)) return finish('complete');
    const delta = stream.push(id);
    text += delta;
    onToken({ index: ids.length - 1, text: delta, logProb });
    if (ids.length >= limits.maxNewTokens) return finish('tooManyTokens');
    if (text.length > maxAnswerLength) return finish('tooLongText');
    if (now() > limits.deadlineMs) return finish('outOfTime');
    const position = BigInt(prompt.ids.length + ids.length - 1 + prompt.ropeDelta);
    scores = await run.read(await embed(id), BigInt64Array.of(position, position, position));
  }
}
