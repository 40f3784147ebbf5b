import { VisuallyHidden } from '@mantine/core';
import {
  IconAlertOctagonFilled,
  IconAlertTriangleFilled,
  IconCircleCheckFilled,
  IconCircleDashed,
  IconCircleDotted,
  IconCircleMinus,
  IconHandStop,
  IconPointFilled,
} from '@tabler/icons-react';
import styles from './StatusMark.module.css';

export type Status = 'todo' | 'busy' | 'needsYou' | 'ok' | 'warn' | 'bad' | 'off' | 'stopped';

const marks = {
  todo: IconCircleDotted,
  busy: IconCircleDashed,
  needsYou: IconPointFilled,
  ok: IconCircleCheckFilled,
  warn: IconAlertTriangleFilled,
  bad: IconAlertOctagonFilled,
  off: IconCircleMinus,
  stopped: IconHandStop,
} as const;

interface Props {
  readonly status: Status;
  readonly size?: number;
  /** The word for those who do not see the shape; leave out where the word stands beside it. */
  readonly label?: string;
}

/** A judgement as a shape and a colour: never a colour alone. */
export function StatusMark({ status, size = 16, label }: Props) {
  const Mark = marks[status];
  return (
    <span className={styles.mark} data-status={status}>
      <Mark size={size} aria-hidden />
      {label && <VisuallyHidden>{label}</VisuallyHidden>}
    </span>
  );
}
