import { useConsole, useSettings, useTelemetry } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './StatusTab.module.css';

const marks = { looking: 'busy', ready: 'ok', missing: 'bad' } as const;

/** Which ROS 2 this machine gives to the robot and camera processes. */
export function Ros2Panel() {
  const { bridge, settings } = useConsole();
  const ros2 = useTelemetry(({ connection }) => connection?.ros2 ?? null);
  const overlays = useSettings(({ settings }) => settings.rosOverlays);
  if (!ros2) return null;

  const look = () => void bridge.lookForRos2().catch(() => undefined);
  const keep = (rosOverlays: string[]) => {
    settings.change({ rosOverlays });
    look();
  };
  async function add(): Promise<void> {
    const folder = await bridge.chooseFile('workspace');
    if (folder !== null && !overlays.includes(folder)) keep([...overlays, folder]);
  }
  return (
    <section className={styles.section} aria-label="ROS 2 on this machine" data-testid="ros2-panel">
      <h3>ROS 2 on this machine</h3>
      <div className={styles.ros} data-testid="ros2-state" data-state={ros2.state}>
        <StatusMark status={marks[ros2.state]} label={ros2.state} />
        <div>
          <div>
            {ros2.text} {ros2.prefix && <span className={`mono ${styles.faint}`}>{ros2.prefix}</span>}
          </div>
          {ros2.next && <p>{ros2.next}</p>}
        </div>
      </div>
      {overlays.length > 0 && (
        <ol className={styles.overlays} aria-label="Workspaces, lowest first">
          {overlays.map((folder) => (
            <li key={folder}>
              <span className="mono">{folder}</span>
              <PushButton
                look="quiet"
                label={`Take ${folder} off`}
                onPress={() => keep(overlays.filter((each) => each !== folder))}
              >
                Take off
              </PushButton>
            </li>
          ))}
        </ol>
      )}
      <div className={styles.row}>
        <PushButton disabled={ros2.state === 'looking'} testId="look-for-ros2" onPress={look}>
          Look again
        </PushButton>
        <PushButton
          hint="Its packages are sourced on top of /opt/ros: for messages and descriptions of your own"
          onPress={() => void add()}
        >
          Add a workspace
        </PushButton>
      </div>
    </section>
  );
}
