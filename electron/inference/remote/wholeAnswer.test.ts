import { describe, expect, it } from 'vitest';
import { createWholeAnswer, type Delta } from './wholeAnswer';

const whole = (deltas: readonly Delta[]): string => {
  const next = createWholeAnswer();
  return deltas.map(next).join('');
};

describe('an answer', () => {
  it('that comes as it was said is left as it is', () => {
    expect(whole([{ content: '<think>a' }, { content: null }, {}, { content: '</think>b' }])).toBe(
      '<think>a</think>b',
    );
  });

  it.each(['reasoning_content', 'reasoning'] as const)(
    'gets back the tags that a server took off %s',
    (name) => {
      expect(whole([{ [name]: 'I' }, { [name]: ' see' }, { content: ' so ' }, { content: '<output>' }])).toBe(
        '<think>I see</think> so <output>',
      );
      expect(whole([{ [name]: 'I see', content: ' so' }])).toBe('<think>I see</think> so');
    },
  );

  it('that was told twice, by both names, is taken once', () => {
    expect(whole([{ reasoning_content: 'I', reasoning: 'I' }, { content: 'b' }])).toBe('<think>I</think>b');
  });

  it('that ends in its reasoning stays open, so that it is found to be unfinished', () => {
    expect(whole([{ reasoning: 'I see' }])).toBe('<think>I see');
  });
});
