import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import styles from './TimeBar.module.css';

interface Props {
  readonly timeSec: number;
  readonly durationSec: number;
  readonly playing: boolean;
  readonly onSeek: (timeSec: number) => void;
  readonly onPlay: () => void;
}

export function TimeBar({ timeSec, durationSec, playing, onSeek, onPlay }: Props) {
  return (
    <div className={styles.bar}>
      <PushButton look="quiet" label={playing ? 'Hold' : 'Play'} testId="replay-play" onPress={onPlay}>
        {playing ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
      </PushButton>
      <input
        type="range"
        data-testid="replay-scrubber"
        aria-label="Time in the episode"
        aria-valuetext={formatSec(timeSec)}
        min={0}
        max={Math.max(durationSec, 0.01)}
        step={0.05}
        value={timeSec}
        onChange={(event) => onSeek(Number(event.currentTarget.value))}
      />
      <output>
        {timeSec.toFixed(1)} / {formatSec(durationSec)}
      </output>
    </div>
  );
}
