import { useState } from 'react';
import { useConsole, useLoop, useSettings, useTelemetry } from '../../ui/ConsoleContext';
import { formatSec } from '../../ui/format';
import { PushButton } from '../../ui/PushButton';
import styles from './ApprovalCard.module.css';

/** The operator's yes or no to the plan that is shown. */
export function ApprovalButtons({ durationSec }: { readonly durationSec: number }) {
  const { loop } = useConsole();
  const approving = useLoop(({ run }) => run?.approving ?? false);
  const operator = useSettings(({ settings }) => settings.operator);
  const choice = useLoop(({ run }) => run?.plan?.plan.grounding?.graspChoice);
  const proposed = useLoop(({ run }) => run !== null && run.proposal !== null);
  const taught = useTelemetry(({ inference }) => inference?.dialogue !== false);
  const correctable = proposed && taught;
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const correct = () => setProblem(loop.say(reason));
  return (
    <div className={styles.buttons}>
      <input
        data-testid="refuse-reason"
        aria-label={correctable ? 'What should be different' : 'Reason for refusing'}
        placeholder={
          correctable
            ? 'Not quite? For instance: a little more to the left'
            : 'If you refuse: why? (kept in the recording)'
        }
        maxLength={300}
        value={reason}
        onChange={(event) => {
          setReason(event.currentTarget.value);
          setProblem(null);
        }}
        onKeyDown={(event) => {
          if (correctable && event.key === 'Enter' && !event.nativeEvent.isComposing) correct();
        }}
      />
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      <div className={styles.row}>
        <div className={styles.noes}>
          <PushButton testId="refuse-button" disabled={approving} onPress={() => loop.refuse(reason)}>
            Refuse
          </PushButton>
          {correctable && (
            <PushButton
              testId="correct-button"
              disabled={approving || reason.trim() === ''}
              hint="Withdraws this plan and tells the model what you wrote; it answers anew on the same picture"
              onPress={correct}
            >
              Correct
            </PushButton>
          )}
          {choice && choice.count > 1 && (
            <PushButton
              testId="other-grasp"
              disabled={approving}
              hint={`This is grasp ${choice.number} of ${choice.count}: plans again with the next one that is possible`}
              onPress={() => void loop.otherGrasp()}
            >
              Other grasp
            </PushButton>
          )}
        </div>
        <PushButton
          look="primary"
          testId="approve-button"
          busy={approving}
          hint={`Approves exactly this plan, once, as ${operator}`}
          onPress={() => void loop.approve()}
        >
          {approving ? 'Asking the gate' : `Approve: move for ${formatSec(durationSec)}`}
        </PushButton>
      </div>
    </div>
  );
}
