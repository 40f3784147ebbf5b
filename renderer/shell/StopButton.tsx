import { IconHandStop } from '@tabler/icons-react';
import { useConsole } from '../ui/ConsoleContext';
import styles from './StopButton.module.css';

/**
 * Stops the motion when the pointer goes down, not when it comes up. Always there, always enabled:
 * pressing it when nothing moves latches the stop.
 */
export function StopButton() {
  const { loop } = useConsole();
  const stop = () => loop.stops.stop('button', 'The operator pressed the stop button.');
  return (
    <button
      type="button"
      className={styles.stop}
      data-testid="stop-button"
      aria-label="Stop motion. Also by Space or Escape."
      onPointerDown={stop}
      onClick={(event) => {
        // detail 0: pressed by keyboard or by assistive technology, without a pointer.
        if (event.detail === 0) stop();
      }}
    >
      <IconHandStop size={24} aria-hidden />
      <span className={styles.word}>STOP</span>
      <span className={styles.keys}>
        Space
        <br />
        Esc
      </span>
    </button>
  );
}
