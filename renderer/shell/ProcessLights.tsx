import type { ProcessStatus } from '../../shared/contract/bridge';
import { useTelemetry } from '../ui/ConsoleContext';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './ProcessLights.module.css';

const statuses: Readonly<Record<ProcessStatus['state'], Status>> = {
  starting: 'busy',
  running: 'ok',
  restarting: 'warn',
  failed: 'bad',
};

/** One light a process; a word beside it as soon as it is not simply running. */
export function ProcessLights() {
  const processes = useTelemetry(({ processes }) => processes);
  if (processes.length === 0) return <span>No word from the supervisor yet.</span>;
  return (
    <ul className={styles.lights} aria-label="Processes">
      {processes.map(({ name, state, restarts, text }) => (
        <li key={name} data-process={name} data-state={state} title={text}>
          <StatusMark status={statuses[state]} size={12} label={state} />
          {name}
          {state !== 'running' && <strong>{state}</strong>}
          {restarts > 0 && <span className={styles.restarts}>{restarts}x</span>}
        </li>
      ))}
    </ul>
  );
}
