import type { BoxConvention, ModelIdentity } from '../../shared/contract/proposal';
import type { StopSource } from '../../shared/contract/robotContract';
import type { Stated } from '../../shared/contract/stated';
import type { Clients } from './clients';
import type { Timeouts } from './runContext';

/** What the loop needs of the world around it. */
export interface LoopDeps {
  readonly clients: Clients;
  readonly stopByMain: (source: StopSource, reason: string) => void;
  /** The robot's clock (s). */
  readonly nowSec: () => number;
  readonly newId: () => string;
  readonly operator: () => string;
  /** Fraction of the joint limits, 0.05 .. 1. */
  readonly speedScale: () => number;
  /** What the operator stated for the camera in use, which tells where a picture has no depth; null: nothing. */
  readonly stated: () => Stated | null;
  /** Answers that the model is asked for to each question. */
  readonly samples: () => number;
  readonly robotName: () => string;
  /** The model that is loaded now; the gate compares it with the plan's. */
  readonly loadedModel: () => ModelIdentity | null;
  /** How that model writes a box; null while it is not known. */
  readonly boxConvention: () => BoxConvention | null;
  /** What the robot is doing, in a sentence, for the words of a fault. */
  readonly robotWords: () => string;
  /** Why no run may begin now, in words; null when it may. A demonstration has the recorder and the robot. */
  readonly busy?: () => string | null;
  readonly timeouts?: Partial<Timeouts>;
  /** Before an episode is closed (ms): links of other processes may still be under way. */
  readonly settleMs?: number;
}
