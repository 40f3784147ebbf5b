import type { Generation } from '../../shared/contract/proposal';
import { type AnswerFormat, parseAnswer } from '../../shared/proposal/parseAnswer';
import type { Answer } from './askable';
import { maxAnswerLength } from './model/generate';

export interface GenerationTimes {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly timeoutSec: number;
}

/** What the pack says about doubt for this question; undefined where it says nothing. */
export type DoubtLimit = Pick<NonNullable<Generation['doubt']>, 'threshold' | 'withheld'> | undefined;

function cutOff(answer: Answer, timeoutSec: number): string | undefined {
  switch (answer.end) {
    case 'complete':
      return undefined;
    case 'tooManyTokens':
      return answer.tokens === null
        ? 'The model was cut off after as many tokens as it may give.'
        : `The model was cut off after ${answer.tokens} tokens.`;
    case 'tooLongText':
      return `The model was cut off after ${maxAnswerLength} characters.`;
    case 'outOfTime':
      return `The model was cut off because it took longer than ${timeoutSec} s.`;
  }
}

/** Makes the record of one question's answer: what was said, what it comes to, how long it took. */
export function generationOf(
  answer: Answer,
  format: AnswerFormat,
  times: GenerationTimes,
  limit?: DoubtLimit,
): Generation {
  const { reasoning, outcome, problem, question, box, waypoints } = parseAnswer(answer.text, format);
  const problems = [cutOff(answer, times.timeoutSec), problem].filter((text) => text !== undefined);
  return {
    kind: format.kind,
    text: answer.text,
    reasoning,
    outcome,
    ...(outcome === 'malformed' && { problem: problems.join(' ') }),
    ...(question !== undefined && { question }),
    ...(box && { box }),
    ...(waypoints && { waypoints: waypoints.map(([x, y]): [number, number] => [x, y]) }),
    promptTokens: answer.promptTokens,
    tokens: answer.tokens,
    firstTokenMs: answer.firstTokenAtMs - times.startedMs,
    totalMs: times.endedMs - times.startedMs,
    meanLogProb: answer.meanLogProb,
    ...(limit && answer.wordScore !== null && { doubt: { score: answer.wordScore, ...limit } }),
  };
}
