import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../../shared/motion/validateTrajectory';
import { parseJsonInSteps } from './parseJsonInSteps';

const parse = (text: string) => runToEnd(parseJsonInSteps(text));

/** What JSON.parse says: a value, or that the text is no JSON. */
function verdict(read: (text: string) => unknown, text: string): unknown {
  try {
    return { value: read(text) };
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return 'no JSON';
  }
}

describe('parseJsonInSteps', () => {
  it('reads every text as JSON.parse does', () => {
    const spaces = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), spaces, (value, space) => {
        const text = space + JSON.stringify(value, null, space) + space;
        fc.pre(!text.includes('__proto__'));
        expect(parse(text)).toEqual(JSON.parse(text));
      }),
      { numRuns: 500 },
    );
  });

  it('refuses damaged texts exactly when JSON.parse does', () => {
    const damage = fc.constantFrom(
      '',
      '"',
      '\\',
      ',',
      ']',
      '}',
      '{',
      '[',
      ':',
      '1',
      '-',
      '.',
      'e',
      'u',
      '\u0001',
      ' ',
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.nat(), fc.nat(3), damage, (value, where, cut, put) => {
        const text = JSON.stringify(value);
        const at = where % (text.length + 1);
        const damaged = text.slice(0, at) + put + text.slice(at + cut);
        fc.pre(!damaged.includes('__proto__'));
        const theirs = verdict(JSON.parse, damaged);
        const ours = verdict(parse, damaged);
        // Damage may make a key come twice: there JSON.parse is less strict.
        if (ours === 'no JSON' && theirs !== 'no JSON') expect(() => parse(damaged)).toThrow(/key/);
        else expect(ours).toEqual(theirs);
      }),
      { numRuns: 2000 },
    );
  });

  it('refuses a key that comes twice, "__proto__", and endless nesting', () => {
    expect(() => parse('{"a":1,"a":2}')).toThrow(/"a" is not allowed/);
    expect(() => parse('{"a":1,"\\u0061":2}')).toThrow(/"a" is not allowed/);
    expect(() => parse('{"__proto__":{}}')).toThrow(/not allowed/);
    expect(() => parse(`${'[['.repeat(5000)}${']]'.repeat(5000)}`)).toThrow(/Nested too deeply/);
  });

  it('refuses pieces that one step could not bear', () => {
    expect(() => parse(`"${'x'.repeat(30_000)}"`)).toThrow(/without end/);
    expect(() => parse('1'.repeat(30_000))).toThrow(/Too long a piece/);
    const keys = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`k${i}`, i]));
    expect(() => parse(JSON.stringify(keys))).toThrow(/Too many keys/);
    expect(() => parse(`[${' '.repeat(30_000)}]`)).toThrow(/white space/);
  });

  it('takes lists longer than one piece apart, up to 5000 items', () => {
    const long = Array.from({ length: 5000 }, (_, i) => i / 7);
    expect(parse(JSON.stringify(long))).toEqual(long);
    expect(() => parse(JSON.stringify([...long, 1]))).toThrow(/Too long a list/);
  });
});
