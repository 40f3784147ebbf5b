import { z } from 'zod';
import { readRows, whole } from '../lerobot/datasetTables';
import type { DatasetEpisode } from './datasetFolder';

/** Rows that are in memory at a time where each of them carries pictures. */
export const rowsAtOnce = 100;

export interface EpisodeRows {
  /** Seconds since the episode's first row, rising. */
  readonly times: readonly number[];
  readonly states: readonly (readonly number[])[];
  /** Empty where the data set has none. */
  readonly actions: readonly (readonly number[])[];
  /** Where the rows stand in their file. */
  readonly range: { readonly from: number; readonly to: number };
}

const numbers = z.preprocess(
  (value) => (ArrayBuffer.isView(value) ? [...(value as Float32Array)] : value),
  z.array(z.number()),
);

/** Reads episodes one after the other; files that hold several are looked through once. */
export function createRowReader(stateLength: number, hasActions: boolean) {
  let looked:
    | { readonly path: string; readonly ranges: ReadonlyMap<number, EpisodeRows['range']> }
    | undefined;

  async function rangeOf({ dataPath, index }: DatasetEpisode): Promise<EpisodeRows['range']> {
    if (looked?.path !== dataPath) {
      const ranges = new Map<number, EpisodeRows['range']>();
      const rows = await readRows(dataPath, ['episode_index']);
      for (const [place, row] of rows.entries()) {
        const episode = whole.parse(row.episode_index);
        const before = ranges.get(episode);
        if (before && before.to !== place) throw new Error('the rows of an episode do not stand together');
        ranges.set(episode, { from: before?.from ?? place, to: place + 1 });
      }
      looked = { path: dataPath, ranges };
    }
    const range = looked.ranges.get(index);
    if (!range) throw new Error(`its data file has no rows of episode ${index}`);
    return range;
  }

  return async (episode: DatasetEpisode): Promise<EpisodeRows> => {
    const range = await rangeOf(episode);
    const columns = ['timestamp', 'observation.state', ...(hasActions ? ['action'] : [])];
    const times: number[] = [];
    const states: number[][] = [];
    const actions: number[][] = [];
    for (const row of await readRows(episode.dataPath, columns, range)) {
      const time = z.number().parse(row.timestamp);
      if (time <= (times.at(-1) ?? Number.NEGATIVE_INFINITY)) throw new Error('its times do not rise');
      times.push(time);
      states.push(vector(row['observation.state'], stateLength));
      if (hasActions) actions.push(numbers.parse(row.action));
    }
    if (times.length < 2) throw new Error('it has less than two rows');
    return { times: times.map((time) => time - times[0]!), states, actions, range };
  };
}

function vector(value: unknown, length: number): number[] {
  const row = numbers.parse(value);
  if (row.length !== length) throw new Error(`a row has ${row.length} values instead of ${length}`);
  return row;
}
