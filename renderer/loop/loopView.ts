import type { FaultText, Observation } from '../../shared/contract/common';
import type { Plan } from '../../shared/contract/plan';
import type { PlanFailure } from '../../shared/contract/plannerContract';
import type { Box, Proposal, ProposalKind } from '../../shared/contract/proposal';
import type { Approval, ExecutionEvent, GateRefusal, StopReport } from '../../shared/contract/robotContract';
import type { Purpose, Session, SessionStateName } from '../../shared/session/sessionMachine';
import type { StreamView } from './streamView';

/** What the screen shows of the loop: plain data, replaced whole, never changed in place. */
export interface LoopView {
  readonly session: Session;
  /** When the session came into its present state (s, the robot's clock). */
  readonly stateSinceSec: number;
  /** The run under way, or the last one until another begins. */
  readonly run: RunView | null;
  /** The last stop as the robot process measured it. */
  readonly lastStop: StopReport | null;
  /** The same of the stop that is under way or stands; null until, or unless, it is reported. */
  readonly currentStop: StopReport | null;
  /** What the operator must read; newest first, until dismissed. */
  readonly faults: readonly FaultText[];
}

export interface DecisionFrame {
  readonly observation: Observation;
  readonly jpeg: Uint8Array;
}

export interface ShownPlan {
  readonly plan: Plan;
  readonly planHash: string;
  readonly planningMs: number;
}

export interface ExecutionView {
  readonly executionId: string;
  readonly last: ExecutionEvent;
  /** Largest joint error so far (rad). */
  readonly worstErrorRad: number;
}

export interface VerificationView {
  readonly frame: DecisionFrame | null;
  readonly box: Box | null;
  readonly outcome: 'there' | 'notThere' | 'cannotTell';
  readonly measured: readonly [number, number, number] | null;
  readonly distance: number | null;
  readonly text: string;
}

export interface RunView {
  readonly runId: string;
  readonly purpose: Purpose;
  readonly instruction: string;
  /** What the operator said last: the instruction, or an answer or correction after it. */
  readonly said: string;
  readonly startedAtSec: number;
  readonly episodeId: string | null;
  readonly frame: DecisionFrame | null;
  readonly streams: Readonly<Partial<Record<ProposalKind, StreamView>>>;
  readonly proposal: Proposal | null;
  /** The proposals before it, on the same picture: the operator answered a question, or corrected them. */
  readonly earlier: readonly Proposal[];
  readonly plan: ShownPlan | null;
  readonly failures: readonly PlanFailure[];
  /** The gate was asked and has not answered yet. */
  readonly approving: boolean;
  readonly gateRefusals: readonly GateRefusal[];
  readonly approval: Approval | null;
  readonly execution: ExecutionView | null;
  readonly verification: VerificationView | null;
  /** How long each finished state took (ms). */
  readonly durationsMs: Readonly<Partial<Record<SessionStateName, number>>>;
}

export function newRun(runId: string, purpose: Purpose, instruction: string, startedAtSec: number): RunView {
  return {
    runId,
    purpose,
    instruction,
    said: instruction,
    startedAtSec,
    episodeId: null,
    frame: null,
    streams: {},
    proposal: null,
    earlier: [],
    plan: null,
    failures: [],
    approving: false,
    gateRefusals: [],
    approval: null,
    execution: null,
    verification: null,
    durationsMs: {},
  };
}
