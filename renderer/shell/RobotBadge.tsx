import type { RobotMode } from '../../shared/contract/robotContract';
import { realityOf } from '../services/telemetry';
import { useTelemetry } from '../ui/ConsoleContext';
import { type Status, StatusMark } from '../ui/StatusMark';
import { Badge } from './Badge';
import styles from './RobotBadge.module.css';

const modes: Readonly<Record<RobotMode, readonly [Status, string]>> = {
  disconnected: ['bad', 'Not connected'],
  idle: ['ok', 'Standing still'],
  executing: ['busy', 'Moving'],
  jogging: ['busy', 'Jogging'],
  guiding: ['warn', 'Guided by hand'],
  stopping: ['warn', 'Stopping'],
  stopped: ['stopped', 'Stopped'],
};

/** Which robot, whether it is one at all, and what it is doing. */
export function RobotBadge() {
  const mode = useTelemetry(({ robot }) => robot?.mode ?? 'disconnected');
  const name = useTelemetry((telemetry) => realityOf(telemetry).name);
  const kind = useTelemetry((telemetry) => realityOf(telemetry).kind);
  const text = useTelemetry(({ robot }) => robot?.text ?? 'The robot process is not connected.');
  const [status, word] = modes[mode];
  return (
    <Badge
      width={216}
      hint={text}
      caption={
        <>
          <span className={styles.name}>{kind === 'none' ? 'Robot' : `Robot ${name}`}</span>
          {kind !== 'none' && (
            <span className={styles.kind} data-real={kind === 'real'}>
              {kind === 'real' ? 'REAL' : 'SIMULATOR'}
            </span>
          )}
        </>
      }
    >
      <StatusMark status={status} size={15} />
      <span data-testid="robot-mode" data-mode={mode}>
        {word}
      </span>
    </Badge>
  );
}
