import type { Pose } from '../geometry/pose';
import { writeFrame } from './frames';
import { halton } from './halton';
import type { Kinematics } from './kinematics';
import type { MotionLimits } from './limits';

/** Postures known of a robot, and how many of them are offered for a pose. */
const known = 1500;
const offered = 60;
/** m^2 that a turn counts for, where the turn is told by the trace of its matrix (3 - trace is about angle^2). */
const turnWeight = 0.06;

/**
 * Postures to begin the search for a pose from: of many, spread evenly over the joints' ranges (the same
 * on every run), those whose tip is nearest to it. From there the search mostly arrives at once, on
 * whichever branch the limits leave.
 */
export interface IkStarts {
  /** The nearest first; the numbers are an internal array's, valid until the next call. */
  near(target: Pose): readonly (readonly number[])[];
}

export function createIkStarts(kinematics: Kinematics, limits: MotionLimits): IkStarts {
  const frames = kinematics.createFrames();
  const tips = new Float64Array(known * 12);
  const postures = Array.from({ length: known }, (_, i) => {
    const posture = halton(i + 1, kinematics.dof).map((h, j) => {
      // A joint of more than one turn need not be searched twice.
      const [low, high] = oneTurn(limits.lower[j]!, limits.upper[j]!);
      return low + h * (high - low);
    });
    kinematics.tipFrames(posture, frames);
    tips.set(frames.subarray(kinematics.tipOffset, kinematics.tipOffset + 12), i * 12);
    return posture;
  });
  const goal = new Float64Array(12);

  return {
    near(target) {
      writeFrame(target, goal, 0);
      const nearest = new Int32Array(offered);
      const distances = new Float64Array(offered).fill(Number.POSITIVE_INFINITY);
      for (let i = 0; i < known; i++) {
        let trace = 0;
        let squared = 0;
        for (let row = 0; row < 12; row += 4) {
          const at = i * 12 + row;
          trace += tips[at]! * goal[row]! + tips[at + 1]! * goal[row + 1]! + tips[at + 2]! * goal[row + 2]!;
          squared += (tips[at + 3]! - goal[row + 3]!) ** 2;
        }
        const distance = squared + turnWeight * (3 - trace);
        if (!(distance < distances[offered - 1]!)) continue;
        let place = offered - 1;
        for (; place > 0 && distances[place - 1]! > distance; place--) {
          distances[place] = distances[place - 1]!;
          nearest[place] = nearest[place - 1]!;
        }
        distances[place] = distance;
        nearest[place] = i;
      }
      return Array.from(nearest, (i) => postures[i]!);
    },
  };
}

function oneTurn(lower: number, upper: number): readonly [number, number] {
  if (upper - lower <= 2 * Math.PI) return [lower, upper];
  const middle = Math.min(upper - Math.PI, Math.max(lower + Math.PI, 0));
  return [middle - Math.PI, middle + Math.PI];
}
