import type { Grounding } from '../../../shared/contract/plan';
import { type Covariance, largestSigma, shownSigmas } from '../../../shared/geometry/covariance';
import { phaseWords } from '../../plan/phaseWords';
import { phaseSpans, segmentSpans } from '../../plan/planClock';
import { useLoop } from '../../ui/ConsoleContext';
import { Facts } from '../../ui/Facts';
import {
  formatFineMillimetres,
  formatMillimetres,
  formatMs,
  formatPercent,
  formatPoint,
  formatSec,
} from '../../ui/format';
import { StatusMark } from '../../ui/StatusMark';
import styles from './card.module.css';

/** How the proposal became a motion, or why it did not. */
export function PlanCard() {
  const shown = useLoop(({ run }) => run?.plan ?? null);
  const failures = useLoop(({ run }) => run?.failures ?? noFailures);
  if (failures.length > 0) {
    return (
      <ul style={{ margin: 0, padding: 0, listStyle: 'none' }} data-testid="plan-failures">
        {failures.map(({ stage, text, next }) => (
          <li key={`${stage}${text}`}>
            <p className={styles.problem}>
              <StatusMark status="bad" label={stage} />
              <span>{text}</span>
            </p>
            <p className={styles.next}>{next}</p>
          </li>
        ))}
      </ul>
    );
  }
  if (!shown) return <p className={styles.empty}>The motion: solved, timed and checked.</p>;
  const { plan, planningMs } = shown;
  const { grounding } = plan;
  const phases = phaseSpans(segmentSpans(plan));
  return (
    <Facts
      facts={[
        {
          name: 'Phases',
          value: phases
            .map(({ phase, startSec, endSec }) => `${phaseWords[phase]} ${formatSec(endSec - startSec)}`)
            .join(', '),
        },
        ...(grounding
          ? [
              {
                name: 'Object at',
                value: `${formatPoint(grounding.objectCenter)}${known(grounding.uncertainty?.object)}`,
              },
              {
                name: 'Object size',
                value: grounding.objectSize.map((length) => formatMillimetres(length)).join(' \u00d7 '),
              },
              {
                name: 'Grasp',
                value: `${formatMillimetres(grounding.graspWidth)} between the fingers${
                  grounding.graspChoice
                    ? `, grasp ${grounding.graspChoice.number} of ${grounding.graspChoice.count}`
                    : ''
                }`,
              },
            ]
          : []),
        ...(grounding?.graspQuality
          ? [{ name: 'Grasp quality', value: <GraspWords quality={grounding.graspQuality} /> }]
          : []),
        ...(grounding?.repairs?.map(({ waypoint, reason }) => ({
          name: `Waypoint ${waypoint}`,
          value: (
            <span data-testid="plan-repair">
              <StatusMark status="warn" size={14} label="repaired" /> {reason}
            </span>
          ),
        })) ?? []),
        ...(grounding?.placePoint
          ? [
              {
                name: 'Place at',
                value: `${formatPoint(grounding.placePoint)}${known(grounding.uncertainty?.place)}${
                  grounding.placeRadius ? `, within ${formatMillimetres(grounding.placeRadius)}` : ''
                }`,
              },
            ]
          : []),
        {
          name: 'Found in',
          value: (
            <span data-testid="plan-time" data-ms={planningMs}>
              {formatMs(planningMs)}
            </span>
          ),
        },
      ]}
    />
  );
}

const noFailures: never[] = [];

/** What speaks for a grasp, in words and figures. */
function GraspWords({ quality }: { readonly quality: NonNullable<Grounding['graspQuality']> }) {
  const { score, widthMargin, tilt, contacts, clearance } = quality;
  const lean = Math.round((tilt * 180) / Math.PI);
  return (
    <span data-testid="grasp-quality" data-score={score}>
      {formatPercent(score)}: {formatMillimetres(widthMargin)} to spare,{' '}
      {lean === 0 ? 'straight down' : `leaning by ${lean}\u00b0`}, {contacts} points at the pads, nearest
      other thing {clearance >= farClear ? 'far' : formatMillimetres(clearance)}
    </span>
  );
}

/** m: as far as the planner looks for other things. */
const farClear = 0.1;

/** " ± 3 mm": 95 of 100 lie within; nothing where it is not known. */
function known(covariance: Covariance | undefined): string {
  return covariance ? ` \u00b1 ${formatFineMillimetres(shownSigmas * largestSigma(covariance))}` : '';
}
