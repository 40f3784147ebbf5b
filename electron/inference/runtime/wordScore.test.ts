import { expect, it } from 'vitest';
import { wordScore } from './wordScore';

it('sums what the words are worth, and leaves single digits out', () => {
  expect(wordScore(['<think>', ' 0.', '5', '31', '<|im_end|>'], [-1, -2, -100, -4, -8])).toBe(-15);
  expect(wordScore([], [])).toBe(0);
});
