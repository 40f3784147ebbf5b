import type { Generation, ProposalKind } from '../../shared/contract/proposal';
import { formatMs, formatPercent } from './format';

/** What the model is asked, in the operator's words. */
export const answerWords: Readonly<Record<ProposalKind, string>> = {
  affordance: 'Where is the object?',
  trajectory: 'Which way should the gripper go?',
};

/** Tokens, speed and certainty of a finished answer, as far as they are told. */
export function figureWords({ tokens, firstTokenMs, totalMs, meanLogProb }: Generation): string {
  const certainty = `certainty ${meanLogProb === null ? 'not told' : formatPercent(Math.exp(meanLogProb))}`;
  // A server that does not count its tokens: when the answer was there is all that is known.
  if (tokens === null) return `after ${formatMs(totalMs)}, ${certainty}`;
  const decodeSec = (totalMs - firstTokenMs) / 1000;
  const speed = decodeSec > 0 && tokens > 1 ? `, ${((tokens - 1) / decodeSec).toFixed(0)}/s` : '';
  return `${tokens} tokens${speed}, first ${formatMs(firstTokenMs)}, ${certainty}`;
}

/** What a usable answer says, in fractions of the picture. */
export function answerText({ box, waypoints }: Generation): string {
  if (box) {
    const { xMin, yMin, xMax, yMax } = box;
    return `box ${[xMin, yMin, xMax, yMax].map((value) => value.toFixed(3)).join('  ')}`;
  }
  return `path ${(waypoints ?? []).map(([x, y]) => `(${x.toFixed(3)}, ${y.toFixed(3)})`).join(' ')}`;
}
