import type { PreflightFinding } from '../../shared/contract/connection';
import { useTelemetry } from '../ui/ConsoleContext';
import { type Status, StatusMark } from '../ui/StatusMark';
import styles from './StatusTab.module.css';

const levels: Readonly<Record<PreflightFinding['level'], readonly [Status, string, number]>> = {
  blocking: ['bad', 'Blocks', 0],
  warning: ['warn', 'Warning', 1],
  ok: ['ok', 'In order', 2],
};
const none: readonly PreflightFinding[] = [];

/** What was looked at before anything may move; what blocks stands first. */
export function PreflightList() {
  const findings = useTelemetry(({ robotConnection }) => robotConnection?.preflight ?? none);
  const sorted = [...findings].sort((a, b) => levels[a.level][2] - levels[b.level][2]);
  const count = (level: PreflightFinding['level']) => findings.filter((each) => each.level === level).length;
  return (
    <section className={styles.section} aria-label="Preflight">
      <h3>
        Preflight
        {findings.length > 0 &&
          `: ${count('blocking')} block, ${count('warning')} warn, ${count('ok')} in order`}
      </h3>
      {findings.length === 0 ? (
        <p>Nothing has been looked at yet: it begins when joint states and the controller are found.</p>
      ) : (
        <ul className={styles.findings}>
          {sorted.map(({ check, level, text, next }) => (
            <li key={check} data-level={level}>
              <StatusMark status={levels[level][0]} label={levels[level][1]} />
              <strong>{check}</strong>
              <p>{text}</p>
              {next && level !== 'ok' && <p>{next}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
