import { createHash } from 'node:crypto';
import type { Steps } from './slices';

const pieceLength = 65_536;

/** Half of a surrogate pair stands alone: such a text has no UTF-8 form. */
const loneSurrogate = /\p{Surrogate}/u;

/**
 * SHA-256 (lower-case hex) of a text's UTF-8 bytes, in steps; null if the text has no UTF-8 form, as two
 * such texts could share a hash.
 */
export function* hashInSteps(text: string): Steps<string | null> {
  const hash = createHash('sha256');
  for (let at = 0; at < text.length; ) {
    let end = Math.min(text.length, at + pieceLength);
    const last = text.charCodeAt(end - 1);
    // A pair stays together.
    if (last >= 0xd800 && last <= 0xdbff && end < text.length) end += 1;
    const piece = text.slice(at, end);
    if (loneSurrogate.test(piece)) return null;
    hash.update(piece, 'utf8');
    at = end;
    yield;
  }
  return hash.digest('hex');
}
