import { phaseWords } from '../../plan/phaseWords';
import { useLoop } from '../../ui/ConsoleContext';
import { Facts } from '../../ui/Facts';
import { formatPercent, formatRadians, formatSec } from '../../ui/format';
import card from './card.module.css';
import styles from './ExecutionCard.module.css';

/** Events whose text says more than the figures do. */
const wordy: ReadonlySet<string> = new Set(['succeeded', 'failed', 'stopped']);

/** How far the motion has come, and how well the joints follow. */
export function ExecutionCard() {
  const execution = useLoop(({ run }) => run?.execution ?? null);
  const plan = useLoop(({ run }) => run?.plan?.plan ?? null);
  if (!execution || !plan) {
    return (
      <p className={card.empty} data-testid="execution-progress" data-progress={0}>
        Progress and joint errors while the robot moves.
      </p>
    );
  }
  const { last, worstErrorRad } = execution;
  const done = last.type === 'succeeded' ? 1 : Math.min(1, last.planTimeSec / plan.durationSec);
  return (
    <div
      className={styles.execution}
      data-testid="execution-progress"
      data-progress={done}
      data-type={last.type}
    >
      <div className={styles.line}>
        <strong>{phaseWords[last.phase]}</strong>
        <span>
          segment {last.segmentIndex + 1} of {last.segmentCount}
        </span>
        <span>{formatPercent(done)}</span>
      </div>
      <progress value={done} max={1} aria-label="Part of the plan that is done" />
      <Facts
        facts={[
          { name: 'Time', value: `${last.planTimeSec.toFixed(1)} of ${formatSec(plan.durationSec)}` },
          { name: 'Error now', value: last.errorRad === undefined ? 'n/a' : formatRadians(last.errorRad) },
          { name: 'Worst error', value: formatRadians(worstErrorRad) },
          ...(last.text && wordy.has(last.type) ? [{ name: 'Robot says', value: last.text }] : []),
        ]}
      />
    </div>
  );
}
