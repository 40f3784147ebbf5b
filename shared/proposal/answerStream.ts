import { type AnswerFormat, judgeAnswer, type ParsedAnswer, parseAnswer } from './parseAnswer';
import { type AnswerStage, splitAnswer } from './splitAnswer';

/** An answer as far as it has come. Reasoning only ever grows. */
export interface AnswerProgress {
  readonly stage: AnswerStage;
  readonly reasoning: string;
  /** Present from `</output>` on (and withdrawn should the answer spoil itself afterwards). */
  readonly answer?: ParsedAnswer;
  /** Why the answer can no longer be used, as soon as that is certain. */
  readonly problem?: string;
}

export interface AnswerStream {
  /** Adds what the model has just said; a delta may be any piece, even the middle of a tag. */
  push(delta: string): AnswerProgress;
  /** Nothing more will come: what the answer is worth. */
  finish(): ParsedAnswer;
  /** All that was pushed. */
  text(): string;
}

function progressOf(text: string, format: AnswerFormat): AnswerProgress {
  const parts = splitAnswer(text);
  const { stage, reasoning } = parts;
  if (parts.problem !== undefined) return { stage, reasoning, problem: parts.problem };
  if (stage !== 'done') return { stage, reasoning };
  const answer = judgeAnswer(parts, format);
  return answer.problem === undefined
    ? { stage, reasoning, answer }
    : { stage, reasoning, problem: answer.problem };
}

/** Reads an answer while it is being generated. Answers are short: each delta reads the text anew. */
export function createAnswerStream(format: AnswerFormat): AnswerStream {
  let text = '';
  return {
    push(delta) {
      text += delta;
      return progressOf(text, format);
    },
    finish: () => parseAnswer(text, format),
    text: () => text,
  };
}
