import type { MotionChecker } from '../../shared/collision/checkMotion';
import { createRobotFilter } from '../../shared/collision/robotFilter';
import type { Observation } from '../../shared/contract/common';
import type { Plan } from '../../shared/contract/plan';
import type { PlanFailure } from '../../shared/contract/plannerContract';
import type { Proposal } from '../../shared/contract/proposal';
import type { RobotState } from '../../shared/contract/robotContract';
import type { Covariance } from '../../shared/geometry/covariance';
import { rotate } from '../../shared/geometry/pose';
import { withSoftLimits } from '../../shared/motion/fences';
import type { Kinematics } from '../../shared/motion/kinematics';
import { tipPose } from '../../shared/motion/kinematics';
import { planningLimits } from '../../shared/motion/limits';
import { wholeInstruction } from '../../shared/proposal/wholeInstruction';
import { assemblePlan, type PlanDocument, startTolerance } from './assemblePlan';
import { graspCandidates } from './grasp';
import { rankGrasps } from './graspQuality';
import { type FoundMotion, searchMotion } from './motion/searchMotion';
import { checkCalibration } from './perception/checkCalibration';
import { groundBox } from './perception/groundBox';
import { groundingUncertainty } from './perception/groundingUncertainty';
import { groundWaypoints } from './perception/groundWaypoints';
import { createPointCloud, depthProblem } from './perception/pointCloud';
import { createSceneMap } from './perception/sceneMap';
import { nextSteps, PlanningError } from './planningError';
import { readProposal } from './readProposal';
import { assertReady } from './robotReady';
import { type Grounded, taskChecks } from './taskChecks';
import { taskSegments } from './taskSegments';

export interface PlanTaskInput {
  readonly kinematics: Kinematics;
  readonly checker: MotionChecker;
  readonly proposal: Proposal;
  readonly observation: Observation;
  readonly depth: Float32Array | null;
  readonly state: RobotState;
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
 * Makes a plan of a Proposal: reads it, places it in space by depth, chooses a grasp, solves, times and
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
  const { kinematics, checker, proposal, observation, state, speedScale, nowMs } = input;
  const { robot } = kinematics;
  const begun = nowMs();
  assertReady(robot, state);
  const { box, waypoints } = readProposal(proposal);
  const { camera } = observation;
  if (!input.depth) {
    throw new PlanningError(
      'input',
      'The picture has no depth, so nothing on it can be placed in space.',
      nextSteps.checkCamera,
    );
  }
  const cloud = createPointCloud(camera, input.depth);
  const blind = depthProblem(cloud);
  if (blind) throw new PlanningError('input', blind, nextSteps.checkCamera);
  const calibration = checkCalibration(cloud, kinematics, state.positions, state.gripperWidth);
  if (calibration.outcome === 'off') {
    throw new PlanningError('grounding', calibration.text, nextSteps.calibrate);
  }
  const map = createSceneMap(cloud, createRobotFilter(kinematics, state.positions, state.gripperWidth));
  const object = groundBox(cloud, map, box);
  const path = groundWaypoints({ camera, cloud, map }, object, waypoints);
  const uncertainty = groundingUncertainty(cloud, map, object, path);
  const grounded = nowMs();

  const heading = rotate(tipPose(kinematics, state.positions).orientation, [1, 0, 0]);
  const yaw = Math.atan2(heading[1], heading[0]);
  const candidates = graspCandidates(object, robot.gripper, yaw);
  const grasps = rankGrasps(candidates, cloud, map, object, robot.gripper, yaw);
  const searched = searchMotion({
    arm: { kinematics, limits: withSoftLimits(planningLimits(robot, 1), checker.fences) },
    checker,
    map,
    start: state.positions,
    object,
    path,
    grasps,
    firstGrasp: (input.grasp ?? 1) - 1,
    speedScale,
    nowMs,
  });
  if (!searched.ok) return { ok: false, failures: searched.failures };
  const assembling = nowMs();
  const document = assemblePlan(
    robot,
    content(input, { object, path, uncertainty, calibration }, searched.found),
  );
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
  const { object, path, uncertainty } = grounded;
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
