import { FaultNote } from './FaultNote';
import { LoopCards } from './LoopCards';
import styles from './LoopColumn.module.css';
import { LoopHead } from './LoopHead';
import { StopNote } from './StopNote';

/** The loop, top to bottom: its state, what must be read, and a card for each noun. */
export function LoopColumn() {
  return (
    <aside className={styles.column} aria-label="The loop">
      <LoopHead />
      <div className={styles.rest}>
        <StopNote />
        <FaultNote />
        <LoopCards />
      </div>
    </aside>
  );
}
