import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { type PlanCursorStore, shownTimeSec } from '../stage/planCursor';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import type { ChartFrame } from './chartFrame';
import styles from './PlanScrubber.module.css';

/** Steps of the played preview (ms): the 3D view is drawn in software where there is no GPU. */
const stepMs = 100;

interface Props {
  readonly cursor: PlanCursorStore;
  readonly durationSec: number;
}

/** Moves the ghost through the plan; during the execution it follows that instead. */
export function PlanScrubber({ cursor, durationSec }: Props) {
  const { loop } = useConsole();
  const playing = useStore(cursor, (state) => state.playing);
  const looked = useStore(cursor);
  const timeSec = useLoop((view) => shownTimeSec(view, looked));
  const following = useLoop(({ session }) => session.state === 'executing' || session.state === 'stopping');

  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => {
      const next = cursor.getState().timeSec + stepMs / 1000;
      const over = next >= durationSec || loop.view.getState().session.state === 'executing';
      cursor.setState({ timeSec: Math.min(next, durationSec), playing: !over });
    }, stepMs);
    return () => clearInterval(timer);
  }, [playing, cursor, durationSec, loop]);

  function togglePlay(): void {
    const atEnd = looked.timeSec >= durationSec - 1e-6;
    cursor.setState({ playing: !playing, ...(atEnd && !playing ? { timeSec: 0 } : {}) });
  }

  return (
    <div className={styles.scrubber}>
      <PushButton
        look="quiet"
        disabled={following}
        label={playing ? 'Hold the preview' : 'Play the preview of the plan'}
        onPress={togglePlay}
      >
        {playing ? <IconPlayerPause size={14} aria-hidden /> : <IconPlayerPlay size={14} aria-hidden />}
      </PushButton>
      <input
        type="range"
        data-testid="plan-scrubber"
        aria-label="Moment of the plan"
        aria-valuetext={formatSec(timeSec)}
        min={0}
        max={durationSec}
        step={0.02}
        value={timeSec}
        disabled={following}
        onChange={(event) => cursor.setState({ timeSec: Number(event.currentTarget.value), playing: false })}
      />
      <output>
        {timeSec.toFixed(1)} / {formatSec(durationSec)}
      </output>
    </div>
  );
}

export function CursorLine({
  cursor,
  frame,
}: {
  readonly cursor: PlanCursorStore;
  readonly frame: ChartFrame;
}) {
  const looked = useStore(cursor);
  const x = useLoop((view) => frame.x(shownTimeSec(view, looked)));
  return <line className={styles.cursor} x1={x} x2={x} y1={2} y2={frame.bottom} />;
}
