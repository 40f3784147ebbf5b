import type { SceneMap } from '../../../shared/collision/sceneMap';
import type { Observation } from '../../../shared/contract/common';
import type { Box } from '../../../shared/contract/proposal';
import type { Stated } from '../../../shared/contract/stated';
import { mm } from '../../../shared/geometry/millimetres';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import type { GroundedObject } from './groundBox';
import type { GroundingUncertainty } from './groundingUncertainty';
import { groundStated, modelSigma } from './groundStated';
import { type GroundedPath, groundWaypoints } from './groundWaypoints';
import type { PointCloud } from './pointCloud';
import { rayUncertainty } from './rayUncertainty';
import { createSceneMap } from './sceneMap';

/** A proposal in space by what the operator stated, and all that is known of the scene then: the object itself. */
export interface StatedScene {
  /** Nothing was seen. */
  readonly cloud: PointCloud;
  readonly map: SceneMap;
  readonly object: GroundedObject;
  readonly path: GroundedPath;
  readonly uncertainty: GroundingUncertainty;
}

/** Places box and waypoints without depth. Throws PlanningError in words where that makes no sense. */
export function statedScene(
  { camera }: Observation,
  box: Box,
  waypoints: readonly Vec2[],
  stated: Stated,
): StatedScene {
  const { object, covariance } = groundStated(camera, box, stated);
  const nothing = { width: 0, height: 0, camera, xyz: new Float32Array(0) };
  const map = { ...createSceneMap(standIn(nothing, object), () => false), surface: stated.surface };
  const path = groundWaypoints({ camera, cloud: nothing, map, target: stated.target }, object, waypoints);
  const byRay = (point: Vec3) => rayUncertainty(camera, point, modelSigma.middle * camera.width, placeSigma);
  const uncertainty = {
    object: covariance,
    waypoints: path.waypoints.map((point, i) =>
      path.kind === 'lift' || i === 0 ? covariance : byRay(point),
    ),
    ...(path.place && { place: byRay(path.waypoints.at(-1)!) }),
    text:
      `The object's place is known to ${mm(object.unsure!)} (95 %): the middle of a model's box is off by ` +
      `${(modelSigma.middle * 100).toFixed(1)} % of the picture's width along each axis, and nothing was measured.`,
  };
  return { cloud: nothing, map, object, path, uncertainty };
}

/** m, one standard deviation: a place's height is the model's convention, not that of what is there. */
const placeSigma = 0.01;

/** The points of a disc on top of an object, close enough that every cell of a map under it has some. */
function standIn(nothing: PointCloud, { footprint, top }: GroundedObject): PointCloud {
  const step = 0.002;
  const [x, y] = footprint.center;
  const radius = footprint.width / 2;
  const points: number[] = [];
  for (let dx = -radius; dx <= radius; dx += step) {
    for (let dy = -radius; dy <= radius; dy += step) {
      if (dx * dx + dy * dy <= radius * radius) points.push(x + dx, y + dy, top);
    }
  }
  return { ...nothing, width: points.length / 3, height: 1, xyz: Float32Array.from(points) };
}
