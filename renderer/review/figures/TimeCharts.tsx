import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, Line, LineChart, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { EpisodeSummary, Outcome } from '../../../shared/contract/recorderContract';
import { jointColor, type Palette } from '../../theme/tokens';
import { usePalette } from '../../theme/usePalette';
import { ChartKey } from './ChartKey';
import type { Period } from './figures';

type Group = 'done' | 'unsure' | 'wrong' | 'called';

/** Outcomes as an operator sums them up, from the best at the axis upwards. */
const groups: readonly (readonly [Group, string, readonly Outcome[]])[] = [
  ['done', 'done', ['succeeded']],
  ['unsure', 'not judged', ['unverified', 'interrupted']],
  ['called', 'stopped or refused', ['stopped', 'refused']],
  ['wrong', 'failed, no plan, not there', ['failed', 'planFailed', 'notThere', 'nothingInView']],
];
const groupOfOutcome = new Map(
  groups.flatMap(([group, , outcomes]) => outcomes.map((each) => [each, group] as const)),
);

const colors = (palette: Palette): Readonly<Record<Group, string>> => ({
  done: palette.good,
  unsure: palette.lineStrong,
  called: palette.warn,
  wrong: palette.bad,
});

const axis = (palette: Palette) =>
  ({ stroke: palette.textFaint, fontSize: 10, tickLine: false, isAnimationActive: false }) as const;
const margin = { top: 8, right: 8, bottom: 0, left: -20 };
const height = 148;

/** A day of a period as few characters as can be told apart: 11-21. */
const shortDay = (name: string) => name.slice(5);

export function OutcomeChart({
  episodes,
  periods,
}: {
  readonly episodes: readonly EpisodeSummary[];
  readonly periods: readonly Period[];
}) {
  const palette = usePalette();
  const color = colors(palette);
  const rows = useMemo(
    () =>
      periods.map(({ name, fromSec }, i) => {
        const toSec = periods[i + 1]?.fromSec ?? Number.POSITIVE_INFINITY;
        const row: Record<Group, number> & { name: string } = {
          name,
          done: 0,
          unsure: 0,
          called: 0,
          wrong: 0,
        };
        for (const { startedAtSec, outcome } of episodes) {
          if (startedAtSec >= fromSec && startedAtSec < toSec) row[groupOfOutcome.get(outcome) ?? 'unsure']++;
        }
        return row;
      }),
    [episodes, periods],
  );
  return (
    <>
      <ChartKey items={groups.map(([group, word]) => [word, color[group]])} />
      <ResponsiveContainer width="100%" height={height}>
        <BarChart data={rows} margin={margin} barCategoryGap="25%">
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis {...axis(palette)} dataKey="name" tickFormatter={shortDay} height={20} />
          <YAxis {...axis(palette)} allowDecimals={false} />
          {groups.map(([group]) => (
            <Bar
              key={group}
              dataKey={group}
              stackId="outcomes"
              fill={color[group]}
              maxBarSize={44}
              isAnimationActive={false}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </>
  );
}

const acts = [
  ['refusals', 'refused'],
  ['corrections', 'corrected'],
  ['stops', 'stopped'],
] as const;

export function RateChart({ periods }: { readonly periods: readonly Period[] }) {
  const palette = usePalette();
  const color = {
    refusals: jointColor(palette, 0),
    corrections: jointColor(palette, 5),
    stops: jointColor(palette, 3),
  };
  const rows = useMemo(
    () =>
      periods.map((period) => ({
        name: period.name,
        refusals: period.refusals / period.episodes,
        corrections: period.corrections / period.episodes,
        stops: period.stops / period.episodes,
      })),
    [periods],
  );
  return (
    <>
      <ChartKey items={acts.map(([act, word]) => [word, color[act]])} />
      <ResponsiveContainer width="100%" height={height}>
        <LineChart data={rows} margin={margin}>
          <CartesianGrid stroke={palette.line} vertical={false} />
          <XAxis
            {...axis(palette)}
            dataKey="name"
            tickFormatter={shortDay}
            height={20}
            padding={{ left: 16, right: 16 }}
          />
          <YAxis
            {...axis(palette)}
            domain={[0, (most: number) => Math.max(0.5, Math.ceil(most * 4) / 4)]}
            tickFormatter={(value: number) => value.toFixed(1)}
          />
          {acts.map(([act]) => (
            <Line
              key={act}
              type="linear"
              dataKey={act}
              stroke={color[act]}
              strokeWidth={1.75}
              dot={{ r: 2.5, fill: color[act], strokeWidth: 0 }}
              isAnimationActive={false}
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    </>
  );
}
