import { defaultFences } from '../../shared/contract/fences';
import type { Phase, Plan, Segment } from '../../shared/contract/plan';
import { fencesHash } from '../../shared/motion/fences';
import { findIk } from '../../shared/motion/findIk';
import { createKinematics } from '../../shared/motion/kinematics';
import { limitsHash, motionLimits } from '../../shared/motion/limits';
import { fr3 } from '../../shared/robot/fr3';
import { stagedModel } from './stagedModel';

const zeros = fr3.home.map(() => 0);
const limits = motionLimits(fr3);

function move(phase: Phase, from: readonly number[], to: readonly number[], sec: number): Segment {
  const point = (timeFromStart: number, positions: readonly number[]) => ({
    timeFromStart,
    positions: [...positions],
    velocities: zeros,
    accelerations: zeros,
  });
  return {
    type: 'trajectory',
    phase,
    jointNames: [...fr3.armJointNames],
    points: [point(0, from), point(sec, to)],
    pathTolerance: 0.1,
    goalTolerance: 0.02,
    goalTimeToleranceSec: 1,
  };
}

const grip = (phase: Phase, width: number): Segment => ({
  type: 'gripper',
  phase,
  width,
  force: 30,
  timeoutSec: 3,
});

type Point = readonly [number, number, number];

/** A plausible plan from the cube to the bowl: real inverse kinematics, simple timing. */
export function stagedPlan(cube: Point, bowl: Point, createdAtSec: number): Plan {
  const kinematics = createKinematics(fr3);
  const at = ([x, y]: Point, z: number, seed: readonly number[]) =>
    findIk(kinematics, limits, { position: [x, y, z], orientation: [1, 0, 0, 0] }, seed).positions;
  const above = at(cube, 0.2, fr3.home);
  const grasp = at(cube, 0.03, above);
  const over = at(bowl, 0.2, above);
  const place = at(bowl, 0.1, over);
  const segments: Segment[] = [
    grip('open', 0.08),
    move('approach', fr3.home, above, 2.2),
    move('descend', above, grasp, 1.4),
    grip('grasp', 0.04),
    move('lift', grasp, above, 1.2),
    move('transport', above, over, 2),
    move('lower', over, place, 1),
    grip('release', 0.08),
    move('retreat', place, over, 1),
    move('home', over, fr3.home, 2.1),
  ];
  const checks = [
    ['frameDepth', 'Depth is known in 94 % of the box.'],
    ['graspWidth', 'The object is 41 mm wide; the gripper opens to 80 mm.'],
    ['reach', 'All 9 poses are within reach; manipulability is at least 0.061.'],
    ['jointLimits', 'Nearest limit: joint 4, 0.31 rad away.'],
    ['velocity', 'At most 50 % of each joint velocity limit.'],
    ['acceleration', 'At most 38 % of each joint acceleration limit.'],
    ['jerk', 'At most 22 % of each joint jerk limit.'],
    ['selfCollision', 'Nearest pair: hand and link 5, 112 mm.'],
    ['sceneCollision', 'Nearest approach to the table: 21 mm, while grasping.'],
    ['startState', 'The arm is within 0.001 rad of the start.'],
  ] as const;
  return {
    version: 1,
    purpose: 'task',
    createdAtSec,
    robot: 'fr3',
    limitsHash: limitsHash(limits),
    fencesHash: fencesHash(defaultFences),
    epoch: 'epoch',
    instruction: 'put the red cube in the blue bowl',
    observation: { observationId: 'observation', stampSec: createdAtSec - 3, imageHash: '5'.repeat(64) },
    model: stagedModel,
    proposalId: 'proposal',
    speedScale: 0.5,
    startPositions: [...fr3.home],
    startTolerance: 0.02,
    durationSec: 13.9,
    segments,
    grounding: {
      objectCenter: [cube[0], cube[1], cube[2]],
      objectSize: [0.041, 0.04, 0.042],
      graspPose: { position: [cube[0], cube[1], cube[2]], orientation: [1, 0, 0, 0] },
      graspWidth: 0.041,
      graspChoice: { number: 1, count: 12 },
      graspQuality: { score: 0.91, widthMargin: 0.039, tilt: 0, contacts: 52, clearance: 0.062 },
      waypoints: [
        [cube[0], cube[1], cube[2]],
        [cube[0], cube[1], 0.2],
        [bowl[0], bowl[1], 0.2],
        [bowl[0], bowl[1], 0.06],
      ],
      placePoint: [bowl[0], bowl[1], 0.06],
      placeRadius: 0.055,
      repairs: [
        {
          waypoint: 3,
          from: [bowl[0], bowl[1] - 0.06, 0.2],
          to: [bowl[0], bowl[1], 0.2],
          reason: 'It lay outside the workspace (y from -0.55 to 0.55 m); it was moved 60 mm.',
        },
      ],
      uncertainty: {
        object: [6e-6, 0, -4e-6, 2e-6, 0, 5e-6],
        waypoints: [],
        place: [4e-6, 0, 0, 4e-6, 0, 4e-6],
      },
    },
    checks: checks.map(([name, text]) => ({ name, ok: true, text })),
  };
}
