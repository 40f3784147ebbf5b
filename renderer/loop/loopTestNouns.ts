import type { Plan } from '../../shared/contract/plan';
import type { ModelIdentity } from '../../shared/contract/proposal';
import type { StopReport } from '../../shared/contract/robotContract';
import { sha256Hex } from '../../shared/motion/sha256';

/** Nouns that fit their schemas, for the loop's tests. */
export const hash = sha256Hex;
const joints = [0, 0, 0, 0, 0, 0, 0];
const at = (timeFromStart: number, value: number) => ({
  timeFromStart,
  positions: joints.map(() => value),
  velocities: joints,
  accelerations: joints,
});

export const model: ModelIdentity = {
  packId: 'test',
  name: 'Test pack',
  version: '1',
  packHash: hash('pack'),
  provider: 'cpu',
};

export const observation = {
  observationId: 'observation-1',
  stampSec: 100,
  camera: {
    width: 640,
    height: 480,
    fx: 600,
    fy: 600,
    cx: 320,
    cy: 240,
    poseInBase: {
      position: [1, 0, 0.5] as [number, number, number],
      orientation: [0, 0, 0, 1] as [number, number, number, number],
    },
  },
  cameraName: 'test camera',
  imageHash: hash('image'),
  hasDepth: true,
};

export const robotState = {
  mode: 'idle' as const,
  stopLatched: false,
  epoch: 'epoch-1',
  robot: 'fr3',
  driver: 'simulator' as const,
  limitsHash: hash('limits'),
  fencesHash: hash('fences'),
  modelHash: hash('robot model'),
  stampSec: 100,
  ageMs: 5,
  positions: joints,
  velocities: joints,
  gripperWidth: 0.08,
  sceneSeed: 1,
  text: 'The robot stands still.',
};

export const stopReport: StopReport = {
  source: 'button',
  reason: 'test',
  confirmed: true,
  wasMoving: true,
  cancelSentMs: 1,
  standstillMs: 120,
  text: 'The arm stands still.',
};

export const plan: Plan = {
  version: 1,
  purpose: 'task',
  createdAtSec: 100,
  robot: 'fr3',
  limitsHash: hash('limits'),
  fencesHash: hash('fences'),
  epoch: 'epoch-1',
  instruction: 'put the red cube in the blue bowl',
  model,
  speedScale: 0.5,
  startPositions: joints,
  startTolerance: 0.01,
  durationSec: 2,
  segments: [
    {
      type: 'trajectory',
      phase: 'approach',
      jointNames: joints.map((_, i) => `j${i}`),
      points: [at(0, 0), at(2, 1)],
      pathTolerance: 0.1,
      goalTolerance: 0.01,
      goalTimeToleranceSec: 1,
    },
  ],
  grounding: {
    objectCenter: [0.5, 0, 0.02],
    objectSize: [0.04, 0.04, 0.04],
    graspPose: { position: [0.5, 0, 0.02], orientation: [0, 0, 0, 1] },
    graspWidth: 0.04,
    waypoints: [],
    placePoint: [0.5, 0.2, 0.06],
    placeRadius: 0.05,
  },
  checks: [],
};

const box = { xMin: 0.4, yMin: 0.4, xMax: 0.5, yMax: 0.5 };
const generation = {
  outcome: 'parsed' as const,
  promptTokens: 400,
  tokens: 3,
  firstTokenMs: 5,
  totalMs: 9,
  meanLogProb: -0.1,
  reasoning: 'I see it.',
};
export const answers = {
  affordance: {
    ...generation,
    kind: 'affordance' as const,
    text: '<think>I see it.</think> so, the answer is <output>{"x":0.45,"y":0.45,"width":0.1,"height":0.1}</output>',
    box,
  },
  trajectory: {
    ...generation,
    kind: 'trajectory' as const,
    text: '<think>I see it.</think> so, the answer is <output>[[0.45,0.45],[0.6,0.6]]</output>',
    waypoints: [
      [0.45, 0.45],
      [0.6, 0.6],
    ] as [number, number][],
  },
};
