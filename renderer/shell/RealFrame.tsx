import { realityOf } from '../services/telemetry';
import { useTelemetry } from '../ui/ConsoleContext';
import styles from './RealFrame.module.css';

/** The word that goes with the coloured frame of a real robot. */
export function RealFrame() {
  const name = useTelemetry((telemetry) => realityOf(telemetry).name);
  const simulated = useTelemetry((telemetry) => realityOf(telemetry).saidToBeSimulated);
  return (
    <div className={styles.band} role="status" data-testid="real-frame">
      <strong>REAL ROBOT</strong>
      <span className={styles.name}>{name}</span>
      <span className={styles.words}>
        {simulated
          ? 'Its profile says that it is simulated. The console cannot know: treat it as real.'
          : 'It moves in the real world. Keep the hardware emergency stop in reach.'}
      </span>
    </div>
  );
}
