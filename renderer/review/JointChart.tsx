import { useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { Pane } from '../stage/Pane';
import { jointColor } from '../theme/tokens';
import { usePalette } from '../theme/usePalette';
import styles from './JointChart.module.css';
import { jointRows } from './jointRows';
import { armJointsOf, type EpisodeNouns } from './readEpisode';

/** More rows than this cannot be told apart on screen. */
const rowsShown = 320;

/** Round times, about eight of them. */
function timeTicks(durationSec: number): number[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300].find((each) => durationSec / each <= 8) ?? 600;
  return Array.from({ length: Math.floor(durationSec / step) + 1 }, (_, i) => i * step);
}

interface Props {
  readonly detail: EpisodeDetail;
  readonly nouns: EpisodeNouns;
  readonly timeSec: number;
  readonly onSeek: (timeSec: number) => void;
}

/** What the joints did, and what the plan had wanted of them. */
export function JointChart({ detail, nouns, timeSec, onSeek }: Props) {
  const palette = usePalette();
  const names = useMemo(() => armJointsOf(nouns, detail), [nouns, detail]);
  const rows = useMemo(() => jointRows(detail, nouns, names, rowsShown), [detail, nouns, names]);
  const [hidden, setHidden] = useState<readonly number[]>([]);
  const joints = names.map((_, i) => i + 1);

  const lines = useMemo(
    () =>
      names.flatMap((_, i) => {
        const joint = i + 1;
        if (hidden.includes(joint)) return [];
        const color = jointColor(palette, joint - 1);
        const common = { type: 'linear', dot: false, activeDot: false, isAnimationActive: false } as const;
        return [
          <Line
            key={`p${joint}`}
            {...common}
            dataKey={`p${joint}`}
            stroke={color}
            strokeWidth={4}
            strokeOpacity={0.35}
          />,
          <Line key={`a${joint}`} {...common} dataKey={`a${joint}`} stroke={color} strokeWidth={1.25} />,
        ];
      }),
    [hidden, palette, names],
  );

  return (
    <Pane
      title="Joints (rad)"
      note={
        <span className={styles.legend}>
          <span>thin: actual</span>
          <span>broad: planned</span>
          {joints.map((joint) => (
            <button
              key={joint}
              type="button"
              aria-pressed={!hidden.includes(joint)}
              aria-label={`Joint ${joint}`}
              onClick={() =>
                setHidden(
                  hidden.includes(joint) ? hidden.filter((each) => each !== joint) : [...hidden, joint],
                )
              }
            >
              <i style={{ background: jointColor(palette, joint - 1) }} />j{joint}
            </button>
          ))}
        </span>
      }
    >
      <div className={styles.chart} data-testid="joint-chart">
        <ResponsiveContainer width="100%" height="100%">
          <LineChart
            data={[...rows]}
            margin={{ top: 8, right: 12, bottom: 0, left: -16 }}
            onClick={(state) => {
              if (state.activeLabel !== undefined) onSeek(Number(state.activeLabel));
            }}
          >
            <CartesianGrid stroke={palette.line} vertical={false} />
            <XAxis
              dataKey="timeSec"
              type="number"
              domain={[0, Math.max(detail.summary.durationSec, 0.1)]}
              ticks={timeTicks(detail.summary.durationSec)}
              tickFormatter={(value: number) => `${value} s`}
              stroke={palette.textFaint}
              fontSize={10}
              height={22}
              tickLine={false}
            />
            <YAxis
              stroke={palette.textFaint}
              fontSize={10}
              domain={['auto', 'auto']}
              tickFormatter={(value: number) => value.toFixed(1)}
              tickLine={false}
            />
            {lines}
            <ReferenceLine x={timeSec} stroke={palette.text} />
          </LineChart>
        </ResponsiveContainer>
      </div>
    </Pane>
  );
}
