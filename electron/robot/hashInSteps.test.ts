import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../shared/motion/sha256';
import { runToEnd } from '../../shared/motion/validateTrajectory';
import { hashInSteps } from './hashInSteps';

const codePoints = fc.integer({ min: 0, max: 0x10ffff }).filter((c) => c < 0xd800 || c > 0xdfff);
const anyText = fc.array(codePoints).map((points) => String.fromCodePoint(...points));

const hash = (text: string) => runToEnd(hashInSteps(text));

describe('hashInSteps', () => {
  it('is the hash by which the planner names a plan', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(hash(text)).toBe(sha256Hex(text));
      }),
    );
  });

  it('keeps a pair together wherever the pieces are cut', () => {
    for (let before = 65_530; before < 65_540; before++) {
      const text = `${'x'.repeat(before)}\u{1f916}${'y'.repeat(70_000)}`;
      expect(hash(text)).toBe(sha256Hex(text));
    }
  });

  it('refuses half a pair, which UTF-8 cannot carry', () => {
    expect(hash('a\ud83eb')).toBeNull();
    expect(hash('a\udd16')).toBeNull();
    expect(hash('a\ud83e')).toBeNull();
  });

  it('another byte, another hash', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), (text, where) => {
        const at = where % text.length;
        const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
        expect(hash(changed)).not.toBe(hash(text));
      }),
    );
  });
});
