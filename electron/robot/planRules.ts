import type { MotionChecker } from '../../shared/collision/checkMotion';
import type { Fences } from '../../shared/contract/fences';
import type { GripperSegment, Plan, TrajectorySegment } from '../../shared/contract/plan';
import type { GateRefusal } from '../../shared/contract/robotContract';
import type { Kinematics } from '../../shared/motion/kinematics';
import type { MotionLimits } from '../../shared/motion/limits';
import { planTimeline } from '../../shared/motion/planTimeline';
import { validateTrajectory } from '../../shared/motion/validateTrajectory';
import type { ParallelGripper } from '../../shared/robot/robotModel';
import { fenceProblems } from './fenceRules';
import type { Steps } from './slices';

/** The robot that the gate stands beside: what every plan is held to. */
export interface GateRobot {
  readonly name: string;
  readonly limits: MotionLimits;
  readonly limitsHash: string;
  readonly gripper: ParallelGripper;
  readonly kinematics: Kinematics;
  readonly fences: Fences;
  readonly fencesHash: string;
  /** Of collisions, within these fences. */
  readonly checker: MotionChecker;
}

/** rad: rounding between the end of one segment and the start of the next. */
const continuityTolerance = 1e-6;
/** s: rounding of a plan's duration against the sum of its segments. */
const durationTolerance = 1e-3;
/** The widest tolerances that still mean something: a plan cannot switch a watch off by asking for more. */
const widest = {
  startTolerance: 0.05,
  pathTolerance: 0.2,
  goalTolerance: 0.05,
  goalTimeToleranceSec: 5,
  gripperTimeoutSec: 15,
  /** s; it bounds the work of checking as well. */
  planSec: 600,
} as const;

type Say = (check: string, text: string) => void;

const trajectories = (plan: Plan) =>
  plan.segments.flatMap((segment, index) => (segment.type === 'trajectory' ? [{ segment, index }] : []));

const titleOf = (segment: { readonly phase: string }, index: number) =>
  `Segment ${index + 1} (${segment.phase})`;

function purpose(plan: Plan, say: Say): void {
  const founded = plan.model !== undefined && plan.observation !== undefined && plan.proposalId !== undefined;
  if (plan.purpose === 'task' && !founded) {
    say('purpose', 'A task must name its model, its observation and its proposal.');
  }
  const unfounded = plan.model === undefined && plan.observation === undefined;
  if (plan.purpose !== 'task' && !unfounded)
    say('purpose', `A plan of purpose ${plan.purpose} rests on no model and no observation.`);
}

function jointNames(plan: Plan, robot: GateRobot, say: Say): void {
  const expected = robot.limits.jointNames;
  for (const { segment, index } of trajectories(plan)) {
    const names = segment.jointNames;
    if (names.length !== expected.length || names.some((name, j) => name !== expected[j])) {
      say(
        'jointNames',
        `${titleOf(segment, index)} is not for the joints ${expected.join(', ')}, in this order.`,
      );
    }
  }
  if (plan.startPositions.length !== expected.length) {
    say(
      'jointNames',
      `startPositions has ${plan.startPositions.length} values for ${expected.length} joints.`,
    );
  }
}

/** Each trajectory begins where the one before ended, the first at startPositions. */
function continuity(plan: Plan, say: Say): void {
  let standing: readonly number[] = plan.startPositions;
  for (const { segment, index } of trajectories(plan)) {
    const start = segment.points[0]?.positions ?? [];
    if (
      start.length !== standing.length ||
      start.some((p, j) => !near(p, standing[j], continuityTolerance))
    ) {
      say('continuity', `${titleOf(segment, index)} does not begin where the arm stands then.`);
    }
    standing = segment.points.at(-1)?.positions ?? [];
  }
}

function tolerances(plan: Plan, say: Say): void {
  const check = (where: string, name: string, value: number, most: number) => {
    if (!(value <= most)) say('tolerances', `${where}: ${name} is ${value}; ${most} is the most.`);
  };
  check('The plan', 'startTolerance', plan.startTolerance, widest.startTolerance);
  for (const [index, segment] of plan.segments.entries()) {
    const where = titleOf(segment, index);
    if (segment.type === 'gripper') {
      check(where, 'timeoutSec', segment.timeoutSec, widest.gripperTimeoutSec);
      continue;
    }
    check(where, 'pathTolerance', segment.pathTolerance, widest.pathTolerance);
    check(where, 'goalTolerance', segment.goalTolerance, widest.goalTolerance);
    check(where, 'goalTimeToleranceSec', segment.goalTimeToleranceSec, widest.goalTimeToleranceSec);
    // Or the first joint state of the motion would already be outside the path.
    check(where, "the plan's startTolerance", plan.startTolerance, segment.pathTolerance);
  }
}

function gripperGoal(segment: GripperSegment, index: number, gripper: ParallelGripper, say: Say): void {
  const where = titleOf(segment, index);
  if (!(segment.width >= 0 && segment.width <= gripper.maxWidth)) {
    say('gripper', `${where}: a width of ${segment.width} m; the gripper opens 0 .. ${gripper.maxWidth} m.`);
  }
  // Zero is refused too: to a GripperCommand it means "as hard as you can".
  if (!(segment.force > 0 && segment.force <= gripper.maxForce)) {
    say(
      'gripper',
      `${where}: a force of ${segment.force} N; above 0 and up to ${gripper.maxForce} N is allowed.`,
    );
  }
  const object = segment.expectObject;
  if (object && !(object.minWidth > segment.width && object.maxWidth <= gripper.maxWidth)) {
    say('gripper', `${where}: the object's width must lie above the goal's width and within the opening.`);
  }
  if (object && !(object.minWidth < object.maxWidth)) {
    say('gripper', `${where}: an object of ${object.minWidth} to ${object.maxWidth} m cannot be.`);
  }
}

function duration(plan: Plan, say: Say): void {
  const sum = planTimeline(plan).at(-1)?.endSec ?? 0;
  if (!near(plan.durationSec, sum, durationTolerance)) {
    say('duration', `The plan says ${plan.durationSec} s; its segments take ${sum.toFixed(3)} s.`);
  }
  if (!(sum <= widest.planSec)) say('duration', `It takes ${sum} s; ${widest.planSec} s is the most.`);
}

function* trajectory(
  segment: TrajectorySegment,
  index: number,
  plan: Plan,
  robot: GateRobot,
  say: Say,
): Steps<void> {
  const { problems, use } = yield* validateTrajectory(segment, robot.limits);
  for (const problem of problems) say(problem.check, `${titleOf(segment, index)}: ${problem.text}`);
  if (problems.length > 0) return;
  for (const text of yield* fenceProblems(segment, robot.kinematics, robot.fences)) {
    say('fences', `${titleOf(segment, index)}: ${text}`);
  }
  // The speed that the operator chose and reads beside the approval.
  if (use.velocity > plan.speedScale + 1e-6) {
    say(
      'speed',
      `${titleOf(segment, index)} goes up to ${(use.velocity * 100).toFixed(1)} % of the velocity limits; ` +
        `the plan says ${(plan.speedScale * 100).toFixed(1)} %.`,
    );
  }
}

const near = (a: number, b: number | undefined, tolerance: number) =>
  b !== undefined && Math.abs(a - b) <= tolerance;

/**
 * Everything about a plan that does not change while it waits: whether the robot could run it at all.
 * The quick rules come first; only a plan that passes them has its motion sampled. At most ten refusals.
 */
export function* planRefusals(plan: Plan, robot: GateRobot): Steps<GateRefusal[]> {
  const refusals: GateRefusal[] = [];
  const say: Say = (check, text) => refusals.push({ check, text: text.slice(0, 600) });
  if (plan.robot !== robot.name)
    say('robot', `The plan is for "${plan.robot}"; this robot is "${robot.name}".`);
  if (plan.limitsHash !== robot.limitsHash) {
    say('limitsUnchanged', 'The plan was made within other joint limits than those of this robot.');
  }
  if (plan.fencesHash !== robot.fencesHash) {
    say('fencesUnchanged', 'The plan was made within other fences than those that stand. Plan again.');
  }
  purpose(plan, say);
  jointNames(plan, robot, say);
  continuity(plan, say);
  tolerances(plan, say);
  for (const [index, segment] of plan.segments.entries()) {
    if (segment.type === 'gripper') gripperGoal(segment, index, robot.gripper, say);
  }
  duration(plan, say);
  yield;
  if (refusals.length > 0) return refusals.slice(0, 10);
  for (const { segment, index } of trajectories(plan)) {
    yield* trajectory(segment, index, plan, robot, say);
  }
  return refusals.slice(0, 10);
}
