import { describe, expect, it } from 'vitest';
import { createTextStream } from './textStream';

/** Tokens are single bytes, as the rarest ones of a byte-level tokenizer are. */
const decodeBytes = (ids: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(ids));

describe('createTextStream', () => {
  it('gives a character once all of its tokens are there', () => {
    const stream = createTextStream(decodeBytes);
    const deltas = [...new TextEncoder().encode('a°€🤖b')].map((byte) => stream.push(byte));
    expect(deltas).toEqual(['a', '', '°', '', '', '€', '', '', '', '🤖', 'b']);
    expect(stream.flush()).toBe('');
  });

  it('shows an unfinished character as missing when the answer ends in it', () => {
    const stream = createTextStream(decodeBytes);
    expect(stream.push(0x61) + stream.push(0xe2)).toBe('a');
    expect(stream.flush()).toBe('\uFFFD');
  });

  it('lets a token’s text depend on the one before it', () => {
    const words = ['put', 'it', 'there'];
    const stream = createTextStream((ids) => ids.map((id) => words[id]).join(' '));
    expect([0, 1, 2].map((id) => stream.push(id)).join('')).toBe('put it there');
  });
});
