import type { EpisodeSummary, Outcome } from '../../../shared/contract/recorderContract';

/** By what episodes are put together. */
export type Grouping = 'model' | 'task' | 'robot';

export interface Figures {
  readonly name: string;
  readonly episodes: number;
  /** Episodes that say whether the task came out right; the others count in no rate of success. */
  readonly judged: number;
  readonly succeeded: number;
  /** Of the judged ones; null when there are none. */
  readonly successRate: number | null;
  /** The 95 % interval of that rate. */
  readonly successRange: readonly [number, number] | null;
  /** Episodes in which a person stopped, refused or corrected, of those whose records were counted. */
  readonly interventionRate: number | null;
  readonly stops: number;
  readonly refusals: number;
  readonly corrections: number;
  readonly noPlans: number;
  /** s, of the successful ones: half of them were done in so long, nine of ten in so long. */
  readonly medianSec: number | null;
  readonly p90Sec: number | null;
}

const right: ReadonlySet<Outcome> = new Set(['succeeded']);
/** What tells nothing of the task: not looked at afterwards, or the recording ended first. */
const unjudged: ReadonlySet<Outcome> = new Set(['unverified', 'interrupted']);

/** Episodes of this console that can be read; imports and other programs' recordings are nobody's work here. */
export const countable = ({ origin, tally }: EpisodeSummary): boolean => origin === null && tally !== null;

export function figuresOf(name: string, episodes: readonly EpisodeSummary[]): Figures {
  const judged = episodes.filter(({ outcome }) => !unjudged.has(outcome));
  const succeeded = judged.filter(({ outcome }) => right.has(outcome));
  const tallies = episodes.flatMap(({ tally }) => tally ?? []);
  const sum = (of: (tally: (typeof tallies)[number]) => number) =>
    tallies.reduce((total, tally) => total + of(tally), 0);
  const intervened = sum(({ stops, refusals, corrections }) => (stops + refusals + corrections > 0 ? 1 : 0));
  const times = succeeded.map(({ durationSec }) => durationSec).sort((a, b) => a - b);
  const at = (share: number) => times[Math.ceil(share * times.length) - 1] ?? null;
  return {
    name,
    episodes: episodes.length,
    judged: judged.length,
    succeeded: succeeded.length,
    successRate: judged.length > 0 ? succeeded.length / judged.length : null,
    successRange: judged.length > 0 ? wilson(succeeded.length, judged.length) : null,
    interventionRate: tallies.length > 0 ? intervened / tallies.length : null,
    stops: sum(({ stops }) => stops),
    refusals: sum(({ refusals }) => refusals),
    corrections: sum(({ corrections }) => corrections),
    noPlans: sum(({ noPlans }) => noPlans),
    medianSec: at(0.5),
    p90Sec: at(0.9),
  };
}

/** Wilson's 95 % interval of a share: also of few, and of none or all, it says what can be known. */
export function wilson(count: number, of: number): readonly [number, number] {
  const z = 1.959964;
  const share = count / of;
  const middle = (share + z ** 2 / (2 * of)) / (1 + z ** 2 / of);
  const half = (z * Math.sqrt((share * (1 - share)) / of + z ** 2 / (4 * of ** 2))) / (1 + z ** 2 / of);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** A task is its words, without case and spaces that do not matter. */
const taskOf = (instruction: string): string => instruction.trim().replace(/\s+/g, ' ').toLowerCase();

export function groupOf(episode: EpisodeSummary, by: Grouping): string {
  if (by === 'task') return taskOf(episode.instruction) || 'no instruction';
  return episode[by] || `no ${by}`;
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

/** The figures of each group, the one with the most episodes first. */
export function groupedFigures(episodes: readonly EpisodeSummary[], by: Grouping): readonly Figures[] {
  const groups = grouped(episodes, (episode) => groupOf(episode, by));
  return [...groups]
    .map(([name, members]) => figuresOf(name, members))
    .sort((a, b) => b.episodes - a.episodes || (a.name < b.name ? -1 : 1));
}

export interface Period extends Figures {
  readonly fromSec: number;
}

const daySec = 86_400;

/**
 * The figures of each day, or of each week when there are more than `most` days; periods without episodes
 * are not there. Days begin when they begin on this machine (`offsetSec` ahead of UTC).
 */
export function figuresOverTime(
  episodes: readonly EpisodeSummary[],
  offsetSec: number,
  most = 31,
): { readonly period: 'day' | 'week'; readonly periods: readonly Period[] } {
  const dayOf = ({ startedAtSec }: EpisodeSummary) => Math.floor((startedAtSec + offsetSec) / daySec);
  const days = new Set(episodes.map(dayOf));
  const period = days.size > most ? 'week' : 'day';
  // 1 January 1970 was a Thursday; weeks begin on Monday.
  const firstOf = (day: number) => (period === 'day' ? day : day - ((day + 3) % 7));
  const groups = grouped(episodes, (episode) => firstOf(dayOf(episode)));
  return {
    period,
    periods: [...groups]
      .sort(([a], [b]) => a - b)
      .map(([day, members]) => {
        const fromSec = day * daySec - offsetSec;
        return {
          ...figuresOf(new Date((fromSec + offsetSec) * 1000).toISOString().slice(0, 10), members),
          fromSec,
        };
      }),
  };
}

const columns: readonly [string, (figures: Figures) => string | number | null][] = [
  ['name', ({ name }) => name],
  ['episodes', ({ episodes }) => episodes],
  ['judged', ({ judged }) => judged],
  ['succeeded', ({ succeeded }) => succeeded],
  ['success_rate', ({ successRate }) => successRate],
  ['success_rate_low_95', ({ successRange }) => successRange?.[0] ?? null],
  ['success_rate_high_95', ({ successRange }) => successRange?.[1] ?? null],
  ['intervention_rate', ({ interventionRate }) => interventionRate],
  ['stops', ({ stops }) => stops],
  ['refusals', ({ refusals }) => refusals],
  ['corrections', ({ corrections }) => corrections],
  ['no_plan', ({ noPlans }) => noPlans],
  ['median_sec', ({ medianSec }) => medianSec],
  ['p90_sec', ({ p90Sec }) => p90Sec],
];

/** Tables as one CSV (RFC 4180): the kind of each line first, then its figures. */
export function figuresCsv(
  tables: readonly { readonly kind: string; readonly rows: readonly Figures[] }[],
): string {
  const lines = [['kind', ...columns.map(([name]) => name)]];
  for (const { kind, rows } of tables) {
    for (const row of rows) lines.push([kind, ...columns.map(([, of]) => cell(of(row)))]);
  }
  return `${lines.map((line) => line.map(quoted).join(',')).join('\r\n')}\r\n`;
}

const cell = (value: string | number | null): string =>
  typeof value === 'number' && !Number.isInteger(value) ? value.toFixed(4) : String(value ?? '');

/** A text that a spreadsheet would take for a formula is given to it as text. */
function quoted(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
