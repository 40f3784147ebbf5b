import type { ProcessName, ProcessStatus } from '../../shared/contract/bridge';
import { useConsole, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './ModelsPage.module.css';

const statuses: Readonly<Record<ProcessStatus['state'], Status>> = {
  starting: 'busy',
  running: 'ok',
  restarting: 'warn',
  failed: 'bad',
};

const purposes: Readonly<Record<ProcessName, string>> = {
  robot: 'gate, execution, stop',
  planner: 'from proposal to plan',
  camera: 'pictures',
  simulator: 'physics and controllers',
  inference: 'the model',
  recorder: 'episodes',
  exporter: 'handing episodes on',
  picture: "the simulator's picture",
};

/** The processes behind the console. Starting one again stops a running motion first. */
export function ProcessPanel() {
  const { bridge } = useConsole();
  const processes = useTelemetry(({ processes }) => processes);
  return (
    <section className={styles.panel} aria-label="Processes">
      <h2>Processes</h2>
      <table className={styles.processes}>
        <tbody>
          {processes.map(({ name, state, restarts, text }) => (
            <tr key={name}>
              <td>
                {name} <span className={styles.muted}>{purposes[name]}</span>
              </td>
              <td>
                <span className={styles.state} title={text}>
                  <StatusMark status={statuses[state]} size={14} />
                  {state}
                  {restarts > 0 && <span className={styles.muted}>{restarts} restarts</span>}
                </span>
              </td>
              <td>
                <PushButton
                  look="quiet"
                  label={`Start ${name} again`}
                  hint="A running motion is stopped first"
                  onPress={() => void bridge.restartProcess(name).catch(() => undefined)}
                >
                  Start again
                </PushButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
