import { IconVideo } from '@tabler/icons-react';
import { useState } from 'react';
import type { CameraStatus } from '../../shared/contract/cameraContract';
import { useConsole, useLoop, useTelemetry } from '../ui/ConsoleContext';
import { formatMs } from '../ui/format';
import { StatusMark } from '../ui/StatusMark';
import { useTick } from '../ui/useTick';
import { CameraSwitch } from './CameraSwitch';
import { LiveCanvas } from './LiveCanvas';
import styles from './LiveView.module.css';
import { Overlay } from './Overlay';
import { Pane } from './Pane';
import { Picture } from './Picture';
import { proposedOnLive } from './proposed';

/** Older than this (ms), the picture is not what is there now. */
export const staleAfterMs = 500;

interface Props {
  readonly large: boolean;
  readonly onLarge: () => void;
}

/** Why there is no fresh picture: what the camera says, unless it says that all is well. */
function staleWords(camera: CameraStatus | null): string {
  if (!camera) return 'The camera process is not connected.';
  return camera.state === 'streaming' ? 'Pictures come late: this machine is busy.' : camera.text;
}

/** The camera now. When pictures stay away it says so and goes grey. */
export function LiveView({ large, onLarge }: Props) {
  const { frames } = useConsole();
  useTick(100);
  const [size, setSize] = useState({ width: 640, height: 480 });
  const run = useLoop(({ run }) => run);
  const session = useLoop((view) => view.session);
  const words = useTelemetry(({ camera }) => staleWords(camera));
  const age = frames.ageMs();
  const stale = age === null || age > staleAfterMs;
  const cameraName = useTelemetry(({ camera }) => camera?.cameraName ?? null);
  const { box, waypoints, preview } = proposedOnLive({ run, session }, cameraName);
  return (
    <Pane
      title="Live camera"
      choice={<CameraSwitch />}
      icon={<IconVideo size={14} aria-hidden />}
      area="live"
      large={large}
      onLarge={onLarge}
      testId="live-view"
      live={!stale}
      note={
        <span className={styles.age} data-testid="live-age" data-stale={stale} data-frames={frames.count()}>
          {stale && <StatusMark status="warn" size={12} />}
          {age === null ? 'no picture yet' : `${stale ? 'stale, ' : ''}${formatMs(age)} old`}
        </span>
      }
    >
      <div className={styles.view} data-stale={stale}>
        <Picture
          size={size}
          overlay={
            <Overlay {...size} box={box} waypoints={waypoints} preview={preview} testIds="live-overlay" />
          }
          words={
            stale && (
              <div className={styles.stale} role="status">
                <strong>{age === null ? 'No picture yet' : 'Not live'}</strong>
                <span>{words}</span>
              </div>
            )
          }
        >
          <LiveCanvas onSize={setSize} />
        </Picture>
      </div>
    </Pane>
  );
}
