import { createMotionChecker } from '../../../shared/collision/checkMotion';
import { defaultFences } from '../../../shared/contract/fences';
import type { Plan, Segment, TrajectoryPoint } from '../../../shared/contract/plan';
import type { ModelIdentity } from '../../../shared/contract/proposal';
import { fencesHash } from '../../../shared/motion/fences';
import { createKinematics } from '../../../shared/motion/kinematics';
import { limitsHash, motionLimits } from '../../../shared/motion/limits';
import { planTimeline } from '../../../shared/motion/planTimeline';
import { fr3 } from '../../../shared/robot/fr3';
import type { GateRobot } from '../planRules';

const kinematics = createKinematics(fr3);

export const gateRobot: GateRobot = {
  name: fr3.name,
  limits: motionLimits(fr3),
  limitsHash: limitsHash(motionLimits(fr3)),
  gripper: fr3.gripper,
  kinematics,
  fences: defaultFences,
  fencesHash: fencesHash(defaultFences),
  checker: createMotionChecker(kinematics, defaultFences),
};

export const model: ModelIdentity = {
  packId: 'pack',
  name: 'Tiny',
  version: '1',
  packHash: 'a'.repeat(64),
  provider: 'cpu',
};

const zeros = fr3.home.map(() => 0);
export const atRest = (timeFromStart: number, positions: readonly number[]): TrajectoryPoint => ({
  timeFromStart,
  positions: [...positions],
  velocities: [...zeros],
  accelerations: [...zeros],
});

/** Moves joint 1 from one angle to another, the others as in the home posture; rest to rest. */
export const move = (from: number, to: number, durationSec: number, phase: Segment['phase']): Segment => ({
  type: 'trajectory',
  phase,
  jointNames: [...fr3.armJointNames],
  points: [0, durationSec].map((time, i) =>
    atRest(
      time,
      fr3.home.map((p, j) => (j === 0 ? (i === 0 ? from : to) : p)),
    ),
  ),
  pathTolerance: 0.1,
  goalTolerance: 0.02,
  goalTimeToleranceSec: 1,
});

export const grip = (width: number, expect: boolean): Segment => ({
  type: 'gripper',
  phase: expect ? 'grasp' : 'open',
  width,
  force: 20,
  ...(expect ? { expectObject: { minWidth: width + 0.005, maxWidth: 0.06 } } : {}),
  timeoutSec: 3,
});

/** A small task that passes every check: open, go there, close on an object, go back. */
export function taskPlan(epoch: string, nowSec: number, change: Partial<Plan> = {}): Plan {
  const segments = change.segments ?? [
    grip(0.08, false),
    move(0, 0.2, 1, 'approach'),
    grip(0.02, true),
    move(0.2, 0, 1, 'lift'),
  ];
  return {
    version: 1,
    purpose: 'task',
    createdAtSec: nowSec,
    robot: fr3.name,
    limitsHash: gateRobot.limitsHash,
    fencesHash: gateRobot.fencesHash,
    epoch,
    instruction: 'put the red cube in the blue bowl',
    observation: { observationId: 'o1', stampSec: nowSec - 1, imageHash: 'b'.repeat(64) },
    model,
    proposalId: 'p1',
    speedScale: 0.5,
    startPositions: [...fr3.home],
    startTolerance: 0.02,
    durationSec: planTimeline({ segments }).at(-1)?.endSec ?? 0,
    checks: [],
    ...change,
    segments,
  };
}
