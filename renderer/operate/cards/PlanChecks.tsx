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
        {summaryOf(checks)}
      </summary>
      <ul>
        {checks.map(({ name, text, ...check }) => (
          <li key={name}>
            <StatusMark size={14} {...markOf(check)} />
            <span>
              <b>{wordsOf(name)}</b> <i>{text}</i>
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function markOf({ ok, unchecked }: Pick<PlanCheck, 'ok' | 'unchecked'>) {
  if (!ok) return { status: 'bad', label: 'failed' } as const;
  return unchecked
    ? ({ status: 'off', label: 'not checked' } as const)
    : ({ status: 'ok', label: 'passed' } as const);
}

/** What was not looked at is never counted as passed. */
function summaryOf(checks: readonly Pick<PlanCheck, 'ok' | 'unchecked'>[]): string {
  const count = (wanted: string) => checks.filter((check) => markOf(check).label === wanted).length;
  const [failed, unchecked] = [count('failed'), count('not checked')];
  if (failed > 0) return `${failed} of ${checks.length} checks failed`;
  if (unchecked > 0) return `${checks.length - unchecked} checks passed, ${unchecked} not possible`;
  return `All ${checks.length} checks passed`;
}
