import { sha256Hex } from '../motion/sha256';
import type { RobotModel } from './robotModel';
import { robotModelSchema } from './robotModelSchema';

/** SHA-256 of a robot model's content: two models have the same exactly when nothing in them differs. */
export function robotModelHash(model: RobotModel): string {
  // Parsing puts the keys in the schema's order, so that the order in which they were written does not count.
  return sha256Hex(JSON.stringify(robotModelSchema.parse(model)));
}
