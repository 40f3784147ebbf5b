import type { EpisodeDetail, Tally } from '../../../shared/contract/recorderContract';
import { outcomeWords } from '../../operate/stateWords';
import { formatRadians, formatSec, none } from '../../ui/format';
import type { JointRow } from '../jointRows';
import type { EpisodeNouns } from '../readEpisode';

/** When the robot first began to move, in episode seconds; null when it did not. */
export function motionStart({ execution }: EpisodeNouns): number | null {
  return execution[0]?.timeSec ?? null;
}

export interface Fact {
  readonly name: string;
  readonly values: readonly [string, string];
  readonly differs: boolean;
}

/** One of two episodes, read. */
export interface Side {
  readonly detail: EpisodeDetail;
  readonly nouns: EpisodeNouns;
  readonly rows: readonly JointRow[];
}

/** What tells two episodes apart, side by side. */
export function compareFacts(left: Side, right: Side): readonly Fact[] {
  const facts: readonly (readonly [string, (side: Side) => string])[] = [
    ['Outcome', ({ detail }) => outcomeWords[detail.summary.outcome][1]],
    ['Model', ({ detail }) => detail.summary.model || none],
    ['Robot', ({ detail }) => detail.summary.robot || none],
    ['Whole time', ({ detail }) => formatSec(detail.summary.durationSec)],
    ['To the first motion', ({ nouns }) => formatSec(motionStart(nouns))],
    ['Motion', ({ nouns }) => formatSec(motionSec(nouns))],
    ['Motion, as planned', ({ nouns }) => formatSec(nouns.plans.at(-1)?.value.durationSec)],
    ['Largest distance from the plan', ({ rows }) => largestError(rows)],
    ['Refusals', ({ detail }) => count(detail, 'refusals')],
    ['Corrections', ({ detail }) => count(detail, 'corrections')],
    ['Stops', ({ detail }) => count(detail, 'stops')],
  ];
  return facts.map(([name, of]) => {
    const values = [of(left), of(right)] as const;
    return { name, values, differs: values[0] !== values[1] };
  });
}

function motionSec({ execution }: EpisodeNouns): number | null {
  const first = execution[0];
  const last = execution.at(-1);
  return first && last ? last.timeSec - first.timeSec : null;
}

function largestError(rows: readonly JointRow[]): string {
  let most: number | null = null;
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) {
      if (/^e\d/.test(key) && value !== null) most = Math.max(most ?? 0, Math.abs(value));
    }
  }
  return most === null ? none : formatRadians(most);
}

function count({ summary: { tally } }: EpisodeDetail, what: keyof Tally): string {
  return tally ? String(tally[what]) : none;
}
