import { createMotionChecker } from '../../../shared/collision/checkMotion';
import type { Observation } from '../../../shared/contract/common';
import { defaultFences } from '../../../shared/contract/fences';
import type { Box, Generation, Proposal } from '../../../shared/contract/proposal';
import type { RobotState } from '../../../shared/contract/robotContract';
import type { Vec2 } from '../../../shared/geometry/pose';
import { fencesHash } from '../../../shared/motion/fences';
import { createKinematics } from '../../../shared/motion/kinematics';
import { limitsHash, motionLimits } from '../../../shared/motion/limits';
import { fr3 } from '../../../shared/robot/fr3';
import { robotModelHash } from '../../../shared/robot/robotModelHash';
import { camera } from './scenes';

/** The nouns around a plan, as the other processes would give them: for tests. */
export const kinematics = createKinematics(fr3);
export const checker = createMotionChecker(kinematics, defaultFences);

export const atHome: RobotState = {
  mode: 'idle',
  stopLatched: false,
  epoch: 'epoch-1',
  robot: 'fr3',
  driver: 'simulator',
  limitsHash: limitsHash(motionLimits(fr3)),
  fencesHash: fencesHash(defaultFences),
  modelHash: robotModelHash(fr3),
  stampSec: 1_795_000_000.25,
  ageMs: 5,
  positions: [...fr3.home],
  velocities: fr3.home.map(() => 0),
  gripperWidth: 0.08,
  sceneSeed: 1,
  text: 'Standing at home.',
};

export const observation: Observation = {
  observationId: 'obs-1',
  stampSec: 1_795_000_000,
  camera: structuredClone(camera) as Observation['camera'],
  cameraName: 'test',
  imageHash: 'a'.repeat(64),
  hasDepth: true,
};

const generation = (kind: Generation['kind']): Generation => ({
  kind,
  text: '',
  reasoning: '',
  outcome: 'parsed',
  promptTokens: 1,
  tokens: 1,
  firstTokenMs: 1,
  totalMs: 1,
  meanLogProb: -0.1,
});

export function proposalOf(box: Box, waypoints: readonly Vec2[], more: Partial<Proposal> = {}): Proposal {
  return {
    proposalId: 'prop-1',
    observationId: 'obs-1',
    instruction: 'put the red cube in the blue bowl',
    earlier: [],
    model: { packId: 'p', name: 'n', version: '1', packHash: 'b'.repeat(64), provider: 'test' },
    generations: [
      { ...generation('affordance'), box },
      { ...generation('trajectory'), waypoints: waypoints.map((w): [number, number] => [w[0], w[1]]) },
    ],
    ...more,
  };
}
