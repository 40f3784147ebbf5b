import type { cameraContract } from '../../shared/contract/cameraContract';
import type { Params, Result } from '../../shared/contract/channel';
import type { inferenceContract } from '../../shared/contract/inferenceContract';

/** What the console asks: which questions, about which Observation, for which instruction. */
export type ProposeParams = Params<typeof inferenceContract, 'propose'>;

/** The picture that it is asked about, as the camera keeps it. */
export type DecisionFrame = Result<typeof cameraContract, 'getDecisionFrame'>;
