import type { PlanCheck } from '../../../shared/contract/plan';
import { StatusMark } from '../../ui/StatusMark';
import styles from './ApprovalCard.module.css';

/** Below this height of the window (px) the list would push the buttons out of sight. */
const roomyPx = 820;

/** "jointLimits" as "Joint limits". */
function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What the planner has checked: in one line, or one by one. */
export function PlanChecks({ checks }: { readonly checks: readonly PlanCheck[] }) {
  const failed = checks.filter(({ ok }) => !ok);
  const good = failed.length === 0;
  return (
    <details
      className={styles.checks}
      data-testid="plan-checks"
      open={!good || window.innerHeight >= roomyPx}
    >
      <summary>
        <StatusMark status={good ? 'ok' : 'bad'} />
        {good ? `All ${checks.length} checks passed` : `${failed.length} of ${checks.length} checks failed`}
      </summary>
      <ul>
        {checks.map(({ name, ok, text }) => (
          <li key={name}>
            <StatusMark status={ok ? 'ok' : 'bad'} size={14} label={ok ? 'passed' : 'failed'} />
            <span>
              <b>{wordsOf(name)}</b> <i>{text}</i>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
