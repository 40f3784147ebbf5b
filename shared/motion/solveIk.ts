import type { Pose } from '../geometry/pose';
import { solveSymmetric } from '../geometry/solveSymmetric';
import { writeFrame } from './frames';
import type { Kinematics } from './kinematics';
import type { MotionLimits } from './limits';
import { poseError } from './poseError';

export interface IkOptions {
  /** Solved when the tip is this near (m, rad). */
  readonly positionTolerance: number;
  readonly rotationTolerance: number;
  readonly maxIterations: number;
  /** A posture that the free motion of a redundant arm is drawn to; absent: shortest steps only. */
  readonly rest?: readonly number[];
}

export const defaultIkOptions: IkOptions = {
  positionTolerance: 1e-6,
  rotationTolerance: 1e-6,
  maxIterations: 60,
};

export interface IkResult {
  readonly solved: boolean;
  readonly positions: readonly number[];
  /** What is left between tip and target (m, rad). */
  readonly positionError: number;
  readonly rotationError: number;
}

/** Largest step of any joint in one iteration (rad): keeps the linear model honest. */
const maxStep = 0.35;
/**
 * A search that has not come nearer by this share within so many steps is caught before a limit or a singular
 * posture: another start is cheaper than waiting.
 */
const stall = { steps: 12, share: 0.5 };
/** Share of the way to the rest posture taken in the null space in each iteration. */
const restGain = 0.2;
const maxDamping = 0.02;

/**
 * Inverse kinematics from one start by damped least squares (Nakamura and Hanafusa 1986, Wampler 1986):
 * dq = q0 + J^T (J J^T + d I)^-1 (e - J q0), where q0 draws the null space to the rest posture. The
 * damping d falls with the square of the error (Sugihara 2011), so that it converges like Newton's
 * method yet stays calm near singular postures. A joint that would pass a limit stands at it for the
 * step and the others make up for it. The result always lies within the limits.
 */
export function solveIk(
  kinematics: Kinematics,
  limits: MotionLimits,
  target: Pose,
  start: readonly number[],
  options: IkOptions = defaultIkOptions,
): IkResult {
  const n = kinematics.dof;
  const frames = kinematics.createFrames();
  const jacobian = new Float64Array(6 * n);
  const goal = new Float64Array(12);
  const error = new Float64Array(6);
  const q = new Float64Array(n);
  const step = new Float64Array(n);
  writeFrame(target, goal, 0);
  for (let j = 0; j < n; j++) q[j] = Math.min(limits.upper[j]!, Math.max(limits.lower[j]!, start[j] ?? 0));

  let best = Number.POSITIVE_INFINITY;
  let bestAt = 0;

  for (let iteration = 0; ; iteration++) {
    kinematics.tipFrames(q, frames);
    poseError(goal, 0, frames, kinematics.tipOffset, error);
    const positionError = Math.hypot(error[0]!, error[1]!, error[2]!);
    const rotationError = Math.hypot(error[3]!, error[4]!, error[5]!);
    const solved = positionError <= options.positionTolerance && rotationError <= options.rotationTolerance;
    const miss = positionError + rotationError;
    if (miss < stall.share * best) {
      best = miss;
      bestAt = iteration;
    }
    const stuck = iteration - bestAt > stall.steps || !Number.isFinite(miss);
    if (solved || stuck || iteration >= options.maxIterations) {
      return { solved, positions: [...q], positionError, rotationError };
    }
    kinematics.jacobian(frames, jacobian);
    const size = Math.hypot(positionError, rotationError);
    for (let j = 0; j < n; j++) {
      // The pull fades as the tip arrives: it must not disturb the last, quadratic steps.
      const pull = options.rest ? restGain * Math.min(1, size * 10) : 0;
      step[j] = pull * ((options.rest?.[j] ?? q[j]!) - q[j]!);
    }
    dampedStep(jacobian, error, q, limits, Math.max(1e-12, Math.min(maxDamping, 0.05 * size * size)), step);
    const largest = step.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
    const scale = largest > maxStep ? maxStep / largest : 1;
    for (let j = 0; j < n; j++) {
      q[j] = Math.min(limits.upper[j]!, Math.max(limits.lower[j]!, q[j]! + scale * step[j]!));
    }
  }
}

/** Replaces `step`, which holds the wish of the null space, by the whole step, inside the limits. */
function dampedStep(
  jacobian: Float64Array,
  error: Float64Array,
  q: Float64Array,
  limits: MotionLimits,
  damping: number,
  step: Float64Array,
): void {
  const n = q.length;
  const wish = Float64Array.from(step);
  const fixed = new Uint8Array(n);
  const normal = new Float64Array(36);
  const rest = new Float64Array(6);
  for (let round = 0; round < n; round++) {
    for (let r = 0; r < 6; r++) {
      let left = error[r]!;
      for (let j = 0; j < n; j++) left -= jacobian[r * n + j]! * step[j]!;
      rest[r] = left;
      for (let s = 0; s <= r; s++) {
        let sum = r === s ? damping : 0;
        for (let j = 0; j < n; j++) {
          if (!fixed[j]) sum += jacobian[r * n + j]! * jacobian[s * n + j]!;
        }
        normal[r * 6 + s] = sum;
        normal[s * 6 + r] = sum;
      }
    }
    if (!solveSymmetric(normal, rest, 6)) return;
    let again = false;
    for (let j = 0; j < n; j++) {
      if (fixed[j]) continue;
      let add = 0;
      for (let r = 0; r < 6; r++) add += jacobian[r * n + j]! * rest[r]!;
      step[j] = step[j]! + add;
      const allowed = Math.min(limits.upper[j]! - q[j]!, Math.max(limits.lower[j]! - q[j]!, step[j]!));
      if (Math.abs(allowed - step[j]!) > 1e-12) {
        fixed[j] = 1;
        wish[j] = allowed;
        again = true;
      }
    }
    if (!again) return;
    step.set(wish);
  }
}
