import { planSchema } from '../../shared/contract/plan';
import type { PlanFailure, PlanResult, ReplayStep } from '../../shared/contract/plannerContract';
import type { Proposal } from '../../shared/contract/proposal';
import type { Stated } from '../../shared/contract/stated';
import { sha256Hex } from '../../shared/motion/sha256';
import { failure, messageOf, RunFailure } from './faults';
import type { ShownPlan } from './loopView';
import { ask, type RunContext } from './runContext';

/** A plan that came to nothing, with all of the planner's reasons. */
export class NoPlan extends RunFailure {
  constructor(
    readonly failures: readonly PlanFailure[],
    robotIs: string,
  ) {
    const first = failures[0];
    super({
      outcome: 'planFailed',
      text: first?.text ?? 'No plan.',
      fault: {
        code: `plan.${first?.stage ?? 'unknown'}`,
        happened: `No plan came of it. ${failures
          .map(({ text }) => text)
          .join(' ')
          .slice(0, 1900)}`,
        robotIs,
        next: first?.next ?? 'Try again.',
      },
    });
  }
}

/** What the operator chose for a task's plan. */
export interface TaskChoices {
  readonly speedScale: number;
  /** Of a picture without depth. */
  readonly stated: Stated | null;
  /** Number of the grasp to try first. */
  readonly grasp?: number;
}

export async function planTask(
  context: RunContext,
  proposal: Proposal,
  { speedScale, stated, grasp }: TaskChoices,
): Promise<ShownPlan> {
  const params = {
    proposal,
    speedScale,
    ...(grasp !== undefined && { grasp }),
    ...(stated && { stated }),
  };
  const result = await ask(context, 'planner', 'Planning', (planner) =>
    planner.request('planTask', params, { timeoutMs: context.timeouts.plan }),
  );
  return shownPlan(result, context.robotWords());
}

export async function planHome(context: RunContext, speedScale: number): Promise<ShownPlan> {
  const result = await ask(context, 'planner', 'Planning the way home', (planner) =>
    planner.request('planHome', { speedScale }, { timeoutMs: context.timeouts.plan }),
  );
  return shownPlan(result, context.robotWords());
}

/** A recorded way, or one posture to go to: an approach from where the arm stands, then what was asked for. */
export async function planReplay(
  context: RunContext,
  title: string,
  steps: readonly ReplayStep[],
  speedScale: number,
): Promise<ShownPlan> {
  const result = await ask(context, 'planner', 'Planning the motion', (planner) =>
    planner.request(
      'planReplay',
      { title, steps: [...steps], speedScale },
      { timeoutMs: context.timeouts.plan },
    ),
  );
  return shownPlan(result, context.robotWords());
}

/**
 * What the operator is shown is parsed from the very text that the gate holds, and only if that text
 * has the hash that will be approved.
 */
function shownPlan(result: PlanResult, robotIs: string): ShownPlan {
  if (!result.ok) throw new NoPlan(result.failures, robotIs);
  const { planText, planHash, planningMs } = result;
  const unreadable = (why: string) =>
    failure('planFailed', {
      code: 'plan.unreadable',
      happened: `The plan cannot be shown, so it cannot be approved: ${why}`.slice(0, 2000),
      robotIs,
      next: 'Try again. If it comes again, restart the planner.',
    });
  if (sha256Hex(planText) !== planHash) {
    throw unreadable('its text does not have the hash that it came with.');
  }
  let json: unknown;
  try {
    json = JSON.parse(planText);
  } catch (error) {
    throw unreadable(messageOf(error));
  }
  const plan = planSchema.safeParse(json);
  if (!plan.success) throw unreadable(plan.error.message);
  return { plan: plan.data, planHash, planningMs };
}
