import type { CameraTopic } from '../../episodes/reading/cameraTopics';
import type { CameraShape } from './info';

/** A camera of an episode, with the size that its pictures will have. */
export interface SourceCamera extends CameraShape, CameraTopic {
  /** When its first picture was recorded (s of the episode). */
  readonly firstSec: number;
  /** The usual rate nearest to that of its pictures (1/s). */
  readonly rate: number;
}
