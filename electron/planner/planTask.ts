import type { MotionChecker } from '../../shared/collision/checkMotion';
import type { Plan } from '../../shared/contract/plan';
import type { PlanFailure } from '../../shared/contract/plannerContract';
import type { Proposal } from '../../shared/contract/proposal';
import type { Covariance } from '../../shared/geometry/covariance';
import { rotate } from '../../shared/geometry/pose';
import { withSoftLimits } from '../../shared/motion/fences';
import { tipPose } from '../../shared/motion/kinematics';
import { planningLimits } from '../../shared/motion/limits';
import { wholeInstruction } from '../../shared/proposal/wholeInstruction';
import { assemblePlan, type PlanDocument, startTolerance } from './assemblePlan';
import { graspCandidates } from './grasp';
import { rankGrasps } from './graspQuality';
import { type FoundMotion, searchMotion } from './motion/searchMotion';
import { type Grounded, groundScene, type SceneInput } from './perception/groundScene';
import { PlanningError } from './planningError';
import { readProposal } from './readProposal';
import { assertReady } from './robotReady';
import { statedGrasps } from './statedGrasps';
import { taskChecks } from './taskChecks';
import { taskSegments } from './taskSegments';

export interface PlanTaskInput extends SceneInput {
  readonly checker: MotionChecker;
  readonly proposal: Proposal;
  readonly speedScale: number;
  /** Number of the grasp to try first; 1, the best, if not given. */
  readonly grasp?: number;
  readonly nowMs: () => number;
}

export type PlanTaskResult =
  | {
      readonly ok: true;
      readonly document: PlanDocument;
      readonly stagesMs: Readonly<Record<string, number>>;
    }
  | { readonly ok: false; readonly failures: readonly PlanFailure[] };

/**
 * Makes a plan of a Proposal: reads it, places it in space by depth (or by what was stated), chooses a grasp, solves, times and
 * checks every motion, and writes it all down. Whatever is wrong comes back as failures in words.
 */
export function planTask(input: PlanTaskInput): PlanTaskResult {
  try {
    return plan(input);
  } catch (error) {
    if (error instanceof PlanningError) return { ok: false, failures: [error.toFailure()] };
    throw error;
  }
}

function plan(input: PlanTaskInput): PlanTaskResult {
  const { kinematics, checker, proposal, state, speedScale, nowMs } = input;
  const { robot } = kinematics;
  const begun = nowMs();
  assertReady(robot, state);
  const { box, waypoints } = readProposal(proposal);
  const scene = groundScene(input, box, waypoints);
  const { cloud, map, object, path, uncertainty } = scene;
  const grounded = nowMs();

  const heading = rotate(tipPose(kinematics, state.positions).orientation, [1, 0, 0]);
  const yaw = Math.atan2(heading[1], heading[0]);
  const candidates = scene.stated
    ? statedGrasps(object, uncertainty.object, robot.gripper, yaw)
    : graspCandidates(object, robot.gripper, yaw);
  const grasps = rankGrasps(candidates, cloud, map, object, robot.gripper, yaw);
  const searched = searchMotion({
    arm: { kinematics, limits: withSoftLimits(planningLimits(robot, 1), checker.fences) },
    checker,
    map,
    start: state.positions,
    object,
    path,
    grasps,
    blind: scene.stated !== undefined,
    firstGrasp: (input.grasp ?? 1) - 1,
    speedScale,
    nowMs,
  });
  if (!searched.ok) return { ok: false, failures: searched.failures };
  const assembling = nowMs();
  const document = assemblePlan(robot, content(input, scene, searched.found));
  return {
    ok: true,
    document,
    stagesMs: {
      grounding: grounded - begun,
      ...searched.stagesMs,
      assembly: nowMs() - assembling,
      total: nowMs() - begun,
    },
  };
}

function content(
  { kinematics, checker, proposal, observation, state, speedScale }: PlanTaskInput,
  grounded: Grounded,
  found: FoundMotion,
): Omit<Plan, 'version' | 'durationSec'> {
  const { robot } = kinematics;
  const { object, path, uncertainty, stated } = grounded;
  const { grasp, waypoints, repairs } = found.geometry;
  const { observationId, stampSec, imageHash } = observation;
  return {
    purpose: 'task',
    createdAtSec: state.stampSec,
    robot: robot.name,
    limitsHash: state.limitsHash,
    fencesHash: state.fencesHash,
    epoch: state.epoch,
    instruction: wholeInstruction(proposal),
    observation: { observationId, stampSec, imageHash },
    model: proposal.model,
    proposalId: proposal.proposalId,
    speedScale,
    startPositions: [...state.positions],
    startTolerance,
    segments: taskSegments(kinematics.robot, found),
    grounding: {
      objectCenter: [...object.center],
      objectSize: [...object.size],
      graspPose: {
        position: [...grasp.pose.position],
        orientation: [...grasp.pose.orientation],
      },
      graspWidth: grasp.width,
      graspChoice: found.choice,
      graspQuality: grasp.quality,
      waypoints: waypoints.map((w) => [...w]),
      ...(repairs.length > 0 && {
        repairs: repairs.map(({ waypoint, from, to, reason }) => ({
          waypoint,
          from: [...from] as [number, number, number],
          to: [...to] as [number, number, number],
          reason: reason.slice(0, 300),
        })),
      }),
      ...(stated && { stated }),
      ...(path.place && { placePoint: [...path.place.point], placeRadius: path.place.radius }),
      uncertainty: {
        object: [...uncertainty.object],
        waypoints: uncertainty.waypoints.map((each): [...Covariance] => [...each]),
        ...(uncertainty.place && { place: [...uncertainty.place] }),
      },
    },
    checks: taskChecks(kinematics, grounded, found, state, speedScale, checker.fences),
  };
}
