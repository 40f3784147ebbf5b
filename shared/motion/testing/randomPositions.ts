import { fr3 } from '../../robot/fr3';
import type { Random } from '../../scene/random';
import { motionLimits } from '../limits';

const limits = motionLimits(fr3);

/** Arm positions drawn evenly between the FR3's joint limits, `margin` (rad) from their ends. */
export function randomPositions(random: Random, margin = 0): number[] {
  return limits.lower.map((lower, j) => random.uniform(lower + margin, limits.upper[j]! - margin));
}
