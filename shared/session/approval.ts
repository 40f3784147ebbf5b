import type { Plan } from '../contract/plan';
import type { ModelIdentity } from '../contract/proposal';
import type { Approval } from '../contract/robotContract';

/** Times and tolerances of the approval rules; the operator reads the same figures in the refusals. */
export const approvalLimits = {
  /** A plan may be approved this long after it was made (s, robot's clock) and offered (s, own clock). */
  planLifetimeSec: 120,
  /** The picture that a task rests on may be this old (s, robot's clock). */
  frameLifetimeSec: 120,
  /** Stamps may lie this far in the future (s): clocks of one machine, not of two. */
  clockSkewSec: 1,
  /** An approval that was not started within this time is void (s). */
  approvalLifetimeSec: 5,
  /** A joint state older than this is no longer the arm's posture (ms). */
  jointStateFreshMs: 200,
  /** Console and main each say every 250 ms that they live; silence this long counts as gone (ms). */
  heartbeatSilenceMs: 1000,
} as const;

/** A plan that the gate has validated and holds. */
export interface OfferedPlan {
  /** SHA-256 of the exact UTF-8 plan text. */
  readonly hash: string;
  readonly plan: Plan;
  readonly offeredAtMs: number;
}

/** What the approving side says. It names the plan by its hash, and the model that it sees loaded. */
export interface ApprovalRequest {
  readonly planHash: string;
  readonly operator: string;
  readonly model: ModelIdentity | null;
}

/** What the robot process knows by itself at one instant. Nothing in here comes from the approving side. */
export interface GateSituation {
  readonly connected: boolean;
  readonly epoch: string;
  readonly robot: string;
  readonly limitsHash: string;
  readonly fencesHash: string;
  /** Monotonic time of this process (ms). */
  readonly nowMs: number;
  /** The robot's clock (s); null while no joint state was ever received in this epoch. */
  readonly nowSec: number | null;
  /** Newest measured joint state; null while there is none. */
  readonly joints: { readonly positions: readonly number[]; readonly ageMs: number } | null;
  /** All measured joint velocities have been under the threshold for long enough. */
  readonly standingStill: boolean;
  readonly stopLatched: boolean;
  readonly executing: boolean;
  /** Who else commands the robot, in words; null when nobody does. */
  readonly otherCommander: string | null;
  /** Why nothing can be recorded, in words; null when the recorder is there and well. */
  readonly recorderProblem: string | null;
  /** Time since the console's page and main last said that they live (ms); null: never. */
  readonly heartbeatAgeMs: { readonly renderer: number | null; readonly main: number | null };
  /** SHA-256 of the held plan's text, computed anew for this approval. */
  readonly heldTextHash: string;
  /** The hashes of all plans for which an approval was ever minted. */
  readonly usedHashes: ReadonlySet<string>;
}

/** One operator's yes to one plan in one epoch: single use, and void after a few seconds. */
export function mintApproval(
  request: ApprovalRequest,
  epoch: string,
  nowSec: number,
  approvalId: string,
): Approval {
  return {
    approvalId,
    planHash: request.planHash,
    epoch,
    operator: request.operator,
    approvedAtSec: nowSec,
    expiresAtSec: nowSec + approvalLimits.approvalLifetimeSec,
  };
}

/**
 * False once the approval's few seconds are over. The robot's time is estimated from its newest joint state, and a
 * late one sets the estimate back a little: within the clocks' skew that is no reason to refuse.
 */
export function approvalHolds(approval: Approval, nowSec: number | null): boolean {
  return (
    nowSec !== null &&
    nowSec >= approval.approvedAtSec - approvalLimits.clockSkewSec &&
    nowSec <= approval.expiresAtSec
  );
}
