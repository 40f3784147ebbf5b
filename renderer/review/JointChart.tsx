import { useMemo, useState } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import type { EpisodeDetail } from '../../shared/contract/recorderContract';
import { Pane } from '../stage/Pane';
import { jointColor } from '../theme/tokens';
import { usePalette } from '../theme/usePalette';
import styles from './JointChart.module.css';
import { JointKey } from './JointKey';
import { jointRows } from './jointRows';
import { armJointsOf, type EpisodeNouns } from './readEpisode';
import { timeTicks } from './timeTicks';

/** More rows than this cannot be told apart on screen. */
const rowsShown = 320;

interface Quantity {
  readonly word: string;
  readonly unit: string;
  /** Of the rows' columns, the thin line's and the broad one's behind it. */
  readonly thin: string;
  readonly broad: string | null;
  readonly digits: number;
}
const quantities: readonly Quantity[] = [
  { word: 'Position', unit: 'rad', thin: 'a', broad: 'p', digits: 1 },
  { word: 'Velocity', unit: 'rad/s', thin: 'v', broad: null, digits: 1 },
  { word: 'Error', unit: 'rad', thin: 'e', broad: null, digits: 3 },
];

interface Props {
  readonly detail: EpisodeDetail;
  readonly nouns: EpisodeNouns;
  readonly timeSec: number;
  readonly onSeek: (timeSec: number) => void;
}

/** What the joints did, what the plan had wanted of them, how fast they were, and how far from the plan. */
export function JointChart({ detail, nouns, timeSec, onSeek }: Props) {
  const palette = usePalette();
  const names = useMemo(() => armJointsOf(nouns, detail), [nouns, detail]);
  const rows = useMemo(() => jointRows(detail, nouns, names, rowsShown), [detail, nouns, names]);
  const [hidden, setHidden] = useState<readonly number[]>([]);
  const [word, setWord] = useState('Position');
  const quantity = quantities.find((each) => each.word === word) ?? quantities[0]!;

  const lines = useMemo(
    () =>
      names.flatMap((_, i) => {
        const joint = i + 1;
        if (hidden.includes(joint)) return [];
        const common = {
          type: 'linear',
          dot: false,
          activeDot: false,
          isAnimationActive: false,
          stroke: jointColor(palette, joint - 1),
        } as const;
        const { thin, broad } = quantity;
        return [
          ...(broad
            ? [
                <Line
                  key={`${broad}${joint}`}
                  {...common}
                  dataKey={`${broad}${joint}`}
                  strokeWidth={4}
                  strokeOpacity={0.35}
                />,
              ]
            : []),
          <Line key={`${thin}${joint}`} {...common} dataKey={`${thin}${joint}`} strokeWidth={1.25} />,
        ];
      }),
    [hidden, palette, names, quantity],
  );

  return (
    <Pane
      title={`Joints (${quantity.unit})`}
      choice={
        <select
          className={styles.quantity}
          aria-label="What is drawn"
          data-testid="joint-quantity"
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
        >
          {quantities.map((each) => (
            <option key={each.word}>{each.word}</option>
          ))}
        </select>
      }
      note={
        <JointKey count={names.length} hidden={hidden} onHidden={setHidden}>
          <span>
            {quantity.broad
              ? 'thin: actual, broad: planned'
              : quantity.thin === 'e'
                ? 'actual less planned'
                : ''}
          </span>
        </JointKey>
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
              tickFormatter={(value: number) => value.toFixed(quantity.digits)}
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
