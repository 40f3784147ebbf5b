import { createRobotFilter } from '../../../shared/collision/robotFilter';
import type { SceneMap } from '../../../shared/collision/sceneMap';
import type { Observation } from '../../../shared/contract/common';
import type { Box } from '../../../shared/contract/proposal';
import type { RobotState } from '../../../shared/contract/robotContract';
import type { Stated } from '../../../shared/contract/stated';
import type { Vec2 } from '../../../shared/geometry/pose';
import type { Kinematics } from '../../../shared/motion/kinematics';
import { nextSteps, PlanningError } from '../planningError';
import { type Calibration, checkCalibration } from './checkCalibration';
import { type GroundedObject, groundBox } from './groundBox';
import { type GroundingUncertainty, groundingUncertainty } from './groundingUncertainty';
import { type GroundedPath, groundWaypoints } from './groundWaypoints';
import { createPointCloud, depthProblem, type PointCloud } from './pointCloud';
import { createSceneMap } from './sceneMap';
import { statedScene } from './statedScene';

/** The proposal in space, how well it is known, and what stands there. */
export interface Grounded {
  readonly object: GroundedObject;
  readonly path: GroundedPath;
  readonly uncertainty: GroundingUncertainty;
  readonly calibration: Calibration;
  /** Set where nothing was seen in depth, and all of this rests on it. */
  readonly stated?: Stated;
  readonly cloud: PointCloud;
  readonly map: SceneMap;
}

export interface SceneInput {
  readonly kinematics: Kinematics;
  readonly observation: Observation;
  readonly depth: Float32Array | null;
  /** What the operator stated; used where there is no depth. */
  readonly stated?: Stated | undefined;
  readonly state: RobotState;
}

/** Puts box and waypoints into space, by depth or by what was stated. Throws PlanningError in words. */
export function groundScene(input: SceneInput, box: Box, waypoints: readonly Vec2[]): Grounded {
  return input.depth ? seenScene(input, input.depth, box, waypoints) : unseenScene(input, box, waypoints);
}

function seenScene(
  { kinematics, observation, state }: SceneInput,
  depth: Float32Array,
  box: Box,
  waypoints: readonly Vec2[],
): Grounded {
  const { camera } = observation;
  const cloud = createPointCloud(camera, depth);
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
  return { cloud, map, object, path, uncertainty, calibration };
}

function unseenScene(
  { observation, kinematics, state, stated }: SceneInput,
  box: Box,
  waypoints: readonly Vec2[],
): Grounded {
  if (!stated) {
    throw new PlanningError(
      'input',
      'The picture has no depth, so nothing on it can be placed in space.',
      nextSteps.stateSizes,
    );
  }
  const scene = statedScene(observation, box, waypoints, stated);
  const calibration = checkCalibration(scene.cloud, kinematics, state.positions, state.gripperWidth);
  return { ...scene, calibration, stated };
}
