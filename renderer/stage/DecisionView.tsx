import { IconSnowflake } from '@tabler/icons-react';
import { pointedWords } from '../loop/dialogue';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { formatClock, formatSec } from '../ui/format';
import { useImageUrl } from '../ui/useImageUrl';
import { useTick } from '../ui/useTick';
import styles from './DecisionView.module.css';
import { Overlay } from './Overlay';
import { Pane } from './Pane';
import { Picture } from './Picture';
import { PointAt } from './PointAt';
import { repairMarks, uncertaintyMarks } from './planMarks';
import { alternativesOf, proposedBy } from './proposed';

interface Props {
  readonly large: boolean;
  readonly onLarge: () => void;
}

/** The frozen picture that the model answers on, with what it proposes. */
export function DecisionView({ large, onLarge }: Props) {
  const { loop, nowSec } = useConsole();
  useTick(500);
  const run = useLoop(({ run }) => run);
  const asked = useLoop(({ session }) => session.state === 'awaitingAnswer');
  const frame = run?.frame ?? null;
  const url = useImageUrl(frame?.jpeg ?? null);
  const { box, waypoints, preview } = proposedBy(run);
  const size = frame?.observation.camera ?? { width: 640, height: 480 };
  return (
    <Pane
      title="Decision frame"
      icon={<IconSnowflake size={14} aria-hidden />}
      area="decision"
      large={large}
      onLarge={onLarge}
      note={
        frame && (
          <>
            <span>frozen at {formatClock(frame.observation.stampSec)}</span>
            <span>{formatSec(nowSec() - frame.observation.stampSec)} old</span>
          </>
        )
      }
    >
      {frame && url ? (
        <Picture
          size={size}
          overlay={
            <>
              <Overlay
                width={size.width}
                height={size.height}
                box={box}
                waypoints={waypoints}
                alternatives={alternativesOf(run?.proposal)}
                repairs={repairMarks(run)}
                ellipses={uncertaintyMarks(run)}
                preview={preview}
                testIds="overlay"
              />
              {asked && <PointAt onPoint={(x, y) => loop.say(pointedWords(x, y))} />}
            </>
          }
        >
          <img src={url} alt="The frozen frame the model answers on" />
        </Picture>
      ) : (
        <p className={styles.empty}>
          The picture that the model answers on is frozen here, with the box and the path it proposes.
        </p>
      )}
    </Pane>
  );
}
