import { isCancellable, isRunning } from '../../shared/session/sessionMachine';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { formatSec } from '../ui/format';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import { useTick } from '../ui/useTick';
import styles from './LoopHead.module.css';
import { stateWords } from './stateWords';

const readBelow = 'No task is under way. What happened stands below.';

/** The state of the loop: always visible, in one place, in words. */
export function LoopHead() {
  const { loop, nowSec } = useConsole();
  const session = useLoop((view) => view.session);
  const since = useLoop(({ stateSinceSec }) => stateSinceSec);
  const running = isRunning(session) || session.state === 'stopping';
  useTick(200, running);
  const { status, word, text: sentence } = stateWords(session);
  const faultBelow = useLoop(
    ({ faults }) =>
      session.state === 'idle' && faults[0] !== undefined && session.ending?.fault === faults[0],
  );
  const text = faultBelow ? readBelow : sentence;
  const needsYou = session.state === 'awaitingApproval' || session.state === 'awaitingAnswer';
  return (
    <div className={styles.head} data-status={status} data-needs-you={needsYou}>
      <StatusMark status={status} size={20} />
      <div className={styles.words} role="status">
        <strong data-testid="session-state" data-state={session.state}>
          {word}
        </strong>
        <span title={text}>{text}</span>
      </div>
      <div className={styles.side}>
        {running && <span className={styles.elapsed}>{formatSec(Math.max(0, nowSec() - since))}</span>}
        {isCancellable(session) && (
          <PushButton look="quiet" testId="cancel-button" onPress={loop.cancel}>
            Call off
          </PushButton>
        )}
      </div>
    </div>
  );
}
