import type { ReactNode } from 'react';
import styles from './Badge.module.css';

interface Props {
  readonly caption: ReactNode;
  readonly children: ReactNode;
  readonly width: number;
  readonly hint?: string;
}

/** Two lines of the header: what it is, and how it is. */
export function Badge({ caption, children, width, hint }: Props) {
  return (
    <div className={styles.badge} style={{ flexBasis: width }} title={hint}>
      <div className={styles.caption}>{caption}</div>
      <div className={styles.value}>{children}</div>
    </div>
  );
}
