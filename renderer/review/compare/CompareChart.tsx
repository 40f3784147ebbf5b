import { useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { Pane } from '../../stage/Pane';
import { jointColor } from '../../theme/tokens';
import { usePalette } from '../../theme/usePalette';
import styles from '../JointChart.module.css';
import { JointKey } from '../JointKey';
import { armJointsOf } from '../readEpisode';
import { timeTicks } from '../timeTicks';
import type { Side } from './compareFacts';
import { mergeRows } from './mergeRows';

interface Props {
  readonly left: Side;
  readonly right: Side;
  /** Where each episode's zero lies on the axis (s). */
  readonly offsets: readonly [number, number];
  readonly durationSec: number;
  readonly timeSec: number;
  readonly onSeek: (timeSec: number) => void;
}

const rowsShown = 320;

/** The joints of both, on the common axis. */
export function CompareChart({ left, right, offsets, durationSec, timeSec, onSeek }: Props) {
  const palette = usePalette();
  const joints = Math.max(...[left, right].map(({ nouns, detail }) => armJointsOf(nouns, detail).length));
  const [hidden, setHidden] = useState<readonly number[]>([]);
  const [fromLeft, fromRight] = offsets;
  const rows = useMemo(
    () =>
      mergeRows(
        { rows: left.rows, offsetSec: fromLeft },
        { rows: right.rows, offsetSec: fromRight },
        joints,
        durationSec,
        rowsShown,
      ),
    [left, right, fromLeft, fromRight, joints, durationSec],
  );
  const lines = useMemo(
    () =>
      Array.from({ length: joints }, (_, i) => i + 1).flatMap((joint) => {
        if (hidden.includes(joint)) return [];
        const common = {
          type: 'linear',
          dot: false,
          activeDot: false,
          isAnimationActive: false,
          stroke: jointColor(palette, joint - 1),
        } as const;
        return [
          <Line key={`l${joint}`} {...common} dataKey={`l${joint}`} strokeWidth={1.5} />,
          <Line
            key={`r${joint}`}
            {...common}
            dataKey={`r${joint}`}
            strokeWidth={1.5}
            strokeDasharray="4 3"
          />,
        ];
      }),
    [joints, hidden, palette],
  );
  return (
    <Pane
      title="Joints (rad)"
      note={
        <JointKey count={joints} hidden={hidden} onHidden={setHidden}>
          <span>A whole, B broken</span>
        </JointKey>
      }
    >
      <div className={styles.chart} data-testid="compare-chart">
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
              domain={[0, Math.max(durationSec, 0.1)]}
              ticks={timeTicks(durationSec)}
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
