import type { EpisodeSummary, Outcome } from '../../shared/contract/recorderContract';

/** What an operator looks for. Empty strings and `any` leave a condition out. */
export interface EpisodeFilter {
  /** Every word must be found in the instruction, robot, model or file name. */
  readonly words: string;
  readonly outcome: Outcome | 'any';
  readonly robot: string;
  readonly model: string;
  /** Recorded within so many days. */
  readonly days: number | null;
}

export const noFilter: EpisodeFilter = { words: '', outcome: 'any', robot: '', model: '', days: null };

export const filters = (filter: EpisodeFilter): boolean =>
  filter.words.trim() !== '' ||
  filter.outcome !== 'any' ||
  filter.robot !== '' ||
  filter.model !== '' ||
  filter.days !== null;

/** The episodes that fit, in their order. Letters are compared without case and accents. */
export function filterEpisodes(
  episodes: readonly EpisodeSummary[],
  filter: EpisodeFilter,
  nowSec: number,
): readonly EpisodeSummary[] {
  const words = plain(filter.words).split(/\s+/).filter(Boolean);
  const since = filter.days === null ? Number.NEGATIVE_INFINITY : nowSec - filter.days * 86_400;
  return episodes.filter((episode) => {
    if (filter.outcome !== 'any' && episode.outcome !== filter.outcome) return false;
    if (filter.robot !== '' && episode.robot !== filter.robot) return false;
    if (filter.model !== '' && episode.model !== filter.model) return false;
    if (episode.startedAtSec < since) return false;
    if (words.length === 0) return true;
    const text = plain(`${episode.instruction}\n${episode.robot}\n${episode.model}\n${episode.fileName}`);
    return words.every((word) => text.includes(word));
  });
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The different values of a field, sorted. */
export function choicesOf(episodes: readonly EpisodeSummary[], field: 'robot' | 'model'): readonly string[] {
  return [...new Set(episodes.map((episode) => episode[field]).filter(Boolean))].sort();
}
