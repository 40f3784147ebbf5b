import type { Proposal, Turn } from '../../shared/contract/proposal';
import { boxIou } from '../../shared/geometry/boxIou';

/** A proposal as the turn of a dialogue that goes on. */
export const turnOf = ({ instruction, generations }: Proposal): Turn => ({
  said: instruction,
  answers: generations.map(({ kind, text }) => ({ kind, text })),
});

/** How an operator's click on the decision frame is said to the model; x and y are fractions of the picture. */
export const pointedWords = (x: number, y: number): string => `the one at [${x.toFixed(3)}, ${y.toFixed(3)}]`;

/** From this overlap (IoU) on, the box after a correction is of the same object as the one before. */
const sameObjectIou = 0.3;

/**
 * What to ask about the object on another picture, after a dialogue: as far as it told which object is meant. A turn
 * that only moved the grasp or the place is left out: on the new picture it would move the box once more.
 *
 * @param proposals all of the run, oldest first; at least one.
 */
export function objectQuestion(proposals: readonly Proposal[]): {
  readonly instruction: string;
  readonly earlier: readonly Turn[];
} {
  const boxOf = (proposal: Proposal | undefined) => proposal?.generations.find(({ box }) => box)?.box;
  let last = proposals.length - 1;
  while (last > 0) {
    const now = boxOf(proposals[last]);
    const before = boxOf(proposals[last - 1]);
    if (!now || !before || boxIou(now, before) < sameObjectIou) break;
    last--;
  }
  return {
    instruction: proposals[last]?.instruction ?? '',
    earlier: proposals.slice(0, last).map(turnOf),
  };
}
