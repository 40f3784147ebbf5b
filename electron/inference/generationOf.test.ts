import { describe, expect, it } from 'vitest';
import { generationSchema, isDoubtful } from '../../shared/contract/proposal';
import type { Answer } from './askable';
import { generationOf } from './generationOf';

const answer = (text: string, end: Answer['end'] = 'complete'): Answer => ({
  text,
  end,
  tokens: 4,
  promptTokens: 3,
  meanLogProb: -0.25,
  seed: null,
  wordScore: -0.7,
  firstTokenAtMs: 1040,
});
const times = { startedMs: 1000, endedMs: 1500, timeoutSec: 120 };
const format = { kind: 'trajectory', boxConvention: 'center' } as const;

describe('generationOf', () => {
  it('makes a usable record of a good answer', () => {
    const text = '<think>Over there.</think> so, the answer is <output>[[0.1, 0.2], [0.3, 0.4]]</output>';
    const generation = generationOf(answer(text), format, times);
    expect(generation).toEqual({
      kind: 'trajectory',
      text,
      reasoning: 'Over there.',
      outcome: 'parsed',
      waypoints: [
        [0.1, 0.2],
        [0.3, 0.4],
      ],
      promptTokens: 3,
      tokens: 4,
      firstTokenMs: 40,
      totalMs: 500,
      meanLogProb: -0.25,
    });
    expect(generationSchema.parse(generation)).toEqual(generation);
  });

  it('tells the doubt where the pack has a limit for it', () => {
    const text = '<think>None.</think><output>[]</output>';
    const limit = { threshold: -0.5, withheld: 0.05 };
    const generation = generationOf(answer(text), format, times, limit);
    expect(generation.doubt).toEqual({ score: -0.7, ...limit });
    expect(isDoubtful(generation)).toBe(true);
    expect(isDoubtful(generationOf(answer(text), format, times, { ...limit, threshold: -0.7 }))).toBe(false);
    expect(isDoubtful(generationOf(answer(text), format, times))).toBe(false);
  });

  it.each([
    ['tooManyTokens', /cut off after 4 tokens\. .*no <\/think>/],
    ['tooLongText', /cut off after 16000 characters\. .*no <\/think>/],
    ['outOfTime', /longer than 120 s\. .*no <\/think>/],
  ] as const)('says that an answer was cut off: %s', (end, expected) => {
    expect(generationOf(answer('<think>and then', end), format, times)).toMatchObject({
      outcome: 'malformed',
      reasoning: 'and then',
      problem: expect.stringMatching(expected),
    });
  });

  it('keeps it apart what a server does not tell', () => {
    const untold = { promptTokens: null, tokens: null, meanLogProb: null, wordScore: null };
    const generation = generationOf({ ...answer('<think>and', 'tooManyTokens'), ...untold }, format, times, {
      threshold: -0.5,
      withheld: 0.05,
    });
    expect(generation).toMatchObject({ promptTokens: null, tokens: null, meanLogProb: null });
    expect(generation.problem).toMatch(/cut off after as many tokens as it may give/);
    expect(generation.doubt).toBeUndefined();
    expect(generationSchema.parse(generation)).toEqual(generation);
  });

  it('takes an answer that was whole before it was cut off', () => {
    const text = '<think>None.</think><output>[]</output> and so on';
    const generation = generationOf(answer(text, 'tooManyTokens'), format, times);
    expect(generation.outcome).toBe('nothingThere');
    expect(generation.problem).toBeUndefined();
  });
});
