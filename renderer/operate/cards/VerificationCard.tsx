import type { VerificationView } from '../../loop/loopView';
import { Overlay } from '../../stage/Overlay';
import { useLoop } from '../../ui/ConsoleContext';
import { Facts } from '../../ui/Facts';
import { formatMillimetres, formatPoint } from '../../ui/format';
import { type Status, StatusMark } from '../../ui/StatusMark';
import { useImageUrl } from '../../ui/useImageUrl';
import card from './card.module.css';
import styles from './VerificationCard.module.css';

const verdicts: Readonly<Record<VerificationView['outcome'], readonly [Status, string]>> = {
  there: ['ok', 'The object is where it should be'],
  notThere: ['bad', 'The object is not where it should be'],
  cannotTell: ['warn', 'The camera cannot tell'],
};

/** Whether the object is where it should be, judged from a new picture. */
export function VerificationCard() {
  const verification = useLoop(({ run }) => run?.verification ?? null);
  const url = useImageUrl(verification?.frame?.jpeg ?? null);
  if (!verification) return <p className={card.empty}>A new picture shows whether it worked.</p>;
  const [status, words] = verdicts[verification.outcome];
  const { frame, box, measured, distance, text } = verification;
  return (
    <div className={styles.verification}>
      {frame && url && (
        <div className={styles.picture}>
          <img src={url} alt="The scene after the motion" />
          <Overlay
            width={frame.observation.camera.width}
            height={frame.observation.camera.height}
            box={box}
            waypoints={[]}
            preview={false}
            testIds="verification-overlay"
          />
        </div>
      )}
      <div className={styles.words}>
        <p className={styles.verdict} data-testid="verification-outcome" data-outcome={verification.outcome}>
          <StatusMark status={status} />
          {words}
        </p>
        <p className={styles.text}>{text}</p>
      </div>
      <div className={styles.facts}>
        <Facts
          facts={[
            ...(measured ? [{ name: 'Seen at', value: formatPoint(measured) }] : []),
            ...(distance !== null ? [{ name: 'Off by', value: formatMillimetres(distance) }] : []),
          ]}
        />
      </div>
    </div>
  );
}
