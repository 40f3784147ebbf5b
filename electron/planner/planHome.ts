import { type MotionChecker, sceneMargin } from '../../shared/collision/checkMotion';
import { emptyMap } from '../../shared/collision/sceneMap';
import type { RobotState } from '../../shared/contract/robotContract';
import { withSoftLimits } from '../../shared/motion/fences';
import type { Kinematics } from '../../shared/motion/kinematics';
import { planningLimits } from '../../shared/motion/limits';
import {
  assemblePlan,
  jointLimitsCheck,
  type PlanDocument,
  speedCheck,
  startTolerance,
  trajectorySegment,
} from './assemblePlan';
import { jointMove } from './motion/postures';
import { type Move, raise } from './motion/taskGeometry';
import { densePostures, timeMoves } from './motion/timeMoves';
import { nextSteps, PlanningError } from './planningError';
import { assertReady } from './robotReady';
import { clearanceChecks } from './taskChecks';

/**
 * A plan that brings the arm to its home posture: straight up first where the hand is low, then there.
 * It rests on no picture: it is checked against the robot itself and the table only, and says so.
 * The gripper stays as it is. Throws PlanningError in words.
 */
export function planHome(
  kinematics: Kinematics,
  checker: MotionChecker,
  state: RobotState,
  speedScale: number,
): PlanDocument {
  const { robot } = kinematics;
  assertReady(robot, state);
  const moves: Move[] = [];
  const limits = withSoftLimits(planningLimits(robot, 1), checker.fences);
  const raised = raise({ kinematics, limits }, state.positions);
  if (raised) moves.push({ phase: 'retreat', postures: raised });
  moves.push({ phase: 'home', postures: jointMove(raised?.at(-1) ?? state.positions, robot.home) });
  const timed = timeMoves(kinematics, moves, speedScale);
  if (timed.length === 0) {
    throw new PlanningError('input', 'The arm is at home already.', 'Nothing needs to be done.');
  }
  const verdict = checker.check(
    emptyMap,
    timed.map(({ phase, points }) => ({
      phase,
      positions: densePostures(points),
      gripperWidth: state.gripperWidth,
      marginOf: () => sceneMargin,
    })),
  );
  if (verdict.problem) {
    throw new PlanningError(
      'collision',
      verdict.problem.text,
      nextSteps[verdict.problem.check === 'fences' ? 'otherFences' : 'freeByHand'],
    );
  }
  return assemblePlan(robot, {
    purpose: 'home',
    createdAtSec: state.stampSec,
    robot: robot.name,
    limitsHash: state.limitsHash,
    fencesHash: state.fencesHash,
    epoch: state.epoch,
    instruction: '',
    speedScale,
    startPositions: [...state.positions],
    startTolerance,
    segments: timed.map((move) => trajectorySegment(robot, move)),
    checks: [
      jointLimitsCheck(robot, timed),
      speedCheck(robot, timed, speedScale),
      ...clearanceChecks(verdict, checker.fences).filter((check) => check.name !== 'scene'),
      {
        name: 'scene',
        ok: true,
        text: 'No picture was used: look that nothing stands in the way of the arm as it rises and swings home.',
      },
    ],
  });
}
