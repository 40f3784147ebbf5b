import type { Generation } from '../../shared/contract/proposal';
import { type AnswerFormat, parseAnswer } from '../../shared/proposal/parseAnswer';
import { type GeneratedAnswer, maxAnswerLength } from './model/generate';

export interface GenerationTimes {
  readonly startedMs: number;
  readonly endedMs: number;
  readonly timeoutSec: number;
}

/** What the pack says about doubt for this question; undefined where it says nothing. */
export type DoubtLimit = Pick<NonNullable<Generation['doubt']>, 'threshold' | 'withheld'> | undefined;

function cutOff(answer: GeneratedAnswer, timeoutSec: number): string | undefined {
  switch (answer.end) {
    case 'complete':
      return undefined;
    case 'tooManyTokens':
      return `The model was cut off after ${answer.ids.length} tokens.`;
    case 'tooLongText':
      return `The model was cut off after ${maxAnswerLength} characters.`;
    case 'outOfTime':
      return `The model was cut off because it took longer than ${timeoutSec} s.`;
  }
}

/** Makes the record of one question's answer: what was said, what it comes to, how long it took. */
export function generationOf(
  answer: GeneratedAnswer & { readonly promptIds: readonly number[] },
  format: AnswerFormat,
  times: GenerationTimes,
  limit?: DoubtLimit,
): Generation {
  const { reasoning, outcome, problem, question, box, waypoints } = parseAnswer(answer.text, format);
  const logProbSum = answer.logProbs.reduce((sum, logProb) => sum + logProb, 0);
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
    promptTokens: answer.promptIds.length,
    tokens: answer.ids.length,
    firstTokenMs: answer.firstTokenAtMs - times.startedMs,
    totalMs: times.endedMs - times.startedMs,
    meanLogProb: logProbSum / answer.logProbs.length,
    ...(limit && { doubt: { score: answer.wordScore, ...limit } }),
  };
}
