import { ChannelError } from '../../shared/contract/channel';
import type { ModelIdentity } from '../../shared/contract/proposal';
import type { GateRefusal } from '../../shared/contract/robotContract';
import { followMotion, type Motion } from './executeStage';
import { failure, messageOf, RobotLost, type RunFailure } from './faults';
import type { ShownPlan } from './loopView';
import { ask, type RunContext } from './runContext';

/**
 * Gives the operator's yes to the gate, by the hash of the plan that was shown. Resolves with the motion
 * that runs then; throws when the gate refuses, and RobotLost when nobody knows what it did.
 */
export function askGate(
  context: RunContext,
  { plan, planHash }: ShownPlan,
  operator: string,
  loadedModel: ModelIdentity | null,
): Promise<Motion> {
  return ask(context, 'robot', 'Asking the gate', async (robot) => {
    const motion = followMotion(context, robot, planHash);
    const model = plan.purpose === 'task' ? loadedModel : null;
    const answer = await robot
      .request('approve', { planHash, operator, model }, { timeoutMs: context.timeouts.approve })
      .catch((error: unknown) => {
        motion.abandon();
        throw gateUnheard(error);
      });
    if (answer.refusals.length === 0 && answer.approval) {
      if (context.alive()) context.updateRun({ approval: answer.approval });
      return motion;
    }
    motion.abandon();
    context.updateRun({ gateRefusals: answer.refusals });
    throw gateRefused(answer.refusals, context.robotWords());
  });
}

/** Without an answer nobody knows whether it runs: then it must be stopped. */
function gateUnheard(error: unknown): unknown {
  const answered = error instanceof ChannelError && (error.code === 'failed' || error.code === 'refused');
  return answered ? error : new RobotLost(`The gate gave no answer. ${messageOf(error)}`);
}

function gateRefused(refusals: readonly GateRefusal[], robotIs: string): RunFailure {
  const reasons = refusals.map(({ text }) => text).join(' ');
  return failure('refused', {
    code: `gate.${refusals[0]?.check ?? 'unknown'}`.slice(0, 80),
    happened: `The gate refused the plan. ${reasons}`.slice(0, 2000),
    robotIs,
    next: 'Nothing was sent to the robot. Repeat the task: a new picture gives a new plan.',
  });
}
