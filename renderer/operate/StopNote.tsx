import type { StopSource } from '../../shared/contract/robotContract';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { Facts } from '../ui/Facts';
import { formatMs } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import styles from './StopNote.module.css';

export const stopSourceWords: Readonly<Record<StopSource, string>> = {
  button: 'the stop button',
  space: 'Space',
  escape: 'Esc',
  main: 'the console itself',
  watchdog: 'the watchdog of the robot process',
  fault: 'a fault',
  shutdown: 'closing the console',
  test: 'a test',
};

/** A stop that stands: how it went, and the way out of it. */
export function StopNote() {
  const { loop } = useConsole();
  const session = useLoop((view) => view.session);
  const report = useLoop(({ currentStop }) => currentStop);
  if (session.state !== 'stopped') return null;
  return (
    <section
      className={styles.note}
      aria-label="Stop"
      data-testid="stop-report"
      data-confirmed={session.confirmed}
      data-cancel-sent-ms={report?.cancelSentMs}
      data-standstill-ms={report?.standstillMs}
    >
      {report && (
        <Facts
          facts={[
            { name: 'Stopped by', value: `${stopSourceWords[report.source]}. ${report.reason}` },
            {
              name: 'Standstill',
              value: report.confirmed
                ? report.wasMoving
                  ? `${formatMs(report.standstillMs)} after the stop, measured at the joints`
                  : 'nothing was moving'
                : 'NOT measured',
              testId: 'stop-standstill',
            },
          ]}
        />
      )}
      <PushButton
        look={session.confirmed ? 'primary' : 'plain'}
        testId="stop-reset"
        onPress={() => void loop.stops.reset()}
      >
        Reset the stop
      </PushButton>
      <p>Plans made before the stop are void. Look at the robot before you reset.</p>
    </section>
  );
}
