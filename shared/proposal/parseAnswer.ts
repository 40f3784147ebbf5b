import type { Box, BoxConvention, ProposalKind } from '../contract/proposal';
import { readOutput } from './readOutput';
import { type AnswerParts, type AnswerStage, splitAnswer } from './splitAnswer';

/** What a finished answer comes to. */
export interface ParsedAnswer {
  readonly outcome: 'parsed' | 'nothingThere' | 'asks' | 'malformed';
  readonly reasoning: string;
  /** Set when malformed: what is wrong, for the operator to read. */
  readonly problem?: string;
  /** Set when it asks: what the operator is to answer. */
  readonly question?: string;
  /** Set when parsed, by the kind of question. Edges, or points; fractions 0..1 of the picture. */
  readonly box?: Box;
  readonly waypoints?: readonly (readonly [number, number])[];
}

export interface AnswerFormat {
  readonly kind: ProposalKind;
  readonly boxConvention: BoxConvention;
}

const unfinished: Readonly<Record<Exclude<AnswerStage, 'done'>, string>> = {
  opening: 'The answer has no <think>: it gives no reasoning.',
  reasoning: 'The answer ends in the middle of its reasoning: there is no </think>.',
  bridging: 'The answer ends after its reasoning: there is no <output>.',
  output: 'The answer ends inside its <output>: there is no </output>.',
};

/** Judges an answer that has been taken apart and to which nothing more will be added. */
export function judgeAnswer(parts: AnswerParts, format: AnswerFormat): ParsedAnswer {
  const { reasoning } = parts;
  if (parts.problem !== undefined) return { outcome: 'malformed', reasoning, problem: parts.problem };
  if (parts.stage !== 'done') {
    return { outcome: 'malformed', reasoning, problem: unfinished[parts.stage] };
  }
  return { reasoning, ...readOutput(format.kind, parts.output, format.boxConvention) };
}

/** Reads a whole answer in VLA-CoT form. Never throws; a malformed one says what is wrong with it. */
export function parseAnswer(text: string, format: AnswerFormat): ParsedAnswer {
  return judgeAnswer(splitAnswer(text), format);
}
