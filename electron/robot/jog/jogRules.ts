import type { JogApproval } from '../../../shared/contract/jog';
import type { TrajectoryPoint } from '../../../shared/contract/plan';
import { validateTrajectory } from '../../../shared/motion/validateTrajectory';
import { jogLimits } from '../../../shared/session/jog';
import { fenceProblems } from '../fenceRules';
import type { GateRobot } from '../planRules';
import type { Steps } from '../slices';
import { jogCollision } from './jogCollision';

/** Between two knots a joint may be a little faster than at both. */
const between = 1.02;
const knotsPerSlice = 10;

/**
 * Why a stretch of jogged motion must not be sent, or null: the rules that plans are held to (limits at every
 * millisecond, rest at its end, fences, collision), the approved speed, and the speed of the tool point.
 */
export function* jogProblem(
  points: readonly TrajectoryPoint[],
  robot: GateRobot,
  approval: JogApproval,
  gripperWidth: number,
): Steps<string | null> {
  const { limits, kinematics, fences } = robot;
  const velocity = limits.velocity.map((v) => Math.min(v, approval.jointSpeed * between));
  const { jointNames } = limits;
  const { problems } = yield* validateTrajectory({ jointNames, points }, { ...limits, velocity }, 'moving');
  if (problems[0]) return problems[0].text;
  const segment = {
    type: 'trajectory' as const,
    phase: 'approach' as const,
    jointNames: [...jointNames],
    points: [...points],
    pathTolerance: 1,
    goalTolerance: 1,
    goalTimeToleranceSec: 1,
  };
  const outside = yield* fenceProblems(segment, kinematics, fences);
  if (outside[0]) return outside[0];
  const fast = yield* tipTooFast(points, robot);
  if (fast) return fast;
  return yield* jogCollision(points, robot.checker, gripperWidth);
}

function* tipTooFast(points: readonly TrajectoryPoint[], { kinematics }: GateRobot): Steps<string | null> {
  const { dof } = kinematics;
  const frames = kinematics.createFrames();
  const J = new Float64Array(6 * dof);
  for (const [i, { positions, velocities }] of points.entries()) {
    kinematics.tipFrames(positions, frames);
    kinematics.jacobian(frames, J);
    const speed = Math.hypot(
      ...[0, 1, 2].map((row) => velocities.reduce((sum, v, j) => sum + J[row * dof + j]! * v, 0)),
    );
    if (!(speed <= jogLimits.tipSpeedAtMost)) {
      return `The tool point would move at ${speed.toFixed(2)} m/s; ${jogLimits.tipSpeedAtMost} m/s is the most.`;
    }
    if (i % knotsPerSlice === knotsPerSlice - 1) yield;
  }
  return null;
}
