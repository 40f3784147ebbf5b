import { fr3 } from '../../robot/fr3';
import type { RobotModel } from '../../robot/robotModel';
import type { Random } from '../../scene/random';
import { motionLimits } from '../limits';

/** Arm positions drawn evenly between a robot's joint limits, `margin` (rad) from their ends. */
export function randomPositions(random: Random, margin = 0, robot: RobotModel = fr3): number[] {
  const { lower, upper } = motionLimits(robot);
  return lower.map((low, j) => random.uniform(low + margin, upper[j]! - margin));
}
