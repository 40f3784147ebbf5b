import type { TrajectoryPoint } from '../contract/plan';
import type { MotionLimits } from './limits';
import { quinticCoefficients } from './sampleTrajectory';
import type { LimitUse } from './validateTrajectory';

/**
 * Greatest share of each limit that any joint uses on one piece of a trajectory, a quintic between two
 * points: exact at all times between them, not sampled. Jerk is greatest at an end or where snap vanishes,
 * acceleration where jerk does, velocity where acceleration does.
 */
export function quinticUse(a: TrajectoryPoint, b: TrajectoryPoint, limits: MotionLimits): LimitUse {
  const T = b.timeFromStart - a.timeFromStart;
  let [velocity, acceleration, jerk] = [0, 0, 0];
  for (let j = 0; j < limits.velocity.length; j++) {
    quinticCoefficients(
      c,
      T,
      { p: a.positions[j]!, v: a.velocities[j]!, a: a.accelerations[j]! },
      { p: b.positions[j]!, v: b.velocities[j]!, a: b.accelerations[j]! },
    );
    const turns = quadraticRoots(60 * c[5]!, 24 * c[4]!, 6 * c[3]!, T);
    const steady = 0.2 * c[4]! > 0 === c[5]! > 0 ? -1 : (-0.2 * c[4]!) / c[5]!;
    let most = Math.max(Math.abs(jerkAt(0)), Math.abs(jerkAt(T)));
    if (steady > 0 && steady < T) most = Math.max(most, Math.abs(jerkAt(steady)));
    jerk = Math.max(jerk, most / limits.jerk[j]!);

    let mostA = 0;
    let mostV = Math.max(Math.abs(a.velocities[j]!), Math.abs(b.velocities[j]!));
    let from = 0;
    let before = accelerationAt(0);
    for (let k = 0; k <= turns; k++) {
      const to = k === turns ? T : roots[k]!;
      const after = accelerationAt(to);
      mostA = Math.max(mostA, Math.abs(before), Math.abs(after));
      // Between turns the acceleration goes one way: where it crosses zero, velocity is greatest.
      if (before < 0 !== after < 0) mostV = Math.max(mostV, Math.abs(velocityAt(crossing(from, to, before))));
      from = to;
      before = after;
    }
    acceleration = Math.max(acceleration, mostA / limits.acceleration[j]!);
    velocity = Math.max(velocity, mostV / limits.velocity[j]!);
  }
  return { velocity, acceleration, jerk };
}

/** Coefficients of the joint at hand, and where its jerk vanishes. */
const c = new Float64Array(6);
const roots = new Float64Array(2);

const velocityAt = (t: number) => c[1]! + t * (2 * c[2]! + t * (3 * c[3]! + t * (4 * c[4]! + t * 5 * c[5]!)));
const accelerationAt = (t: number) => 2 * c[2]! + t * (6 * c[3]! + t * (12 * c[4]! + t * 20 * c[5]!));
const jerkAt = (t: number) => 6 * c[3]! + t * (24 * c[4]! + t * 60 * c[5]!);

/** Puts the real roots of a t^2 + b t + c strictly between 0 and T into `roots`, rising; gives their number. */
function quadraticRoots(a: number, b: number, c0: number, T: number): number {
  const root = b * b - 4 * a * c0;
  if (!(root > 0)) return 0;
  const q = -(b + Math.sign(b || 1) * Math.sqrt(root)) / 2;
  const [x, y] = [q / a, c0 / q];
  let count = 0;
  for (const t of x < y ? [x, y] : [y, x]) if (t > 0 && t < T) roots[count++] = t;
  return count;
}

/** Where the acceleration crosses zero, by bisection: precise far beyond what velocity there notices. */
function crossing(from: number, to: number, before: number): number {
  let [low, high] = [from, to];
  for (let k = 0; k < 26; k++) {
    const middle = (low + high) / 2;
    if (accelerationAt(middle) < 0 === before < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
