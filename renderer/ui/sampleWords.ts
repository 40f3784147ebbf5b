import type { Draw, Generation, ProposalKind, Samples } from '../../shared/contract/proposal';
import { spreadOf } from '../../shared/proposal/samples';

const usable: Readonly<Record<ProposalKind, readonly [string, string]>> = {
  affordance: ['a box', 'boxes'],
  trajectory: ['a path', 'paths'],
};

/** "IoU 0.83", or "42 apart" (discrete Frechet distance, 0..1000). */
export const likenessWords = (kind: ProposalKind, value: number): string =>
  kind === 'affordance' ? `IoU ${value.toFixed(2)}` : `DFD ${value.toFixed(0)}`;

/** What several answers came to, and how far they lie from the medoid on the mean. */
export function spreadWords(samples: Samples): string {
  const { kind, answers } = samples;
  const { outcomes, mean } = spreadOf(samples);
  const [one, many] = usable[kind];
  const parts = [
    outcomes.parsed > 0 && (outcomes.parsed === 1 ? `1 ${one.slice(2)}` : `${outcomes.parsed} ${many}`),
    outcomes.asks > 0 && `${outcomes.asks} asking back`,
    outcomes.nothingThere > 0 && `${outcomes.nothingThere} seeing nothing that fits`,
    outcomes.malformed > 0 && `${outcomes.malformed} not readable`,
  ].filter(Boolean);
  const far = mean === null ? '' : `; mean ${likenessWords(kind, mean)} to the medoid`;
  return `${answers.length} answers: ${parts.join(', ')}${far}.`;
}

/** How they were drawn. */
export function drawWords({ draw, answers }: Samples): string {
  const seeds = answers.map(({ seed }) => seed).filter((seed) => seed !== null);
  const told = seeds.length === answers.length ? `seeds ${seeds[0]} to ${seeds.at(-1)}` : 'seeds not told';
  return `Drawn ${draw ? settingWords(draw) : "by the server's own settings"}, ${told}.`;
}

const settingWords = ({ temperature, topP, topK, repetitionPenalty }: Draw): string =>
  [
    `at temperature ${temperature}`,
    `top-p ${topP}`,
    ...(topK > 0 ? [`top-k ${topK}`] : []),
    ...(repetitionPenalty === 1 ? [] : [`repetition penalty ${repetitionPenalty}`]),
  ].join(', ');

/** What one of several answers says, in a few words. */
export function answerWords(
  { outcome, question }: Generation,
  kind: ProposalKind,
  toMedoid: number | null,
): string {
  switch (outcome) {
    case 'parsed':
      return toMedoid === null ? usable[kind][0] : likenessWords(kind, toMedoid);
    case 'asks':
      return `asks: ${question ?? ''}`;
    case 'nothingThere':
      return 'sees nothing that fits';
    case 'malformed':
      return 'cannot be read';
  }
}
