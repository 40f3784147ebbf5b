import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import styles from './TimeBar.module.css';

interface Props {
  readonly timeSec: number;
  readonly durationSec: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly onSpeed: (speed: number) => void;
  readonly onStep: (by: 1 | -1) => void;
  readonly onSeek: (timeSec: number) => void;
  readonly onPlay: () => void;
}

/** Times as fast as it was. */
const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

export function TimeBar({ timeSec, durationSec, playing, speed, onSeek, onPlay, onSpeed, onStep }: Props) {
  return (
    <div className={styles.bar}>
      <PushButton look="quiet" label={playing ? 'Hold' : 'Play'} testId="replay-play" onPress={onPlay}>
        {playing ? <IconPlayerPause size={16} aria-hidden /> : <IconPlayerPlay size={16} aria-hidden />}
      </PushButton>
      <PushButton look="quiet" label="Picture before" hint="Left arrow, or ," onPress={() => onStep(-1)}>
        <IconPlayerSkipBack size={15} aria-hidden />
      </PushButton>
      <PushButton look="quiet" label="Picture after" hint="Right arrow, or ." onPress={() => onStep(1)}>
        <IconPlayerSkipForward size={15} aria-hidden />
      </PushButton>
      <select
        aria-label="Speed"
        data-testid="replay-speed"
        value={speed}
        onChange={(event) => onSpeed(Number(event.currentTarget.value))}
      >
        {speeds.map((each) => (
          <option key={each} value={each}>
            {each}x
          </option>
        ))}
      </select>
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
