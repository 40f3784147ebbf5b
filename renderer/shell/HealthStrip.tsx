import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { formatBytes, formatMs, none } from '../ui/format';
import { StatusMark } from '../ui/StatusMark';
import { useTick } from '../ui/useTick';
import styles from './HealthStrip.module.css';
import { ProcessLights } from './ProcessLights';

const lowDiskBytes = 2_000_000_000;

/** How everything behind the screen is doing, in one line. */
export function HealthStrip() {
  const { frames, telemetry } = useConsole();
  useTick(500);
  const lastStop = useLoop(({ lastStop }) => lastStop);
  const free = useTelemetry(({ recorder }) => recorder?.freeBytes ?? null);
  const { robot, robotAtMs, camera } = telemetry.getState();
  const jointAge =
    robot && robot.mode !== 'disconnected' ? robot.ageMs + performance.now() - robotAtMs : null;
  const frameAge = frames.ageMs();
  return (
    <footer className={styles.strip}>
      <ProcessLights />
      <div className={styles.figures}>
        <Figure name="Frame" value={formatMs(frameAge)} bad={frameAge === null || frameAge > 500} />
        <Figure name="" value={camera ? `${frames.fps().toFixed(1)}\u202ffps` : none} bad={!camera} />
        <Figure name="Joints" value={formatMs(jointAge)} bad={jointAge === null || jointAge > 200} />
        <Figure
          name="Last stop"
          value={
            lastStop ? (lastStop.confirmed ? formatMs(lastStop.standstillMs) : 'not confirmed') : 'none yet'
          }
          bad={lastStop !== null && !lastStop.confirmed}
        />
        <Figure name="Disk free" value={formatBytes(free)} bad={free !== null && free < lowDiskBytes} />
      </div>
    </footer>
  );
}

function Figure({
  name,
  value,
  bad,
}: {
  readonly name: string;
  readonly value: string;
  readonly bad: boolean;
}) {
  return (
    <span className={styles.figure}>
      {bad && <StatusMark status="warn" size={12} label="Not as it should be" />}
      {name && <span className={styles.name}>{name}</span>}
      <span>{value}</span>
    </span>
  );
}
