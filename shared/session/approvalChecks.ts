import type { GateRefusal } from '../contract/robotContract';
import { type ApprovalRequest, approvalLimits, type GateSituation, type OfferedPlan } from './approval';

/**
 * The conditions of design law 1, each by itself: a check returns why it says no, in words for the
 * operator, or null. They are pure: what they judge is all in their arguments.
 */
export type ApprovalCheck = (
  offer: OfferedPlan,
  request: ApprovalRequest,
  situation: GateSituation,
) => string | null;

/** A condition that has to do with no plan. */
export type SituationCheck = (situation: GateSituation) => string | null;
const ofAny =
  (check: SituationCheck): ApprovalCheck =>
  (_offer, _request, situation) =>
    check(situation);

const seconds = (value: number) => `${value.toFixed(1)} s`;
const planAgain = 'Plan again.';

/** The text that would be executed still has the hash that the operator approves. */
const hash: ApprovalCheck = (offer, request, situation) =>
  offer.hash === request.planHash && situation.heldTextHash === request.planHash
    ? null
    : `The plan that the robot holds is not the plan that was approved. ${planAgain}`;

const connected: SituationCheck = (situation) =>
  situation.connected ? null : 'There is no connection to the robot. Wait until it is connected again.';

const epoch: ApprovalCheck = (offer, _request, situation) =>
  offer.plan.epoch === situation.epoch
    ? null
    : `The robot was connected anew, or its scene was loaded anew, since this plan was made. ${planAgain}`;

const robot: ApprovalCheck = (offer, _request, situation) =>
  offer.plan.robot === situation.robot
    ? null
    : `The plan is for the robot "${offer.plan.robot}", connected is "${situation.robot}". ${planAgain}`;

const limitsUnchanged: ApprovalCheck = (offer, _request, situation) =>
  offer.plan.limitsHash === situation.limitsHash
    ? null
    : `The joint limits are not those that the plan was made within. ${planAgain}`;

const fencesUnchanged: ApprovalCheck = (offer, _request, situation) =>
  offer.plan.fencesHash === situation.fencesHash
    ? null
    : `The fences are not those that the plan was made within. ${planAgain}`;

/** Each use needs a new plan, even if the first use came to nothing. */
const notUsed: ApprovalCheck = (offer, _request, situation) =>
  situation.usedHashes.has(offer.hash)
    ? `This plan was approved before; each plan is used once. ${planAgain}`
    : null;

const notExpired: ApprovalCheck = (offer, _request, situation) => {
  if (situation.nowSec === null) return "The robot's clock is not known yet: no joint state has come.";
  const { planLifetimeSec, clockSkewSec } = approvalLimits;
  const age = situation.nowSec - offer.plan.createdAtSec;
  if (age < -clockSkewSec) return `The plan is dated ${seconds(-age)} in the future. ${planAgain}`;
  const longest = Math.max(age, (situation.nowMs - offer.offeredAtMs) / 1000);
  return longest <= planLifetimeSec
    ? null
    : `The plan is ${seconds(longest)} old; ${planLifetimeSec} s are allowed. ${planAgain}`;
};

/** A task names the model that proposed it; a plan home names none, and none is said to be behind it. */
const modelUnchanged: ApprovalCheck = (offer, request) => {
  const planned = offer.plan.model ?? null;
  const loaded = request.model;
  if (planned === null && loaded === null) return null;
  const same =
    planned !== null &&
    loaded !== null &&
    planned.packId === loaded.packId &&
    planned.name === loaded.name &&
    planned.version === loaded.version &&
    planned.packHash === loaded.packHash &&
    planned.provider === loaded.provider;
  return same
    ? null
    : `The plan rests on ${planned ? `the model ${planned.name} ${planned.version}` : 'no model'}, ` +
        `but ${loaded ? `${loaded.name} ${loaded.version}` : 'none'} was named with the approval. ` +
        'Ask the model that is loaded now, and plan again.';
};

const frameAge: ApprovalCheck = (offer, _request, situation) => {
  const frame = offer.plan.observation;
  if (!frame) return null;
  if (situation.nowSec === null) return "The robot's clock is not known yet: no joint state has come.";
  const { frameLifetimeSec, clockSkewSec } = approvalLimits;
  const age = situation.nowSec - frame.stampSec;
  if (age < -clockSkewSec) return `The picture is dated ${seconds(-age)} in the future. Take a new picture.`;
  return age <= frameLifetimeSec
    ? null
    : `The picture that the plan rests on is ${seconds(age)} old; ${frameLifetimeSec} s are allowed. ` +
        'Take a new picture and ask again.';
};

const jointStateFresh: SituationCheck = (situation) => {
  const limit = approvalLimits.jointStateFreshMs;
  if (!situation.joints) return 'No joint state has come from the robot. Check its connection.';
  const age = situation.joints.ageMs;
  return age < limit
    ? null
    : `The last joint state is ${Math.round(age)} ms old; less than ${limit} ms is needed. Check the connection.`;
};

const startPositions: ApprovalCheck = (offer, _request, situation) => {
  const measured = situation.joints?.positions;
  if (!measured) return 'No joint state has come from the robot. Check its connection.';
  const { startPositions: planned, startTolerance } = offer.plan;
  if (measured.length !== planned.length) {
    return `The plan starts with ${planned.length} joints, the robot has ${measured.length}. ${planAgain}`;
  }
  const errors = planned.map((value, i) => Math.abs(value - (measured[i] ?? Number.NaN)));
  // Not "error > tolerance": a comparison with NaN must end in a refusal.
  const off = errors.findIndex((error) => !(error <= startTolerance));
  if (off < 0) return null;
  return (
    `Joint ${off + 1} stands ${errors[off]?.toFixed(4)} rad from where the plan begins; ` +
    `${startTolerance} rad are allowed. ${planAgain}`
  );
};

const standstill: SituationCheck = (situation) =>
  situation.standingStill ? null : 'The arm is not standing still. Wait until it does, then approve again.';

const noLatchedStop: SituationCheck = (situation) =>
  situation.stopLatched ? 'A stop is latched. Look at the robot, reset the stop, then plan again.' : null;

const notExecuting: SituationCheck = (situation) =>
  situation.executing
    ? 'The robot is executing another plan, or is being jogged or guided by hand. Wait for its end, or end it.'
    : null;

const noOtherCommander: SituationCheck = (situation) =>
  situation.otherCommander === null
    ? null
    : `Somebody else commands the robot: ${situation.otherCommander} End that first.`;

const recorder: SituationCheck = (situation) =>
  situation.recorderProblem === null
    ? null
    : `Nothing moves unrecorded: ${situation.recorderProblem} Wait for the recorder, or free disk space.`;

/** The motion would be stopped at once if either of them were silent. */
const heartbeats: SituationCheck = (situation) => {
  const { renderer, main } = situation.heartbeatAgeMs;
  const limit = approvalLimits.heartbeatSilenceMs;
  if (renderer === null || renderer > limit) return 'The console window does not say that it is alive.';
  if (main === null || main > limit) return 'The main process does not say that it is alive.';
  return null;
};

/** Asked when the approval comes, and asked again after the recorder's word, right before the start. */
export const standingChecks = {
  hash,
  connected: ofAny(connected),
  epoch,
  robot,
  limitsUnchanged,
  fencesUnchanged,
  notExpired,
  modelUnchanged,
  frameAge,
  jointStateFresh: ofAny(jointStateFresh),
  startPositions,
  standstill: ofAny(standstill),
  noLatchedStop: ofAny(noLatchedStop),
  notExecuting: ofAny(notExecuting),
  noOtherCommander: ofAny(noOtherCommander),
  recorder: ofAny(recorder),
  heartbeats: ofAny(heartbeats),
} as const satisfies Readonly<Record<string, ApprovalCheck>>;

/** Asked when the approval comes: in between, the approval itself uses the plan up. */
export const approvalChecks = { notUsed, ...standingChecks } as const;

/** What has to hold whoever is to move the arm, and by whatever means: asked before jogging and guiding. */
export const armChecks = {
  connected,
  jointStateFresh,
  standstill,
  noLatchedStop,
  notExecuting,
  noOtherCommander,
  recorder,
  heartbeats,
} as const satisfies Readonly<Record<string, SituationCheck>>;

/** Everything that speaks against moving the arm at all. */
export function armRefusals(situation: GateSituation): GateRefusal[] {
  return Object.entries(armChecks).flatMap(([check, judge]) => {
    const text = judge(situation);
    return text === null ? [] : [{ check, text: text.slice(0, 600) }];
  });
}

/** Everything that speaks against; empty when nothing does. */
export function refusalsOf(
  checks: Readonly<Record<string, ApprovalCheck>>,
  offer: OfferedPlan,
  request: ApprovalRequest,
  situation: GateSituation,
): GateRefusal[] {
  return Object.entries(checks).flatMap(([check, judge]) => {
    const text = judge(offer, request, situation);
    return text === null ? [] : [{ check, text: text.slice(0, 600) }];
  });
}
