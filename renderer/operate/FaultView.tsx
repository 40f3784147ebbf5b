import { IconX } from '@tabler/icons-react';
import type { FaultText } from '../../shared/contract/common';
import { PushButton } from '../ui/PushButton';
import { StatusMark } from '../ui/StatusMark';
import styles from './FaultNote.module.css';

interface Props {
  readonly fault: FaultText;
  /** Faults before it that still stand. */
  readonly older?: readonly FaultText[];
  /** Without it the note stays until its cause is gone. */
  readonly onDismiss?: () => void;
}

/** What happened, what the robot is doing, what to do next. */
export function FaultView({ fault, older = [], onDismiss }: Props) {
  return (
    <section className={styles.note} data-testid="fault-message" data-code={fault.code} role="alert">
      <div className={styles.head}>
        <StatusMark status="bad" label="Fault" />
        <p>{fault.happened}</p>
        {onDismiss && (
          <PushButton look="quiet" label="I have read it" testId="fault-dismiss" onPress={onDismiss}>
            <IconX size={14} aria-hidden />
          </PushButton>
        )}
      </div>
      <dl>
        <dt>Robot</dt>
        <dd>{fault.robotIs}</dd>
        <dt>Next</dt>
        <dd>{fault.next}</dd>
        {older.length > 0 && (
          <>
            <dt>Also</dt>
            <dd>
              {older.map(({ happened }) => (
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
