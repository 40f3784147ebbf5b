import { IconSchool } from '@tabler/icons-react';
import { useState } from 'react';
import { type TrainingFault, trainingFaultSchema } from '../../shared/contract/trainingContract';
import { realityOf } from '../services/telemetry';
import { trainingWords } from '../services/trainingWords';
import { useConsole, useTelemetry, useTraining } from '../ui/ConsoleContext';
import styles from './ModelsPage.module.css';
import own from './TrainingPanel.module.css';

/** Switches faults of the simulator on and off, so that an operator sees what the console does about them. */
export function TrainingPanel() {
  const { clients } = useConsole();
  const faults = useTraining();
  const simulated = useTelemetry((telemetry) => realityOf(telemetry).kind === 'simulator');
  const there = useTelemetry(({ connected }) => connected.training);
  const [problem, setProblem] = useState('');
  const set = (next: readonly TrainingFault[]) => {
    const client = clients('training');
    if (!client) return;
    setProblem('');
    client
      .request('setFaults', { faults: [...next] }, { timeoutMs: 2000 })
      .catch((error: Error) => setProblem(`The simulator did not take it: ${error.message}`));
  };
  return (
    <section className={styles.panel} aria-label="Training">
      <h2>
        <IconSchool size={17} aria-hidden /> Training
      </h2>
      <p>
        The simulator fails on purpose, and you see what the console does. Only the simulator can; it is
        honest again when it restarts. Every recording says that it was training.
      </p>
      {!simulated || !there ? (
        <p>Connect the simulator to train.</p>
      ) : (
        <ul className={own.faults}>
          {trainingFaultSchema.options.map((fault) => (
            <li key={fault}>
              <label>
                <input
                  type="checkbox"
                  data-testid={`training-${fault}`}
                  checked={faults.includes(fault)}
                  onChange={({ currentTarget }) =>
                    set(
                      currentTarget.checked ? [...faults, fault] : faults.filter((other) => other !== fault),
                    )
                  }
                />
                <span>
                  {trainingWords[fault].name}
                  <small>{trainingWords[fault].learn}</small>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {problem && <p className={styles.problem}>{problem}</p>}
    </section>
  );
}
