import type { TrajectoryPoint } from '../contract/plan';
import type { MotionLimits } from './limits';
import { quinticCoefficients } from './sampleTrajectory';

export interface TrajectoryProblem {
  readonly check: 'joints' | 'times' | 'rest' | 'position' | 'velocity' | 'acceleration' | 'jerk';
  readonly text: string;
}

/** Greatest share of a limit used (1 = exactly at it) anywhere on a trajectory. */
export interface LimitUse {
  readonly velocity: number;
  readonly acceleration: number;
  readonly jerk: number;
}

export interface TrajectoryValidation {
  /** Empty: the trajectory may run. At most one a kind and joint. */
  readonly problems: readonly TrajectoryProblem[];
  readonly use: LimitUse;
}

/** s: spacing of the samples between points. */
const sampleStep = 0.001;
/** Samples (of one joint), and points, between two yields: well under 0.1 ms of work. */
const samplesPerSlice = 100;
const pointsPerSlice = 100;
/** s: no single motion takes longer; it also bounds the work of checking one. */
export const longestTrajectorySec = 600;
/** rad/s and rad/s^2 that still count as standing still: rounding to nine decimals is far below. */
const restTolerance = 1e-6;
/** Rounding of plan texts may take a figure past its limit by this share and no more. */
const roundingShare = 1e-6;

function* problemsOfForm(
  points: readonly TrajectoryPoint[],
  limits: MotionLimits,
): Generator<undefined, TrajectoryProblem[]> {
  const problems: TrajectoryProblem[] = [];
  const times = (text: string) => problems.push({ check: 'times', text });
  const n = limits.jointNames.length;
  if (points.length < 2) times(`A trajectory needs two points or more; this one has ${points.length}.`);
  if (points[0] && points[0].timeFromStart !== 0) {
    times(`The first point is at ${points[0].timeFromStart} s instead of 0.`);
  }
  for (const [i, p] of points.entries()) {
    if (i % pointsPerSlice === pointsPerSlice - 1) yield;
    const before = points[i - 1];
    if (!Number.isFinite(p.timeFromStart)) times(`Point ${i} has no valid time.`);
    else if (before && !(p.timeFromStart > before.timeFromStart)) {
      times(`Point ${i} (${p.timeFromStart} s) is not after point ${i - 1} (${before.timeFromStart} s).`);
    }
    const vectors = [p.positions, p.velocities, p.accelerations];
    if (vectors.some((v) => v.length !== n || !v.every(Number.isFinite))) {
      problems.push({ check: 'joints', text: `Point ${i} does not give ${n} finite values a joint vector.` });
    }
    if (problems.length > 5) return problems;
  }
  const end = points.at(-1)?.timeFromStart ?? 0;
  if (end > longestTrajectorySec) times(`It takes ${end} s; ${longestTrajectorySec} s is the most.`);
  return problems;
}

function problemsOfRest(
  points: readonly TrajectoryPoint[],
  begins: 'atRest' | 'moving',
): TrajectoryProblem[] {
  const ends = [
    ['first', points[0]!],
    ['last', points.at(-1)!],
  ] as const;
  return ends
    .slice(begins === 'atRest' ? 0 : 1)
    .filter(([, p]) => [...p.velocities, ...p.accelerations].some((v) => Math.abs(v) > restTolerance))
    .map(([which]) => ({ check: 'rest', text: `The ${which} point is not at rest.` }));
}

/**
 * Checks a trajectory against limits as the controller will run it: joint names, times, rest at both
 * ends, and position, velocity, acceleration and jerk at every millisecond of the quintic between
 * points. A generator, so that a process that must stay quick can take it in slices: each next()
 * computes for less than 0.1 ms; the return value is the verdict. `runToEnd` runs it in one go. One that
 * goes on where another was under way begins `moving`.
 */
export function* validateTrajectory(
  trajectory: { readonly jointNames: readonly string[]; readonly points: readonly TrajectoryPoint[] },
  limits: MotionLimits,
  begins: 'atRest' | 'moving' = 'atRest',
): Generator<undefined, TrajectoryValidation> {
  const { jointNames, points } = trajectory;
  const none: LimitUse = { velocity: 0, acceleration: 0, jerk: 0 };
  if (
    jointNames.length !== limits.jointNames.length ||
    jointNames.some((name, j) => name !== limits.jointNames[j])
  ) {
    const text = `The joints are [${jointNames.join(', ')}] instead of [${limits.jointNames.join(', ')}].`;
    return { problems: [{ check: 'joints', text }], use: none };
  }
  const form = yield* problemsOfForm(points, limits);
  if (form.length > 0) return { problems: form, use: none };

  const problems = problemsOfRest(points, begins);
  const reported = new Set<string>();
  const report = (check: TrajectoryProblem['check'], joint: number, time: number, what: string) => {
    if (reported.has(`${check}${joint}`)) return;
    reported.add(`${check}${joint}`);
    problems.push({ check, text: `${jointNames[joint]} at ${time.toFixed(3)} s: ${what}` });
  };
  const use = { velocity: 0, acceleration: 0, jerk: 0 };
  const c = new Float64Array(6);
  const allowed = 1 + roundingShare;
  let samples = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    const T = b.timeFromStart - a.timeFromStart;
    const steps = Math.max(1, Math.ceil(T / sampleStep));
    for (let j = 0; j < jointNames.length; j++) {
      quinticCoefficients(
        c,
        T,
        { p: a.positions[j]!, v: a.velocities[j]!, a: a.accelerations[j]! },
        { p: b.positions[j]!, v: b.velocities[j]!, a: b.accelerations[j]! },
      );
      const [c0, c1, c2, c3, c4, c5] = c as unknown as [number, number, number, number, number, number];
      for (let k = 0; k <= steps; k++) {
        const t = (T * k) / steps;
        const time = a.timeFromStart + t;
        const p = c0 + t * (c1 + t * (c2 + t * (c3 + t * (c4 + t * c5))));
        const v = Math.abs(c1 + t * (2 * c2 + t * (3 * c3 + t * (4 * c4 + t * 5 * c5))));
        const acc = Math.abs(2 * c2 + t * (6 * c3 + t * (12 * c4 + t * 20 * c5)));
        const jerk = Math.abs(6 * c3 + t * (24 * c4 + t * 60 * c5));
        use.velocity = Math.max(use.velocity, v / limits.velocity[j]!);
        use.acceleration = Math.max(use.acceleration, acc / limits.acceleration[j]!);
        use.jerk = Math.max(use.jerk, jerk / limits.jerk[j]!);
        if (p < limits.lower[j]! - roundingShare || p > limits.upper[j]! + roundingShare) {
          report(
            'position',
            j,
            time,
            `${p.toFixed(4)} rad is outside ${limits.lower[j]} .. ${limits.upper[j]}.`,
          );
        }
        if (v > limits.velocity[j]! * allowed) {
          report('velocity', j, time, `${v.toFixed(3)} rad/s, limit ${limits.velocity[j]}.`);
        }
        if (acc > limits.acceleration[j]! * allowed) {
          report('acceleration', j, time, `${acc.toFixed(3)} rad/s^2, limit ${limits.acceleration[j]}.`);
        }
        if (jerk > limits.jerk[j]! * allowed) {
          report('jerk', j, time, `${jerk.toFixed(1)} rad/s^3, limit ${limits.jerk[j]}.`);
        }
        // Counted here so that a single long piece is sliced too.
        if (++samples % samplesPerSlice === 0) yield;
      }
    }
  }
  return { problems, use };
}

/** Runs a generator to its end without pausing and gives what it returns. */
export function runToEnd<R>(work: Generator<undefined, R>): R {
  let step = work.next();
  while (!step.done) step = work.next();
  return step.value;
}
