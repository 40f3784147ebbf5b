import type { Proposal } from '../contract/proposal';

/** Longest sentence that a plan or an approval is named by (characters). */
const maxLength = 2000;

/** All that the operator said about a picture, in order: the task, then corrections and answers. */
export function wholeInstruction({
  earlier,
  instruction,
}: Pick<Proposal, 'earlier' | 'instruction'>): string {
  return [...earlier.map(({ said }) => said), instruction].join(' / ').slice(0, maxLength);
}
