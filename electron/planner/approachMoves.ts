import { type MotionChecker, sceneMargin } from '../../shared/collision/checkMotion';
import type { SceneMap } from '../../shared/collision/sceneMap';
import { withSoftLimits } from '../../shared/motion/fences';
import type { Kinematics } from '../../shared/motion/kinematics';
import { planningLimits } from '../../shared/motion/limits';
import { jointMove, type Postures } from './motion/postures';
import { type Move, raise } from './motion/taskGeometry';
import { densePostures, timeMoves } from './motion/timeMoves';
import { nextSteps, PlanningError } from './planningError';

/** rad: an arm this near to where a motion starts stands there. */
export const standsAt = 0.002;

/**
 * The way to where another motion starts: straight there, after rising from the table where the hand is low, or by
 * way of home; the first of these that touches nothing. Empty where the arm stands there already. Throws
 * PlanningError with the reason of the first where none is free.
 */
export function approachMoves(
  kinematics: Kinematics,
  checker: MotionChecker,
  map: SceneMap,
  from: { readonly positions: readonly number[]; readonly gripperWidth: number },
  to: readonly number[],
): readonly Move[] {
  const { positions, gripperWidth } = from;
  if (to.every((q, j) => Math.abs(q - positions[j]!) <= standsAt)) return [];
  const limits = withSoftLimits(planningLimits(kinematics.robot, 1), checker.fences);
  const approach = (postures: Postures): Move => ({ phase: 'approach', postures });
  const raised = raise({ kinematics, limits }, positions);
  const rising = raised ? [approach(raised)] : [];
  const high = raised?.at(-1) ?? positions;
  const { home } = kinematics.robot;
  const ways = [
    [...rising, approach(jointMove(high, to))],
    [...rising, approach(jointMove(high, home)), approach(jointMove(home, to))],
  ];
  let first: PlanningError | undefined;
  for (const way of ways) {
    // As it will run: a corner between two moves is a stop.
    const timed = timeMoves(kinematics, way, 1);
    const { problem } = checker.check(
      map,
      timed.map(({ phase, points }) => ({
        phase,
        positions: densePostures(points),
        gripperWidth,
        marginOf: () => sceneMargin,
      })),
    );
    if (!problem) return way;
    first ??= new PlanningError(
      'collision',
      `The arm cannot come to where the motion starts. ${problem.text}`,
      problem.check === 'fences'
        ? nextSteps.otherFences
        : problem.check === 'scene'
          ? nextSteps.moveObject
          : nextSteps.freeByHand,
    );
  }
  throw first ?? new PlanningError('collision', 'There is no way to the start.', nextSteps.freeByHand);
}
