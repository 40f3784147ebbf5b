import { realityOf } from '../services/telemetry';
import { trainingWords } from '../services/trainingWords';
import { useConsole, useTelemetry, useTraining } from '../ui/ConsoleContext';
import styles from './TrainingStrip.module.css';

/** Across the whole window while the simulator fails on purpose: nobody takes it for the truth. */
export function TrainingStrip() {
  const { clients } = useConsole();
  const faults = useTraining();
  const simulated = useTelemetry((telemetry) => realityOf(telemetry).kind === 'simulator');
  if (faults.length === 0 || !simulated) return null;
  const end = () =>
    void clients('training')
      ?.request('setFaults', { faults: [] })
      .catch(() => undefined);
  return (
    <div className={styles.strip} role="status" data-testid="training-strip">
      <strong>TRAINING</strong>
      <span className={styles.what}>
        The simulator fails on purpose: {faults.map((fault) => trainingWords[fault].name).join(' · ')}
      </span>
      <button type="button" onClick={end} data-testid="training-end">
        End training
      </button>
    </div>
  );
}
