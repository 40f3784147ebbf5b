import type { ReactNode } from 'react';
import styles from './PushButton.module.css';

interface Props {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** `primary` is what the operator should do now: at most one on screen. */
  readonly look?: 'primary' | 'plain' | 'quiet';
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly label?: string;
  readonly hint?: string;
  readonly pressed?: boolean;
  readonly testId?: string;
}

/** A button of the console. Enter presses it; Space never does, because Space stops the robot. */
export function PushButton(props: Props) {
  const {
    children,
    onPress,
    look = 'plain',
    disabled = false,
    busy = false,
    label,
    hint,
    pressed,
    testId,
  } = props;
  return (
    <button
      type="button"
      className={styles.button}
      data-look={look}
      data-testid={testId}
      disabled={disabled || busy}
      aria-busy={busy}
      aria-label={label}
      aria-pressed={pressed}
      title={hint}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
