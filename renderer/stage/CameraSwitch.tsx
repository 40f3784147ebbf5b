import { isRunning } from '../../shared/session/sessionMachine';
import { need } from '../loop/clients';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import styles from './CameraSwitch.module.css';

/** Chooses the camera that is shown and decided on; not in the middle of a task, which rests on one camera. */
export function CameraSwitch() {
  const { clients, loop, telemetry } = useConsole();
  const camera = useTelemetry(({ camera }) => camera);
  const busy = useLoop(({ session }) => isRunning(session) || session.state === 'stopping');
  if (!camera || camera.cameras.length < 2) return null;

  async function select(name: string): Promise<void> {
    try {
      telemetry.setState({ camera: await need(clients, 'camera').request('selectCamera', { name }) });
    } catch (error) {
      loop.addFault({
        code: 'camera',
        happened: `The camera was not changed: ${error instanceof Error ? error.message : String(error)}`,
        robotIs: 'Nothing moves because of this.',
        next: 'Choose again, or look at the cameras in the connection panel.',
      });
    }
  }

  return (
    <select
      className={styles.camera}
      aria-label="Camera that is shown and decided on"
      data-testid="camera-switch"
      value={camera.cameraName}
      disabled={busy}
      title={busy ? 'A task is under way: it rests on this camera.' : 'Shown here, and decided on'}
      onChange={(event) => void select(event.currentTarget.value)}
    >
      {camera.cameras.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
}
