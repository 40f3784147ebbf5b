import { length3 } from '../../../shared/collision/bodies';
import type { SceneMap } from '../../../shared/collision/sceneMap';
import {
  alongAndAcross,
  type Covariance,
  largestLevelSigma,
  largestSigma,
  shownSigmas,
} from '../../../shared/geometry/covariance';
import { mm } from '../../../shared/geometry/millimetres';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { PlanningError } from '../planningError';
import type { GroundedObject } from './groundBox';
import type { GroundedPath } from './groundWaypoints';
import { percentile } from './measureShape';
import type { PointCloud } from './pointCloud';
import { rayTo, rayUncertainty } from './rayUncertainty';

/** How well places are known, one covariance (base frame, m^2) each. */
export interface GroundingUncertainty {
  readonly object: Covariance;
  /** One a waypoint. */
  readonly waypoints: readonly Covariance[];
  readonly place?: Covariance;
  /** Where it comes from, for the operator to read. */
  readonly text: string;
}

/** m, at `shownSigmas`: the fingers pass an object with 15 mm to spare, and need some of it for themselves. */
const mostForObject = 0.012;
/** m, at `shownSigmas`: a place is at least so wide. */
const mostForPlace = 0.04;
/** px, one standard deviation: where an edge, or a model's point, lies. */
const pixelSigma = 0.5;
/** Neighbouring pixels err together: about so many count as one measurement. */
const correlated = 9;
/** m: the table is looked at around a place, from here to there; fewer points than this tell nothing. */
const tableRing = { from: 0.03, to: 0.15, high: 0.03 };
const minTablePoints = 40;
/** m: what a table that cannot be seen may be off by. */
const unknownTable = 0.004;

/**
 * What is known of the places that a plan rests on, from the depth itself: how much neighbouring pixels scatter and
 * how many there are, what a pixel covers at that range, holes in the depth, and how far off the camera sees the
 * table there (which tells of its calibration). Throws PlanningError in words where that is too little to act on.
 */
export function groundingUncertainty(
  cloud: PointCloud,
  map: SceneMap,
  object: GroundedObject,
  path: GroundedPath,
): GroundingUncertainty {
  const table = tableOffset(cloud, object.footprint.center);
  const seen = seenUncertainty(cloud, map, object.thing, object.center, object.size, table);
  const container = path.place?.container;
  const tableThere = path.place ? tableOffset(cloud, [path.place.point[0], path.place.point[1]]) : table;
  const place =
    path.place &&
    (container
      ? seenUncertainty(
          cloud,
          map,
          container.thing,
          path.place.point,
          [2 * container.radius, 2 * container.radius, container.rim],
          tableThere,
        ).covariance
      : rayUncertainty(cloud.camera, path.place.point, pixelSigma, tableThere));
  const last = path.waypoints.length - 1;
  const waypoints = path.waypoints.map((point, i) =>
    path.kind === 'lift' || i === 0
      ? seen.covariance
      : i === last && place
        ? place
        : rayUncertainty(cloud.camera, point, pixelSigma, tableThere),
  );
  const told = largestSigma(seen.covariance) * shownSigmas;
  const text =
    `The object's place is known to ${mm(told)} (95 %): depth scatters by ${(seen.noise * 1000).toFixed(1)} mm, a pixel ` +
    `covers ${(seen.pixel * 1000).toFixed(1)} mm there, ${Math.round(seen.holes * 100)} % of it has no depth, and the ` +
    `table beside it is seen ${mm(Math.abs(table))} off.`;
  if (told > mostForObject) throw tooUncertain('object', told, mostForObject, text);
  const placed = place ? largestLevelSigma(place) * shownSigmas : 0;
  const mostThere = Math.max(mostForPlace, path.place?.radius ?? 0);
  if (placed > mostThere) {
    throw tooUncertain(
      'place',
      placed,
      mostThere,
      `The place is known to ${mm(placed)} (95 %); the table there is seen ${mm(Math.abs(tableThere))} off.`,
    );
  }
  return { object: seen.covariance, waypoints, ...(place && { place }), text };
}

const tooUncertain = (what: string, sigma: number, most: number, text: string) =>
  new PlanningError(
    'grounding',
    `Where the ${what} lies is too uncertain: ${mm(sigma)}, and ${mm(most)} is the most. ${text}`,
    'Move the camera nearer or light the scene better, check its calibration, then take a new picture.',
  );

/** Of something whose points were seen: noise and a table that is off act along the ray, pixels and holes across. */
function seenUncertainty(
  cloud: PointCloud,
  map: SceneMap,
  thing: number,
  center: Vec3,
  size: Vec3,
  table: number,
) {
  const { direction, pixel } = rayTo(cloud.camera, center);
  const { noise, count, holes } = depthQuality(cloud, map, thing);
  const along = Math.hypot(
    noise / Math.sqrt(Math.max(1, count / correlated)),
    table / Math.max(0.2, Math.abs(direction[2])),
  );
  // A part that is not seen may hide an edge.
  const across = Math.hypot(pixelSigma * pixel, (holes * Math.max(size[0], size[1])) / 4);
  return { covariance: alongAndAcross(direction, along, across), noise, pixel, holes };
}

/**
 * Scatter of a thing's depth (m, one standard deviation: from how each pixel differs from the mean of the two beside
 * it, which a slope does not; by the median, which edges do not), its pixels, and the share of its outline's
 * box that has no depth.
 */
function depthQuality(cloud: PointCloud, map: SceneMap, thing: number) {
  const { width, height, xyz, camera } = cloud;
  const eye = camera.poseInBase.position;
  const range = (i: number) =>
    length3(xyz[i * 3]! - eye[0], xyz[i * 3 + 1]! - eye[1], xyz[i * 3 + 2]! - eye[2]);
  const own = (i: number) => map.things[map.cellOfPixel[i]!] === thing;
  const bends: number[] = [];
  let count = 0;
  let [u0, v0, u1, v1] = [width, height, -1, -1];
  for (let v = 0, i = 0; v < height; v++) {
    for (let u = 0; u < width; u++, i++) {
      if (!own(i)) continue;
      count++;
      u0 = Math.min(u0, u);
      u1 = Math.max(u1, u);
      v0 = Math.min(v0, v);
      v1 = Math.max(v1, v);
      if (u > 0 && u < width - 1 && own(i - 1) && own(i + 1)) {
        bends.push(Math.abs(range(i - 1) - 2 * range(i) + range(i + 1)));
      }
    }
  }
  let empty = 0;
  for (let v = v0; v <= v1; v++) {
    for (let u = u0; u <= u1; u++) if (Number.isNaN(xyz[(v * width + u) * 3]!)) empty++;
  }
  const area = Math.max(1, (u1 - u0 + 1) * (v1 - v0 + 1));
  // Three pixels of one variance s^2 make 6 s^2; the median of a normal's size is 0.6745 of its deviation.
  const noise = bends.length > 0 ? percentile(bends, 0.5) / 0.6745 / Math.sqrt(6) : 0;
  return { noise, count, holes: empty / area };
}

/**
 * How high (m) the table around a place is seen: it is at 0. Also where it is taken for a thing, so high that all of
 * it counts as one; of what is low there the lower third, so that things that lie on it do not count.
 */
function tableOffset({ xyz }: PointCloud, [x, y]: Vec2): number {
  const heights: number[] = [];
  for (let i = 0; i * 3 < xyz.length; i++) {
    const away = length3(xyz[i * 3]! - x, xyz[i * 3 + 1]! - y, 0);
    const height = xyz[i * 3 + 2]!;
    // Written so that NaN fails.
    if (away > tableRing.from && away < tableRing.to && Math.abs(height) < tableRing.high)
      heights.push(height);
  }
  return heights.length < minTablePoints ? unknownTable : percentile(heights, 0.3);
}
