import { describe, expect, it } from 'vitest';
import cases from './fixtures/ropeIndex.json';
import { ropePositions } from './ropePositions';

describe('ropePositions', () => {
  // The fixture is Qwen2.5-VL's own get_rope_index (transformers 5.23).
  it.each(cases)('equals get_rope_index: $before words, picture $grid, $after words', (given) => {
    const [time, down, across] = given.grid as [number, number, number];
    const tokens = given.before + (time * down * across) / 4 + given.after;
    const { positionIds, ropeDelta } = ropePositions(tokens, given.before, [time, down, across], 2);
    expect([...positionIds].map(Number)).toEqual(given.positions.flat());
    expect(ropeDelta).toBe(given.ropeDelta);
  });

  it('refuses a picture that does not fit in the prompt', () => {
    expect(() => ropePositions(10, 5, [1, 8, 8], 2)).toThrow(/beyond the end/);
  });
});
