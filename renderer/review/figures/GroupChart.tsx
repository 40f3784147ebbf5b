import { Bar, BarChart, CartesianGrid, ErrorBar, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { usePalette } from '../../theme/usePalette';
import type { Figures } from './figures';

/** More groups than these are in the table. */
const shown = 6;
const rowHeight = 26;
const nameLength = 22;

/** The rate of success of each group, and how sure it is. */
export function GroupChart({ groups }: { readonly groups: readonly Figures[] }) {
  const palette = usePalette();
  const rows = groups
    .filter(({ successRate }) => successRate !== null)
    .slice(0, shown)
    .map(({ name, successRate, successRange }) => {
      const rate = (successRate ?? 0) * 100;
      const [low, high] = successRange ?? [0, 1];
      return {
        name: name.length > nameLength ? `${name.slice(0, nameLength - 3)}...` : name,
        rate,
        range: [rate - low * 100, high * 100 - rate],
      };
    });
  if (rows.length === 0) return <p>None was judged.</p>;
  return (
    <ResponsiveContainer width="100%" height={Math.max(2, rows.length) * rowHeight + 40}>
      <BarChart data={rows} layout="vertical" margin={{ top: 8, right: 16, bottom: 0, left: 0 }}>
        <CartesianGrid stroke={palette.line} horizontal={false} />
        <XAxis
          type="number"
          domain={[0, 100]}
          ticks={[0, 25, 50, 75, 100]}
          unit=" %"
          stroke={palette.textFaint}
          fontSize={10}
          height={20}
          tickLine={false}
        />
        <YAxis
          type="category"
          dataKey="name"
          width={136}
          stroke={palette.textMuted}
          fontSize={11}
          tickLine={false}
          interval={0}
        />
        <Bar dataKey="rate" fill={palette.good} maxBarSize={12} isAnimationActive={false}>
          <ErrorBar dataKey="range" direction="x" width={4} stroke={palette.text} strokeWidth={1.25} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}
