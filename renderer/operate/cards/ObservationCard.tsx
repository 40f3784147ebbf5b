import { useConsole, useLoop } from '../../ui/ConsoleContext';
import { Facts } from '../../ui/Facts';
import { formatClock, formatSec, shortHash } from '../../ui/format';
import { useTick } from '../../ui/useTick';
import styles from './card.module.css';

/** The frozen picture, in figures. */
export function ObservationCard() {
  const { nowSec } = useConsole();
  const observation = useLoop(({ run }) => run?.frame?.observation ?? null);
  useTick(500, observation !== null);
  if (!observation) return <p className={styles.empty}>The picture that the model will answer on.</p>;
  const { camera, cameraName, hasDepth, stampSec, imageHash } = observation;
  return (
    <Facts
      facts={[
        { name: 'Camera', value: cameraName },
        {
          name: 'Frozen at',
          value: `${formatClock(stampSec)}, ${formatSec(Math.max(0, nowSec() - stampSec))} ago`,
        },
        {
          name: 'Picture',
          value: `${camera.width} \u00d7 ${camera.height} px, ${hasDepth ? 'with depth' : 'without depth'}`,
        },
        { name: 'Hash', value: <span className="mono">{shortHash(imageHash)}</span>, full: imageHash },
      ]}
    />
  );
}
