import type { MotionChecker } from '../../shared/collision/checkMotion';
import type { Observation } from '../../shared/contract/common';
import type { Generation } from '../../shared/contract/proposal';
import type { RobotState } from '../../shared/contract/robotContract';
import { type CameraModel, intersectHeight, project, shareOfPixel } from '../../shared/geometry/cameraModel';
import type { Vec3 } from '../../shared/geometry/pose';
import type { Kinematics } from '../../shared/motion/kinematics';
import { nominalCamera } from '../../shared/scene/sceneCamera';
import { type PlanTaskInput, planTask } from './planTask';

/** m: a block on an empty table, and where it goes. */
const block = { at: [0.45, 0.15], to: [0.45, -0.15], edge: 0.045 } as const;

/**
 * Prepares what plans a made-up task and throws the plan away, so that the engine has compiled what plans before an
 * operator waits for it: the first plan takes five times as long as the third. `state` gives robot, limits, fences.
 */
export function createWarmUp(
  kinematics: Kinematics,
  checker: MotionChecker,
  state: RobotState,
  nowMs: () => number,
): () => void {
  const { robot } = kinematics;
  const [x, y] = block.at;
  const [toX, toY] = block.to;
  const share = (point: Vec3) => {
    const [u, v] = project(nominalCamera, point);
    return shareOfPixel(nominalCamera, [u, v]);
  };
  const waypoints = [[x, y, block.edge / 2] as const, [x, 0, 0.2] as const, [toX, toY, 0.055] as const].map(
    share,
  );
  const corners = [-1, 1].flatMap((i) =>
    [-1, 1].flatMap((j) =>
      [0, block.edge].map((z) => share([x + (i * block.edge) / 2, y + (j * block.edge) / 2, z])),
    ),
  );
  const [us, vs] = [corners.map((c) => c[0]), corners.map((c) => c[1])];
  const box = { xMin: Math.min(...us), xMax: Math.max(...us), yMin: Math.min(...vs), yMax: Math.max(...vs) };
  const input: PlanTaskInput = {
    kinematics,
    checker,
    proposal: {
      proposalId: 'warm-up',
      observationId: 'warm-up',
      instruction: '',
      earlier: [],
      model: { packId: 'none', name: 'none', version: '0', packHash: '0'.repeat(64), provider: 'none' },
      generations: [
        { ...nothing, kind: 'affordance', box },
        { ...nothing, kind: 'trajectory', waypoints: waypoints.map(([u, v]): [number, number] => [u, v]) },
      ],
    },
    observation,
    depth: blockOnTable(nominalCamera),
    state: {
      ...state,
      mode: 'idle',
      positions: [...robot.home],
      velocities: robot.home.map(() => 0),
      gripperWidth: robot.gripper.maxWidth,
    },
    speedScale: 0.5,
    nowMs,
  };
  return () => void planTask(input);
}

const nothing = {
  text: '',
  reasoning: '',
  outcome: 'parsed',
  promptTokens: 0,
  tokens: 0,
  firstTokenMs: 0,
  totalMs: 0,
  meanLogProb: 0,
} satisfies Omit<Generation, 'kind'>;

const observation: Observation = {
  observationId: 'warm-up',
  stampSec: 0,
  camera: structuredClone(nominalCamera) as Observation['camera'],
  cameraName: '',
  imageHash: '0'.repeat(64),
  hasDepth: true,
};

/** Depth of the table, and of the block's upper face (its sides do not matter). */
function blockOnTable(camera: CameraModel): Float32Array {
  const depth = new Float32Array(camera.width * camera.height);
  return depth.map((_, i) => {
    const pixel = [i % camera.width, Math.floor(i / camera.width)] as const;
    const face = intersectHeight(camera, pixel, block.edge);
    const onBlock =
      face &&
      Math.abs(face[0] - block.at[0]) < block.edge / 2 &&
      Math.abs(face[1] - block.at[1]) < block.edge / 2;
    const hit = onBlock ? face : intersectHeight(camera, pixel, 0);
    return hit ? project(camera, hit)[2] : 0;
  });
}
