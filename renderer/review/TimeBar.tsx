import {
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipBack,
  IconPlayerSkipForward,
} from '@tabler/icons-react';
import { formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import styles from './TimeBar.module.css';
import type { Playback } from './usePlayback';

interface Props {
  readonly playback: Playback;
  readonly onStep: (by: 1 | -1) => void;
}

/** Times as fast as it was. */
const speeds = [0.1, 0.25, 0.5, 1, 2, 4, 8];

export function TimeBar({ playback, onStep }: Props) {
  const { timeSec, durationSec, playing, speed, seek, setSpeed, togglePlay } = playback;
  return (
    <div className={styles.bar}>
      <PushButton look="quiet" label={playing ? 'Hold' : 'Play'} testId="replay-play" onPress={togglePlay}>
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
        onChange={(event) => setSpeed(Number(event.currentTarget.value))}
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
        onChange={(event) => seek(Number(event.currentTarget.value))}
      />
      <output>
        {timeSec.toFixed(1)} / {formatSec(durationSec)}
      </output>
    </div>
  );
}
