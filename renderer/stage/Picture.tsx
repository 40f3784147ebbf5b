import { useElementSize } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { fitBox, type Size } from './fitBox';
import styles from './Picture.module.css';

interface Props {
  readonly size: Size;
  /** The picture itself, filling its box. */
  readonly children: ReactNode;
  readonly overlay?: ReactNode;
  /** Words over the picture, for instance why it is missing. */
  readonly words?: ReactNode;
}

/** A picture as large as its pane allows, with its overlay exactly on it. */
export function Picture({ size, children, overlay, words }: Props) {
  const { ref, width, height } = useElementSize();
  const box = fitBox(size, { width, height });
  return (
    <div ref={ref} className={styles.room}>
      <div
        className={styles.box}
        style={{ left: box.left, top: box.top, width: box.width, height: box.height }}
      >
        {children}
        {overlay}
      </div>
      {words && <div className={styles.words}>{words}</div>}
    </div>
  );
}
