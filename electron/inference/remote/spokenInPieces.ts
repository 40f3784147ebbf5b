import type { GeneratedToken } from '../model/generate';

/** Longest text that one token event carries. */
const longest = 200;

/** Tells what a server says as tokens: a long piece becomes several, so that none of it is lost on the way. */
export function spokenInPieces(onToken: (token: GeneratedToken) => void) {
  let index = 0;
  return (text: string, logProb: number | null): void => {
    for (let from = 0; from < text.length; from += longest) {
      onToken({ index, text: text.slice(from, from + longest), logProb: from === 0 ? logProb : null });
      index++;
    }
  };
}
