import { IconArrowsDiagonal, IconArrowsDiagonalMinimize2 } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { PushButton } from '../ui/PushButton';
import styles from './Pane.module.css';

interface Props {
  readonly title: string;
  /** A shape beside the title that says what kind of view it is. */
  readonly icon?: ReactNode;
  readonly children: ReactNode;
  /** Beside the title: what of its kind is shown. */
  readonly choice?: ReactNode;
  /** Beside the title: how old, which, how far. */
  readonly note?: ReactNode;
  readonly area?: string;
  readonly large?: boolean;
  readonly onLarge?: () => void;
  readonly testId?: string;
  /** Of a view of the present: whether it shows the present. */
  readonly live?: boolean;
}

/** One view of the stage, with its name; it can be made the large one. */
export function Pane(props: Props) {
  const { title, icon, children, choice, note, area, large = false, onLarge, testId, live } = props;
  return (
    <section
      className={styles.pane}
      style={{ gridArea: area }}
      aria-label={title}
      data-testid={testId}
      data-live={live}
    >
      <div className={styles.head}>
        {icon}
        <h2>{title}</h2>
        {choice}
        <div className={styles.note}>{note}</div>
        {onLarge && (
          <PushButton
            look="quiet"
            label={large ? `${title}: back to equal views` : `${title}: make large`}
            pressed={large}
            onPress={onLarge}
          >
            {large ? <IconArrowsDiagonalMinimize2 size={14} /> : <IconArrowsDiagonal size={14} />}
          </PushButton>
        )}
      </div>
      <div className={styles.body}>{children}</div>
    </section>
  );
}
