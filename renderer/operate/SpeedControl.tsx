import { useConsole, useSettings } from '../ui/ConsoleContext';
import { formatPercent } from '../ui/format';
import styles from './Toolbar.module.css';

/** How fast the next plan may be, as a part of the joint limits. */
export function SpeedControl() {
  const { settings } = useConsole();
  const speedScale = useSettings(({ settings }) => settings.speedScale);
  return (
    <div className={styles.control} title="Part of the joint limits that the next plan may use">
      <label htmlFor="speed">Speed</label>
      <input
        id="speed"
        type="range"
        data-testid="speed-slider"
        min={5}
        max={100}
        step={5}
        value={Math.round(speedScale * 100)}
        aria-valuetext={formatPercent(speedScale)}
        onChange={(event) => settings.change({ speedScale: Number(event.currentTarget.value) / 100 })}
      />
      <output htmlFor="speed">{formatPercent(speedScale)}</output>
    </div>
  );
}
