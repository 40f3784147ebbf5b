import type { MotionChecker, MotionVerdict } from '../../../shared/collision/checkMotion';
import { emptyMap } from '../../../shared/collision/sceneMap';
import type { TrajectoryPoint } from '../../../shared/contract/plan';
import type { Steps } from '../slices';

/** Postures that are looked at between two yields: about a tenth of a millisecond each. */
const posturesPerSlice = 4;
/** m: an arm that gets away from what it is too near to may come nearer by this on the way: rounding. */
const noNearer = 0.0002;

type Problem = NonNullable<MotionVerdict['problem']>;
const measures = { 'self collision': 'self', table: 'table', scene: 'scene', fences: 'fences' } as const;
const distanceOf = (verdict: MotionVerdict, { check }: Problem) => verdict[measures[check]].distance;

/**
 * Why a jogged motion must not be sent, or null: the arm with its hand, against itself, the table and the fences, by
 * the same model and margins as plans, with nothing jumped over. What stands on the table is not looked at: jogging
 * is there to touch it. Where the arm stands too near already, only motions that lead away are let through.
 */
export function* jogCollision(
  points: readonly TrajectoryPoint[],
  checker: MotionChecker,
  gripperWidth: number,
): Steps<string | null> {
  const postures = points.map(({ positions }) => positions);
  const verdictOf = (positions: readonly (readonly number[])[]) =>
    checker.check(emptyMap, [{ phase: 'approach', positions, gripperWidth, marginOf: () => undefined }]);
  const words = ({ text }: Problem) =>
    `${text.replace(/^During approach, /, 'The arm would come too near: ')} Jog another way.`;

  const start = verdictOf(postures.slice(0, 1));
  if (start.problem) {
    const { problem } = start;
    let nearest = distanceOf(start, problem);
    for (const [i, posture] of postures.entries()) {
      const here = verdictOf([posture]);
      // Clear of it: from here on it is a motion like any other.
      if (!here.problem) return yield* jogCollision(points.slice(i), checker, gripperWidth);
      const distance = distanceOf(here, problem);
      if (here.problem.check !== problem.check || !(distance >= nearest - noNearer))
        return words(here.problem);
      nearest = Math.max(nearest, distance);
      if (i % posturesPerSlice === posturesPerSlice - 1) yield;
    }
    return null;
  }
  for (let at = 0; at + 1 < postures.length; at += posturesPerSlice) {
    const { problem } = verdictOf(postures.slice(at, at + posturesPerSlice + 1));
    if (problem) return words(problem);
    yield;
  }
  return null;
}
