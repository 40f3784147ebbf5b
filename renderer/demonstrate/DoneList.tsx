import { useStore } from 'zustand';
import { useConsole } from '../ui/ConsoleContext';
import { type Status, StatusMark } from '../ui/StatusMark';
import type { Verdict } from './createDemonstration';
import styles from './DemonstrationColumn.module.css';

const marks: Readonly<Record<Verdict, readonly [Status, string]>> = {
  success: ['ok', 'success'],
  failure: ['bad', 'failure'],
  again: ['off', 'recorded again'],
  stopped: ['stopped', 'stopped'],
};

/** The episodes of this sitting, newest first. All of them are on the Review page. */
export function DoneList() {
  const { demonstration } = useConsole();
  const done = useStore(demonstration.view, (view) => view.done);
  if (done.length === 0) return null;
  const kept = done.filter(({ verdict }) => verdict === 'success').length;
  return (
    <section className={styles.section} aria-label="Recorded now">
      <h2>
        <span>
          Recorded now: {done.length}, of them {kept} kept as success
        </span>
      </h2>
      <ol className={styles.list} data-testid="done-list">
        {[...done].reverse().map(({ number, task, verdict }) => (
          <li key={number}>
            <StatusMark status={marks[verdict][0]} size={14} />
            <span title={task}>
              {number}. {task}
            </span>
            <span>{marks[verdict][1]}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
