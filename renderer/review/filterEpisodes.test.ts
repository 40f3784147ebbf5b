import { describe, expect, it } from 'vitest';
import type { EpisodeSummary } from '../../shared/contract/recorderContract';
import { choicesOf, filterEpisodes, noFilter } from './filterEpisodes';

const nowSec = 1_800_000_000;
const episode = (fileName: string, change: Partial<EpisodeSummary>): EpisodeSummary => ({
  episodeId: fileName,
  fileName,
  path: `/${fileName}`,
  startedAtSec: nowSec - 60,
  durationSec: 1,
  bytes: 1,
  instruction: '',
  robot: 'fr3 (simulator)',
  model: 'R1 Small 1',
  outcome: 'succeeded',
  problem: null,
  origin: null,
  tally: null,
  ...change,
});
const episodes = [
  episode('a', { instruction: 'Setze den roten Würfel in die Schale' }),
  episode('b', {
    instruction: 'put the red cube away',
    outcome: 'refused',
    startedAtSec: nowSec - 5 * 86_400,
  }),
  episode('c', { instruction: 'red can', robot: 'ur5 (ros2)', model: 'R1 Big 2' }),
];
const found = (change: Partial<typeof noFilter>) =>
  filterEpisodes(episodes, { ...noFilter, ...change }, nowSec).map(({ fileName }) => fileName);

describe('filterEpisodes', () => {
  it('finds words in any order, without case and accents, over all that names an episode', () => {
    expect(found({ words: 'WURFEL rot' })).toEqual(['a']);
    expect(found({ words: 'red ur5' })).toEqual(['c']);
    expect(found({ words: 'red  ' })).toEqual(['b', 'c']);
    expect(found({ words: 'blue' })).toEqual([]);
  });

  it('joins outcome, robot, model and date', () => {
    expect(found({ outcome: 'refused' })).toEqual(['b']);
    expect(found({ robot: 'ur5 (ros2)' })).toEqual(['c']);
    expect(found({ model: 'R1 Small 1', days: 1 })).toEqual(['a']);
    expect(found({})).toEqual(['a', 'b', 'c']);
  });

  it('offers what there is to choose from', () => {
    expect(choicesOf(episodes, 'robot')).toEqual(['fr3 (simulator)', 'ur5 (ros2)']);
  });
});
