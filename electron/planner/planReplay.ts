import { type CheckedMotion, type MotionChecker, sceneMargin } from '../../shared/collision/checkMotion';
import { emptyMap } from '../../shared/collision/sceneMap';
import type { Params } from '../../shared/contract/channel';
import type { Segment } from '../../shared/contract/plan';
import type { plannerContract, ReplayStep } from '../../shared/contract/plannerContract';
import type { RobotState } from '../../shared/contract/robotContract';
import type { Kinematics } from '../../shared/motion/kinematics';
import { motionLimits } from '../../shared/motion/limits';
import { approachMoves } from './approachMoves';
import {
  assemblePlan,
  jointLimitsCheck,
  type PlanDocument,
  speedCheck,
  startTolerance,
  trajectorySegment,
} from './assemblePlan';
import type { Postures } from './motion/postures';
import type { Move } from './motion/taskGeometry';
import { densePostures, type TimedMove, timeMoves } from './motion/timeMoves';
import { nextSteps, PlanningError } from './planningError';
import { assertReady } from './robotReady';
import { clearanceChecks } from './taskChecks';

/** rad: recorded postures are thinned until a joint turns by this much from one to the next: less is noise. */
const thinning = 0.02;
/** rad: two recorded postures, one after the other, farther apart than this are not one motion. */
const gap = 0.1;
/** Postures that one stretch from rest to rest has at most: timing spreads its effort over them. */
const longestStretch = 150;
/** m: a grasp counts when the fingers stop this near to where they stopped when it was recorded. */
const widthTolerance = 0.012;
const gripperTimeoutSec = 5;
/** As a plan's schema has it. */
const mostSegments = 40;

type Replay = Params<typeof plannerContract, 'planReplay'>;

/** What the arm and the gripper do, in order. */
type Part =
  | { readonly type: 'arm'; readonly move: TimedMove; readonly gripperWidth: number }
  | { readonly type: 'gripper'; readonly segment: Segment };

/**
 * A plan that runs a recorded motion again, wherever the arm stands: first an approach to where it starts, then the
 * way that was recorded, timed anew within the limits. It rests on no picture: it is checked against the robot
 * itself, the table and the fences only, and says so. Throws PlanningError in words.
 */
export function planReplay(
  kinematics: Kinematics,
  checker: MotionChecker,
  state: RobotState,
  { title, steps, speedScale }: Replay,
): PlanDocument {
  const { robot } = kinematics;
  assertReady(robot, state);
  const { moves, starts } = recordedMoves(kinematics, steps);
  const approach = approachMoves(kinematics, checker, emptyMap, state, starts);

  const parts: Part[] = [];
  let gripperWidth = state.gripperWidth;
  let standing: readonly number[] = state.positions;
  const run = (move: Move) => {
    for (const timed of timeMoves(
      kinematics,
      [{ ...move, postures: [standing, ...move.postures] }],
      speedScale,
    )) {
      parts.push({ type: 'arm', move: timed, gripperWidth });
      standing = timed.points.at(-1)!.positions;
    }
  };
  for (const move of approach) run({ ...move, postures: move.postures.slice(1) });
  for (const step of moves) {
    if (step.type === 'motion') {
      for (const postures of step.stretches) run({ phase: 'replay', postures });
      continue;
    }
    parts.push({ type: 'gripper', segment: gripperSegment(step, robot.gripper.maxWidth) });
    gripperWidth = step.holds ?? step.width;
  }
  const arm = parts.flatMap((part) => (part.type === 'arm' ? [part] : []));
  if (arm.length === 0 || parts.length > mostSegments) {
    throw new PlanningError(
      'input',
      arm.length === 0
        ? 'Nothing in the recording moves the arm.'
        : `The recording is too long for one plan: ${parts.length} pieces; ${mostSegments} is the most.`,
      nextSteps.otherRecording,
    );
  }
  const verdict = checker.check(
    emptyMap,
    arm.map(
      ({ move, gripperWidth: width }): CheckedMotion => ({
        phase: move.phase,
        positions: densePostures(move.points),
        gripperWidth: width,
        marginOf: () => sceneMargin,
      }),
    ),
  );
  if (verdict.problem) {
    throw new PlanningError(
      'collision',
      verdict.problem.text,
      verdict.problem.check === 'fences'
        ? 'Change the fences (Models, Fences) if the motion is meant to go there, or record another one.'
        : 'Record the motion again, keeping the arm clear of itself and the table.',
    );
  }
  const timed = arm.map(({ move }) => move);
  const holds = steps.some((step) => step.type === 'gripper' && step.holds !== undefined);
  return assemblePlan(robot, {
    purpose: 'replay',
    createdAtSec: state.stampSec,
    robot: robot.name,
    limitsHash: state.limitsHash,
    fencesHash: state.fencesHash,
    epoch: state.epoch,
    instruction: title,
    speedScale,
    startPositions: [...state.positions],
    startTolerance,
    segments: parts.map((part) => (part.type === 'arm' ? trajectorySegment(robot, part.move) : part.segment)),
    checks: [
      {
        name: 'start',
        ok: true,
        text: startWords(approach.length > 0, timed),
      },
      jointLimitsCheck(robot, timed),
      speedCheck(robot, timed, speedScale),
      ...clearanceChecks(verdict, checker.fences).filter((check) => check.name !== 'scene'),
      {
        name: 'scene',
        ok: true,
        text: `No picture was used: look that nothing is in the way, and that what the motion takes stands where it has to.${holds ? ' What the gripper holds is not known, and not checked.' : ''}`,
      },
    ],
  });
}

/** A wish by the ghost has an approach and nothing after it. */
function startWords(approaches: boolean, moves: readonly TimedMove[]): string {
  if (!approaches) return 'The arm stands where the recorded motion starts.';
  return moves.some(({ phase }) => phase === 'replay')
    ? 'The arm does not stand where the recorded motion starts: it goes there first.'
    : 'The arm goes from where it stands now.';
}

type RecordedMove =
  | { readonly type: 'motion'; readonly stretches: readonly Postures[] }
  | Extract<ReplayStep, { type: 'gripper' }>;

/** The recording, thinned and cut into stretches; and where the arm stands when it starts. */
function recordedMoves(
  { robot }: Kinematics,
  steps: readonly ReplayStep[],
): { readonly moves: readonly RecordedMove[]; readonly starts: readonly number[] } {
  const { lower, upper, jointNames } = motionLimits(robot);
  let before: readonly number[] | undefined;
  let starts: readonly number[] | undefined;
  const moves = steps.map((step): RecordedMove => {
    if (step.type === 'gripper') return step;
    const kept: (readonly number[])[] = [];
    for (const q of step.positions) {
      if (q.length !== robot.armJointNames.length) {
        throw new PlanningError(
          'input',
          `The recording has ${q.length} joints; the ${robot.name} has ${robot.armJointNames.length}.`,
          'Choose a recording of this robot.',
        );
      }
      const beyond = q.findIndex((v, j) => !(v >= lower[j]! && v <= upper[j]!));
      if (beyond >= 0) {
        throw new PlanningError(
          'input',
          `The recording takes ${jointNames[beyond]} to ${q[beyond]!.toFixed(3)} rad, past its limit (${lower[beyond]} .. ${upper[beyond]} rad).`,
          nextSteps.otherRecording,
        );
      }
      const jumped = before ? apart(q, before) : 0;
      if (jumped > gap) {
        throw new PlanningError(
          'input',
          `The recording has a gap: from one posture to the next a joint turns by ${jumped.toFixed(2)} rad (${gap} is the most).`,
          nextSteps.otherRecording,
        );
      }
      before = q;
      starts ??= q;
      if (kept.length === 0 || apart(q, kept.at(-1)!) >= thinning) kept.push(q);
    }
    const last = step.positions.at(-1)!;
    if (kept.at(-1) !== last) {
      const nearly = apart(last, kept.at(-1)!) < thinning / 2;
      // In place of one that is nearly the same; what never moved does not move.
      if (nearly && kept.length > 1) kept.pop();
      if (!nearly || kept.length > 1) kept.push(last);
    }
    return { type: 'motion', stretches: cut(kept) };
  });
  if (!starts) {
    throw new PlanningError('input', 'The recording holds no motion of the arm.', nextSteps.otherRecording);
  }
  return { moves, starts };
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((most, v, j) => Math.max(most, Math.abs(v - b[j]!)), 0);

/** Pieces of about the same length, none longer than `longestStretch`. */
function cut(postures: Postures): readonly Postures[] {
  const pieces = Math.ceil(postures.length / longestStretch);
  const size = Math.ceil(postures.length / pieces);
  return Array.from({ length: pieces }, (_, k) => postures.slice(k * size, (k + 1) * size)).filter(
    (piece) => piece.length > 0,
  );
}

function gripperSegment(
  { width, force, holds }: Extract<ReplayStep, { type: 'gripper' }>,
  widest: number,
): Segment {
  const closing = holds !== undefined;
  const minWidth = Math.max(0.002, (holds ?? 0) - widthTolerance);
  return {
    type: 'gripper',
    phase: closing ? 'grasp' : 'release',
    // Past what it holds, or it would never close on it.
    width: closing ? Math.min(width, minWidth / 2) : Math.min(width, widest),
    force,
    timeoutSec: gripperTimeoutSec,
    ...(closing && { expectObject: { minWidth, maxWidth: Math.min(widest, holds + widthTolerance) } }),
  };
}
