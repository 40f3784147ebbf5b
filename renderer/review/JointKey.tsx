import type { ReactNode } from 'react';
import { jointColor } from '../theme/tokens';
import { usePalette } from '../theme/usePalette';
import styles from './JointChart.module.css';

interface Props {
  readonly count: number;
  /** Joints (from 1) that are not drawn. */
  readonly hidden: readonly number[];
  readonly onHidden: (hidden: readonly number[]) => void;
  readonly children: ReactNode;
}

/** What the lines of a joint chart stand for; pressing a joint takes it away or brings it back. */
export function JointKey({ count, hidden, onHidden, children }: Props) {
  const palette = usePalette();
  return (
    <span className={styles.legend}>
      {children}
      {Array.from({ length: count }, (_, i) => i + 1).map((joint) => (
        <button
          key={joint}
          type="button"
          aria-pressed={!hidden.includes(joint)}
          aria-label={`Joint ${joint}`}
          onClick={() =>
            onHidden(hidden.includes(joint) ? hidden.filter((each) => each !== joint) : [...hidden, joint])
          }
        >
          <i style={{ background: jointColor(palette, joint - 1) }} />j{joint}
        </button>
      ))}
    </span>
  );
}
