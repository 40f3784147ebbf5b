import { describe, expect, it } from 'vitest';
import { checkInstruction, maxInstructionLength } from './instructionCheck';

describe('checkInstruction', () => {
  it('accepts a sentence without its outer blanks', () => {
    expect(checkInstruction('  pick up the red cube \n')).toEqual({
      ok: true,
      instruction: 'pick up the red cube',
    });
  });

  it.each(['', '   ', '\n\t  \u00a0'])('asks for words instead of %j', (typed) => {
    const check = checkInstruction(typed);
    expect(check.ok).toBe(false);
    expect(!check.ok && check.text).toContain('Say what to do');
  });

  it('accepts exactly the limit and refuses one more, naming both figures', () => {
    expect(checkInstruction('x'.repeat(maxInstructionLength)).ok).toBe(true);
    const check = checkInstruction('x'.repeat(10_000));
    expect(!check.ok && check.text).toMatch(/too long: 10,000 characters.*limit is 500/);
  });
});
