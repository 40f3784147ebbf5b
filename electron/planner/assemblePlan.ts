import { spoken } from '../../shared/collision/checkMotion';
import { type Plan, type PlanCheck, planSchema, type Segment } from '../../shared/contract/plan';
import { motionLimits, scaleLimits } from '../../shared/motion/limits';
import { planTimeline } from '../../shared/motion/planTimeline';
import { quinticUse } from '../../shared/motion/quinticUse';
import { sha256Hex } from '../../shared/motion/sha256';
import { type LimitUse, runToEnd, validateTrajectory } from '../../shared/motion/validateTrajectory';
import type { RobotModel } from '../../shared/robot/robotModel';
import type { TimedMove } from './motion/timeMoves';
import { PlanningError } from './planningError';

/** A plan as it travels: the exact text, and the name that follows from it. */
export interface PlanDocument {
  readonly planText: string;
  readonly planHash: string;
}

/** rad: how far the robot may have moved when the plan begins. */
export const startTolerance = 0.02;
/** What the controller is held to: during the motion, at its end, and how much later it may end. */
const tolerances = { pathTolerance: 0.12, goalTolerance: 0.02, goalTimeToleranceSec: 1.5 };
/**
 * Decimals of the numbers in a plan's text: jerk divides rounding by the cube of the time between points, which
 * may be a millisecond. Stamps are kept as they are.
 */
const decimals = 1e12;
const largestRounded = 1e6;

/** A timed move as a goal for the arm's controller. */
export function trajectorySegment(robot: RobotModel, { phase, points }: TimedMove): Segment {
  return {
    type: 'trajectory',
    phase,
    jointNames: [...robot.armJointNames],
    points: points.map((p) => ({ ...p })),
    ...tolerances,
  };
}

/** Greatest use of the robot's own limits anywhere in some moves, exact at all times. */
export function limitUse(robot: RobotModel, moves: readonly TimedMove[]): LimitUse {
  const limits = motionLimits(robot);
  const most = { velocity: 0, acceleration: 0, jerk: 0 };
  for (const { points } of moves) {
    for (let i = 0; i + 1 < points.length; i++) {
      const use = quinticUse(points[i]!, points[i + 1]!, limits);
      most.velocity = Math.max(most.velocity, use.velocity);
      most.acceleration = Math.max(most.acceleration, use.acceleration);
      most.jerk = Math.max(most.jerk, use.jerk);
    }
  }
  return most;
}

/** The check of limits, in words. */
export function speedCheck(robot: RobotModel, moves: readonly TimedMove[], speedScale: number): PlanCheck {
  const use = limitUse(robot, moves);
  const percent = (share: number) => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
  return {
    name: 'speed',
    ok: true,
    text:
      `Speed scale ${percent(speedScale)}: at most ${percent(use.velocity)} of a joint's velocity limit, ` +
      `${percent(use.acceleration)} of acceleration, ${percent(use.jerk)} of jerk, at any moment.`,
  };
}

/** The check of joint positions, in words: which joint comes nearest to its end. */
export function jointLimitsCheck(robot: RobotModel, moves: readonly TimedMove[]): PlanCheck {
  const limits = motionLimits(robot);
  let nearest = { left: Number.POSITIVE_INFINITY, joint: '' };
  for (const { points } of moves) {
    for (const { positions } of points) {
      for (const [j, q] of positions.entries()) {
        const left = Math.min(q - limits.lower[j]!, limits.upper[j]! - q);
        if (left < nearest.left) nearest = { left, joint: limits.jointNames[j]! };
      }
    }
  }
  const text = `All joints stay inside their limits; ${spoken(nearest.joint)} comes nearest, ${nearest.left.toFixed(2)} rad from its end.`;
  return { name: 'joint limits', ok: true, text };
}

/**
 * Makes a plan's text: numbers rounded, durations summed, then read back and checked once more exactly
 * as it will be judged. Throws PlanningError if it does not hold: a plan that the gate would refuse.
 */
export function assemblePlan(robot: RobotModel, plan: Omit<Plan, 'version' | 'durationSec'>): PlanDocument {
  const durationSec = planTimeline(plan).at(-1)?.endSec ?? 0;
  const whole: Plan = { version: 1, ...plan, durationSec };
  const planText = JSON.stringify(whole, (_, value: unknown) =>
    typeof value === 'number' && Math.abs(value) < largestRounded
      ? Math.round(value * decimals) / decimals
      : value,
  );
  const read = planSchema.safeParse(JSON.parse(planText));
  if (!read.success) {
    const issue = read.error.issues[0];
    throw unusable(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const limits = scaleLimits(motionLimits(robot), plan.speedScale);
  for (const segment of read.data.segments) {
    if (segment.type !== 'trajectory') continue;
    const { problems } = runToEnd(validateTrajectory(segment, limits));
    if (problems[0]) throw unusable(`${segment.phase}: ${problems[0].text}`);
  }
  return { planText, planHash: sha256Hex(planText) };
}

function unusable(why: string): PlanningError {
  return new PlanningError(
    'timing',
    `The plan that came out does not keep the limits (${why}).`,
    'Choose another speed and plan again.',
  );
}
