import { useStore } from 'zustand';
import { useConsole, useSettings } from '../ui/ConsoleContext';
import { PushButton } from '../ui/PushButton';
import styles from './DemonstrationColumn.module.css';

interface Props {
  readonly notes: string;
  readonly onNotes: (notes: string) => void;
}

/** Success, failure, or not to be used: what the episode is worth, and notes. */
export function VerdictForm({ notes, onNotes }: Props) {
  const { demonstration } = useConsole();
  const { task, phase } = useStore(demonstration.view);
  const countdownSec = useSettings(({ settings }) => settings.demonstrate.countdownSec);
  const saving = phase === 'saving';
  const judge = (verdict: 'success' | 'failure') => {
    void demonstration.judge(verdict, notes);
    onNotes('');
  };
  return (
    <section className={styles.section} data-testid="verdict-card">
      <h2>{task}</h2>
      <textarea
        data-testid="demonstration-notes"
        aria-label="Notes"
        placeholder="Notes, kept in the episode"
        rows={2}
        maxLength={1000}
        readOnly={saving}
        value={notes}
        onChange={(event) => onNotes(event.currentTarget.value)}
      />
      <div className={styles.row}>
        <PushButton look="primary" testId="verdict-success" busy={saving} onPress={() => judge('success')}>
          Success: keep it
        </PushButton>
        <PushButton testId="verdict-failure" disabled={saving} onPress={() => judge('failure')}>
          Failure
        </PushButton>
        <PushButton
          testId="verdict-again"
          disabled={saving}
          hint="Marked as not to be used; the same task begins anew"
          onPress={() => void demonstration.again(countdownSec)}
        >
          Again
        </PushButton>
      </div>
    </section>
  );
}
