import { IconChevronDown } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useShallow } from 'zustand/react/shallow';
import { useLoop } from '../ui/ConsoleContext';
import { StatusMark } from '../ui/StatusMark';
import styles from './LoopCard.module.css';
import { type Noun, nounCard, nounWords } from './nounCards';

interface Props {
  readonly noun: Noun;
  readonly number: number;
  readonly open: boolean;
  readonly current: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

/** One noun of the loop: a line when closed, its content when open. The content stays mounted. */
export function LoopCard({ noun, number, open, current, onToggle, children }: Props) {
  const { status, summary } = useLoop(useShallow((view) => nounCard(noun, view)));
  const needsYou = useLoop(
    ({ session }) =>
      (noun === 'approval' && session.state === 'awaitingApproval') ||
      (noun === 'proposal' && session.state === 'awaitingAnswer'),
  );
  const body = useId();
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) card.current?.scrollIntoView({ block: 'nearest' });
  }, [open]);
  return (
    <li
      ref={card}
      className={styles.card}
      data-testid={`${noun}-card`}
      data-status={status}
      data-open={open}
      data-current={current}
      data-needs-you={needsYou}
    >
      <button
        type="button"
        className={styles.head}
        aria-expanded={open}
        aria-controls={body}
        onClick={onToggle}
      >
        <span className={styles.number}>{number}</span>
        <span className={styles.name}>{nounWords[noun]}</span>
        <span className={styles.summary} data-testid={`${noun}-summary`} title={summary}>
          {summary}
        </span>
        <StatusMark status={status} />
        <IconChevronDown className={styles.chevron} size={14} aria-hidden />
      </button>
      <div id={body} className={styles.body} hidden={!open}>
        {children}
      </div>
    </li>
  );
}
