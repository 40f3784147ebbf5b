import { useTelemetry } from '../ui/ConsoleContext';
import styles from './RealFrame.module.css';

/** The word that goes with the coloured frame of a real robot. */
export function RealFrame() {
  const name = useTelemetry(({ robot }) => robot?.robot ?? '');
  return (
    <div className={styles.band} role="status">
      <strong>REAL ROBOT</strong>
      <span>{name} moves in the real world. Keep the hardware emergency stop in reach.</span>
    </div>
  );
}
