import { describe, expect, it } from 'vitest';
import type { Box, Proposal } from '../../shared/contract/proposal';
import { objectQuestion, pointedWords, turnOf } from './dialogue';

const cube: Box = { xMin: 0.2, yMin: 0.5, xMax: 0.3, yMax: 0.6 };
const nudged: Box = { xMin: 0.22, yMin: 0.5, xMax: 0.32, yMax: 0.6 };
const other: Box = { xMin: 0.7, yMin: 0.5, xMax: 0.8, yMax: 0.6 };

const proposal = (instruction: string, box?: Box): Proposal => ({
  proposalId: instruction,
  observationId: 'o',
  instruction,
  earlier: [],
  model: { packId: 'p', name: 'n', version: '1', packHash: 'a'.repeat(64), provider: 'cpu' },
  generations: [
    {
      kind: 'affordance',
      text: `answer to ${instruction}`,
      reasoning: '',
      outcome: box ? 'parsed' : 'asks',
      ...(box && { box }),
      promptTokens: 1,
      tokens: 1,
      firstTokenMs: 1,
      totalMs: 1,
      meanLogProb: 0,
    },
  ],
});

describe('objectQuestion', () => {
  it('is the task itself where nothing was said after it', () => {
    expect(objectQuestion([proposal('lift the cube', cube)])).toEqual({
      instruction: 'lift the cube',
      earlier: [],
    });
  });

  it('keeps the answer to a question and a change to another object, with all that led there', () => {
    const asked = proposal('lift the cube');
    const wrong = proposal('the red one', cube);
    const right = proposal('no, the other one', other);
    expect(objectQuestion([asked, wrong, right])).toEqual({
      instruction: 'no, the other one',
      earlier: [turnOf(asked), turnOf(wrong)],
    });
  });

  it('leaves out what moved the grasp or the place of the same object only', () => {
    const first = proposal('put the cube in the bowl', cube);
    const moved = proposal('grasp it a bit more to the right', nudged);
    const placed = proposal('put it further left', nudged);
    expect(objectQuestion([first, moved, placed])).toEqual({
      instruction: 'put the cube in the bowl',
      earlier: [],
    });
  });
});

it('says a click in fractions of the picture', () => {
  expect(pointedWords(0.41249, 1)).toBe('the one at [0.412, 1.000]');
});
