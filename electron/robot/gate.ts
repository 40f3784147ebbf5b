import type { Plan } from '../../shared/contract/plan';
import type { Approval, GateRefusal } from '../../shared/contract/robotContract';
import {
  type ApprovalRequest,
  approvalHolds,
  approvalLimits,
  type GateSituation,
  mintApproval,
  type OfferedPlan,
} from '../../shared/session/approval';
import { approvalChecks, refusalsOf, standingChecks } from '../../shared/session/approvalChecks';
import type { Clock } from './clock';
import { hashInSteps } from './hashInSteps';
import type { GateRobot } from './planRules';
import type { Slicer } from './slices';
import { validateOfferInSteps } from './validateOffer';

/** Plans that wait for a yes; the newest push the oldest out. */
const plansHeld = 4;

/** What may move, once: the only thing that starts an execution, and only this file makes it. */
export interface ApprovedMotion {
  readonly approval: Approval;
  /** The plan, parsed from the approved text; a second call throws. */
  take(): Plan;
}

/** What the robot process knows at this instant; the gate adds what it knows by itself. */
export type Surroundings = Omit<GateSituation, 'heldTextHash' | 'usedHashes'>;

export interface GateOptions {
  readonly clock: Clock;
  /** One piece of work at a time in this process. */
  readonly slice: Slicer;
  /** The robot as it is known now: another connection may be to another one. */
  readonly robot: () => GateRobot;
  readonly newId: () => string;
  readonly surroundings: () => Surroundings;
  /** Rises with every stop: one that came and was reset in between shows as well. */
  readonly stopCount: () => number;
  /** Resolves when the approval is safely recorded; rejects with words. */
  readonly recordApproval: (approval: Approval) => Promise<void>;
  /** Sends the first goal before it returns; answers the execution's id. */
  readonly start: (motion: ApprovedMotion) => string;
}

export interface ApproveAnswer {
  readonly refusals: GateRefusal[];
  readonly approval: Approval | null;
  readonly executionId: string | null;
}

interface Held {
  readonly text: string;
  readonly offer: OfferedPlan;
}

const refused = (...refusals: GateRefusal[]): ApproveAnswer => ({
  refusals,
  approval: null,
  executionId: null,
});
const stopCameFirst: GateRefusal = {
  check: 'noStopMeanwhile',
  text: 'A stop came before the motion began, and it has precedence. Plan again.',
};

/** Design law 1: nothing moves without an Approval, and an Approval starts exactly one plan, once. */
export function createGate(options: GateOptions) {
  const { clock, slice, robot, newId, surroundings, stopCount } = options;
  const plans = new Map<string, Held>();
  const usedHashes = new Set<string>();
  let approving = false;

  const situation = (heldTextHash: string): GateSituation => ({
    ...surroundings(),
    heldTextHash,
    usedHashes,
  });

  async function offer(text: string): Promise<{ planHash: string; refusals: GateRefusal[] }> {
    const work = slice(validateOfferInSteps(text, robot()));
    if (!work) throw new Error('The gate has too many plans to look at already. Offer this one again later.');
    const { hash, plan, refusals } = await work;
    if (plan && plan.epoch !== surroundings().epoch) {
      refusals.push({ check: 'epoch', text: 'The plan was made for another connection. Plan again.' });
    }
    if (plan && refusals.length === 0 && !plans.has(hash)) {
      plans.set(hash, { text, offer: { hash, plan, offeredAtMs: clock.nowMs() } });
      for (const oldest of [...plans.keys()].slice(0, -plansHeld)) plans.delete(oldest);
    }
    return { planHash: hash, refusals };
  }

  async function decide(request: ApprovalRequest): Promise<ApproveAnswer> {
    const held = plans.get(request.planHash);
    if (!held) {
      return refused({
        check: 'planKnown',
        text: 'The robot does not hold this plan (any more). Plan again.',
      });
    }
    const stopsBefore = stopCount();
    const hashing = slice(hashInSteps(held.text));
    if (!hashing) return refused({ check: 'hash', text: 'The gate is busy with offered plans. Try again.' });
    const textHash = (await hashing) ?? '';

    // One turn, from here to the recorder: nothing can come in between.
    const refusals = refusalsOf(approvalChecks, held.offer, request, situation(textHash));
    if (stopCount() !== stopsBefore) refusals.push(stopCameFirst);
    if (refusals.length > 0) return refused(...refusals);
    const { epoch, nowSec } = surroundings();
    if (nowSec === null) return refused({ check: 'jointStateFresh', text: 'No joint state has come.' });
    const approval = mintApproval(request, epoch, nowSec, newId());
    usedHashes.add(held.offer.hash);
    const mintedAtMs = clock.nowMs();
    try {
      await options.recordApproval(approval);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return refused({
        check: 'recording',
        text: `Nothing moves unrecorded, and the approval was not recorded: ${why.slice(0, 300)} Plan again.`,
      });
    }

    // One turn again, from here to the first goal. While the recorder wrote, anything may have happened.
    const late = refusalsOf(standingChecks, held.offer, request, situation(textHash));
    if (stopCount() !== stopsBefore) late.push(stopCameFirst);
    const waitedMs = clock.nowMs() - mintedAtMs;
    if (
      waitedMs > approvalLimits.approvalLifetimeSec * 1000 ||
      !approvalHolds(approval, surroundings().nowSec)
    ) {
      late.push({
        check: 'approvalValid',
        text: 'The approval expired before the motion began. Plan again.',
      });
    }
    if (late.length > 0) return refused(...late);
    return { refusals: [], approval, executionId: options.start(once(approval, held.offer.plan)) };
  }

  return {
    /** Validates a plan's exact text by itself, and holds it if nothing speaks against it. */
    offer,
    /** The operator's yes to a plan that is held; refusals or a running execution. */
    async approve(request: ApprovalRequest): Promise<ApproveAnswer> {
      if (approving) {
        return refused({
          check: 'notExecuting',
          text: 'Another approval is being handled. Wait for its end.',
        });
      }
      approving = true;
      try {
        return await decide(request);
      } finally {
        approving = false;
      }
    },
    isApproving: () => approving,
    /** Another epoch: what was offered before is void. What was used stays used. */
    forget: () => plans.clear(),
  };
}

function once(approval: Approval, plan: Plan): ApprovedMotion {
  let taken = false;
  return {
    approval,
    take() {
      if (taken) throw new Error(`Approval ${approval.approvalId} was used before.`);
      taken = true;
      return plan;
    },
  };
}
