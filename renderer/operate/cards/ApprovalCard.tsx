import { isRemote } from '../../../shared/contract/proposal';
import type { Stated } from '../../../shared/contract/stated';
import { useLoop } from '../../ui/ConsoleContext';
import { Facts } from '../../ui/Facts';
import { formatMillimetres, formatPercent, formatSec, shortHash } from '../../ui/format';
import { modelPlace } from '../../ui/modelWords';
import { StatusMark } from '../../ui/StatusMark';
import { ApprovalButtons } from './ApprovalButtons';
import styles from './ApprovalCard.module.css';
import card from './card.module.css';
import { FrameAge } from './FrameAge';
import { PlanChecks } from './PlanChecks';

/** Everything the operator says yes to, on one card, and the yes. */
export function ApprovalCard() {
  const shown = useLoop(({ run }) => run?.plan ?? null);
  const waiting = useLoop(({ session }) => session.state === 'awaitingApproval');
  const refusals = useLoop(({ run }) => run?.gateRefusals ?? none);
  if (!shown) return <p className={card.empty}>Nothing moves without your yes to exactly one plan.</p>;
  const { plan, planHash } = shown;
  return (
    <div className={styles.approval}>
      <p className={styles.what}>
        {plan.purpose === 'home' ? 'Move the arm to its home posture' : plan.instruction}
      </p>
      <Facts
        facts={[
          {
            name: 'Motion',
            value: `${formatSec(plan.durationSec)} at ${formatPercent(plan.speedScale)} of the limits`,
          },
          { name: 'Robot', value: plan.robot },
          ...(plan.model && isRemote(plan.model)
            ? [
                {
                  name: 'Model',
                  value: `${plan.model.name} on ${modelPlace(plan.model)}`,
                  testId: 'approval-model',
                },
              ]
            : []),
          ...(plan.grounding?.stated
            ? [
                {
                  name: 'As stated',
                  value: <AsStated stated={plan.grounding.stated} />,
                  testId: 'approval-stated',
                },
              ]
            : []),
          ...(plan.observation && waiting
            ? [{ name: 'Seen', value: <FrameAge stampSec={plan.observation.stampSec} /> }]
            : []),
          {
            name: 'Plan',
            value: (
              <span className="mono" data-testid="plan-hash" data-hash={planHash}>
                {shortHash(planHash)}
              </span>
            ),
            full: planHash,
          },
        ]}
      />
      {plan.grounding?.stated && (
        <p className={styles.unseen} data-testid="approval-unseen">
          <StatusMark status="warn" label="Not seen" />
          <span>
            <b>What stands on the table is not seen.</b> Only the table, the fences and this object, as you
            stated it, were checked: look that the way is clear.
          </span>
        </p>
      )}
      <PlanChecks checks={plan.checks} />
      {refusals.map(({ check, text }) => (
        <p key={check} className={card.problem} data-testid="gate-refusal">
          <StatusMark status="bad" label="Refused" />
          {text}
        </p>
      ))}
      {waiting && <ApprovalButtons durationSec={plan.durationSec} />}
    </div>
  );
}

/** In the words of the form in which it was stated. */
function AsStated({ stated: { height, width, surface, target } }: { readonly stated: Stated }) {
  return (
    <>
      Object {formatMillimetres(height)} high, {formatMillimetres(width)} wide
      <br />
      Surface at {formatMillimetres(surface)},{' '}
      {target > 0 ? `target ${formatMillimetres(target)} above it` : 'target: the bare surface'}
    </>
  );
}

const none: never[] = [];
