import type { Fences } from '../../shared/contract/fences';
import type { TrajectorySegment } from '../../shared/contract/plan';
import { fencesProblem, outsideFences } from '../../shared/motion/fences';
import type { Kinematics } from '../../shared/motion/kinematics';
import { quinticCoefficients } from '../../shared/motion/sampleTrajectory';
import type { Steps } from './slices';

/** s: the fences are looked at this often along a motion. */
const sampleStep = 0.001;
/** Postures, about 3 us each, between two yields. */
const posturesPerSlice = 20;
/** Reasons that one segment gives at most. */
const mostReasons = 3;

/** A point of the arm that is held inside the fences. */
interface WatchedPoint {
  readonly name: string;
  /** Where its x, y, z stand among the frames. */
  readonly at: readonly [number, number, number];
}

function watchedPoints({ robot, linkNames, tipOffset }: Kinematics): readonly WatchedPoint[] {
  const at = (offset: number) => [offset + 3, offset + 7, offset + 11] as const;
  return [
    { name: 'the tool point', at: at(tipOffset) },
    ...robot.joints
      .filter(({ name }) => robot.armJointNames.includes(name))
      .map(({ name, child }) => ({ name: `the middle of ${name}`, at: at(linkNames.indexOf(child) * 12) })),
  ];
}

/**
 * Where a trajectory leaves the fences, by this process's own model of the robot: joint soft limits, tool point and
 * the origins of all arm joints, at every millisecond. The trajectory's form must have been checked before.
 */
export function* fenceProblems(
  { points }: TrajectorySegment,
  kinematics: Kinematics,
  fences: Fences,
): Steps<readonly string[]> {
  const senseless = fencesProblem(fences, kinematics.robot);
  if (senseless) return [senseless];
  const { armJointNames } = kinematics.robot;
  const watched = watchedPoints(kinematics);
  const soft = fences.joints.map((limit) => ({ ...limit, j: armJointNames.indexOf(limit.joint) }));
  const frames = kinematics.createFrames();
  const q = new Float64Array(kinematics.dof);
  const coefficients = armJointNames.map(() => new Float64Array(6));
  const reasons = new Map<string, string>();
  const note = (key: string, time: number, text: string) => {
    if (!reasons.has(key)) reasons.set(key, `${text} at ${time.toFixed(3)} s.`);
  };
  let postures = 0;
  for (let i = 0; i + 1 < points.length; i++) {
    const [a, b] = [points[i]!, points[i + 1]!];
    const T = b.timeFromStart - a.timeFromStart;
    for (const [j, c] of coefficients.entries()) {
      quinticCoefficients(
        c,
        T,
        { p: a.positions[j]!, v: a.velocities[j]!, a: a.accelerations[j]! },
        { p: b.positions[j]!, v: b.velocities[j]!, a: b.accelerations[j]! },
      );
    }
    const steps = Math.max(1, Math.ceil(T / sampleStep));
    for (let k = i === 0 ? 0 : 1; k <= steps; k++) {
      const t = (T * k) / steps;
      const time = a.timeFromStart + t;
      for (const [j, c] of coefficients.entries()) {
        q[j] = c[0]! + t * (c[1]! + t * (c[2]! + t * (c[3]! + t * (c[4]! + t * c[5]!))));
      }
      for (const { joint, lower, upper, j } of soft) {
        if (q[j]! >= lower && q[j]! <= upper) continue;
        note(
          joint,
          time,
          `${joint} turns to ${q[j]?.toFixed(3)} rad, past its soft limit ${lower} .. ${upper},`,
        );
      }
      kinematics.tipFrames(q, frames);
      for (const { name, at } of watched) {
        const why = outsideFences(fences, frames[at[0]]!, frames[at[1]]!, frames[at[2]]!);
        if (why) note(why, time, `${name} ${why}`);
      }
      if (reasons.size >= mostReasons) return [...reasons.values()];
      if (++postures % posturesPerSlice === 0) yield;
    }
  }
  return [...reasons.values()];
}
