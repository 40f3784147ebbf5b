import { IconX } from '@tabler/icons-react';
import { useConsole, useLoop } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './FaultNote.module.css';

/** The newest thing that went wrong: what happened, what the robot is doing, what to do next. */
export function FaultNote() {
  const { loop } = useConsole();
  const faults = useLoop((view) => view.faults);
  const fault = faults[0];
  if (!fault) return null;
  return (
    <section className={styles.note} data-testid="fault-message" data-code={fault.code} role="alert">
      <div className={styles.head}>
        <StatusMark status="bad" label="Fault" />
        <p>{fault.happened}</p>
        <PushButton
          look="quiet"
          label="I have read it"
          testId="fault-dismiss"
          onPress={() => loop.dismissFault(fault)}
        >
          <IconX size={14} aria-hidden />
        </PushButton>
      </div>
      <dl>
        <dt>Robot</dt>
        <dd>{fault.robotIs}</dd>
        <dt>Next</dt>
        <dd>{fault.next}</dd>
        {faults.length > 1 && (
          <>
            <dt>Also</dt>
            <dd>
              {faults.slice(1).map(({ happened }) => (
                <span key={happened} className={styles.older} title={happened}>
                  {happened}
                </span>
              ))}
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
