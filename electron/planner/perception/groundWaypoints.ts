import type { SceneMap } from '../../../shared/collision/sceneMap';
import {
  type CameraModel,
  intersectHeight,
  pixelOfShare,
  project,
} from '../../../shared/geometry/cameraModel';
import { mm } from '../../../shared/geometry/millimetres';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { nextSteps, PlanningError, point } from '../planningError';
import { type Container, findContainer, refineRadius, surfaceAt } from './findContainer';
import type { GroundedObject } from './groundBox';
import type { PointCloud } from './pointCloud';
import { mostBroughtBack, nearestInside, outsideWorkspace } from './workspace';

/**
 * A waypoint is a pixel, so a ray; how high on its ray it lies is a convention with the model: the first
 * is the object's centre, those between are at the transport height, the last is just above the place.
 * Models of this kind are trained on paths made so.
 */
export const transportHeight = 0.2;
/** m: between a bowl's (0.06) and a plate's (0.05) place height; container or table decide the rest. */
export const placeHeight = 0.055;
/** m: a path that starts farther from the boxed object than this belongs to another one. */
const startRadius = 0.1;

export interface GroundedPath {
  readonly kind: 'place' | 'lift';
  /** Way of the gripper's tip, one a waypoint: the first is the object's centre. */
  readonly waypoints: readonly Vec3[];
  /** Height of what the object stands on (m); it is carried `transportHeight` above that. */
  readonly base: number;
  /** Where the object is to lie, on its surface; for `place` only. */
  readonly place?: {
    readonly point: Vec3;
    /** m: within this, horizontally, of the point the object counts as placed. */
    readonly radius: number;
    readonly container?: Container;
    /** Nobody saw what is there: its height was stated. */
    readonly unseen?: true;
  };
  /** Waypoints that were moved into the workspace. */
  readonly repairs: readonly Repair[];
  /** What was done, for the operator to read. */
  readonly notes: readonly { readonly name: string; readonly text: string }[];
}

/** A waypoint (from 1) that could not be as the model gave it. */
export interface Repair {
  readonly waypoint: number;
  readonly from: Vec3;
  readonly to: Vec3;
  readonly reason: string;
}

interface Seen {
  readonly camera: CameraModel;
  readonly cloud: PointCloud;
  readonly map: SceneMap;
  /** m: how high what the object is put into or on stands above its base, where no depth tells that. */
  readonly target?: number;
}

/** Puts a path of picture fractions into space. Throws PlanningError in words where that makes no sense. */
export function groundWaypoints(
  { camera, cloud, map, target }: Seen,
  object: GroundedObject,
  shares: readonly Vec2[],
): GroundedPath {
  if (shares.length < 2) {
    throw new PlanningError(
      'path',
      `The model's path has ${shares.length} ${shares.length === 1 ? 'point' : 'points'}; it needs two or more.`,
      nextSteps.askAgain,
    );
  }
  const pixels = shares.map((share) => pixelOfShare(camera, share));
  const startOff = distanceToObject(camera, pixels[0]!, object);
  const start = {
    name: 'path start',
    text: `The model's first waypoint lies ${mm(startOff)} from the object's centre; the centre is used.`,
  };
  if (startOff > startRadius) {
    throw new PlanningError(
      'path',
      `The path starts ${mm(startOff)} from the object in the box (${mm(startRadius)} is the most): box and path mean different things.`,
      nextSteps.askAgain,
    );
  }
  const base = object.base ?? 0;
  const carried = base + transportHeight;
  if (isLift(camera, pixels, object)) {
    const tops = pixels.slice(1).map((pixel) => base + heightAbove(camera, object, pixel).height);
    const waypoints = tops.map(
      (height, i): Vec3 => [
        object.center[0],
        object.center[1],
        i === tops.length - 1 ? carried : Math.min(carried, height),
      ],
    );
    const text = `All waypoints lie above the object: it is lifted to ${mm(transportHeight)} and held.`;
    return {
      kind: 'lift',
      waypoints: checked([object.center, ...waypoints]),
      base,
      repairs: [],
      notes: [start, { name: 'lift', text }],
    };
  }
  const given = pixels.slice(1, -1).map((pixel) => onHeight(camera, pixel, carried));
  const repairs = given.flatMap((from, i) => broughtBack(i + 2, from) ?? []);
  const between = given.map((from, i) => repairs.find(({ waypoint }) => waypoint === i + 2)?.to ?? from);
  const end = onHeight(camera, pixels.at(-1)!, base + placeHeight);
  checked([object.center, ...between, end]);
  const container = findContainer(cloud, map, [end[0], end[1]], object.thing);
  const placed = container
    ? inContainer(end, container)
    : target === undefined
      ? onTable(end, surfaceAt(cloud, map, [end[0], end[1]], 0.02, 0))
      : unseen(end, base, target);
  return {
    kind: 'place',
    waypoints: [object.center, ...between, [placed.point[0], placed.point[1], base + placeHeight]],
    base,
    place: {
      point: placed.point,
      radius: placed.radius,
      ...(container && { container }),
      ...(target !== undefined && { unseen: true }),
    },
    repairs,
    notes: [start, { name: 'place', text: placed.text }],
  };
}

function inContainer(end: Vec3, container: Container) {
  const off = Math.hypot(container.center[0] - end[0], container.center[1] - end[1]);
  const point: Vec3 = [container.center[0], container.center[1], container.surface];
  return {
    point,
    radius: Math.max(0.03, container.radius),
    text:
      `The last waypoint meets a container ${mm(2 * container.radius)} across, seen in depth; it was moved ` +
      `${mm(off)} to the container's middle (inside its outline, up to ${mm(refineRadius.insideOutline)}, is allowed).`,
  };
}

function onTable(end: Vec3, surface: number) {
  const point: Vec3 = [end[0], end[1], surface];
  return {
    point,
    radius: 0.04,
    text:
      `No container was seen around the last waypoint; it is kept, and the object is put down on the surface ` +
      `there (${mm(surface)} above the table).`,
  };
}

/** What is there was not seen: the object is let go above what the operator stated. */
function unseen(end: Vec3, base: number, target: number) {
  const point: Vec3 = [end[0], end[1], base + target];
  return {
    point,
    radius: 0.04,
    text:
      target > 0
        ? `What stands at the last waypoint was not seen: as stated, it is ${mm(target)} high, and the object is let go above that.`
        : 'What lies at the last waypoint was not seen: as stated, it is the bare surface.',
  };
}

/** m: how far the ray of a pixel passes from the object's centre, at the centre's height. */
function distanceToObject(camera: CameraModel, pixel: Vec2, object: GroundedObject): number {
  const hit = intersectHeight(camera, pixel, object.center[2]);
  return hit ? Math.hypot(hit[0] - object.center[0], hit[1] - object.center[1]) : Number.POSITIVE_INFINITY;
}

function onHeight(camera: CameraModel, pixel: Vec2, height: number): Vec3 {
  const hit = intersectHeight(camera, pixel, height);
  if (hit) return hit;
  throw new PlanningError(
    'path',
    `A waypoint at pixel (${pixel.map((v) => v.toFixed(0)).join(', ')}) looks past the table: its ray never comes down to ${mm(height)}.`,
    nextSteps.askAgain,
  );
}

/** The height on the object's centre line, above its base, whose picture lies nearest to a pixel, and how near. */
function heightAbove(
  camera: CameraModel,
  object: GroundedObject,
  pixel: Vec2,
): { readonly height: number; readonly offPixels: number } {
  let best = { height: 0, offPixels: Number.POSITIVE_INFINITY };
  for (let height = 0; height <= 0.45; height += 0.005) {
    const [u, v] = project(camera, [object.center[0], object.center[1], (object.base ?? 0) + height]);
    const offPixels = Math.hypot(u - pixel[0], v - pixel[1]);
    if (offPixels < best.offPixels) best = { height, offPixels };
  }
  return best;
}

/**
 * A path that only goes up: every waypoint lies on the picture of the vertical line above the object,
 * rising. A path to a place behind the object also runs up the picture, but its last waypoint comes down.
 */
function isLift(camera: CameraModel, pixels: readonly Vec2[], object: GroundedObject): boolean {
  const tolerance = 0.045 * camera.width;
  const found = pixels.map((pixel) => heightAbove(camera, object, pixel));
  const rising = found.every((f, i) => i === 0 || f.height > found[i - 1]!.height - 0.01);
  const top = found.at(-1)!.height;
  return rising && top > 0.12 && top < 0.3 && found.every((f) => f.offPixels < tolerance);
}

/** A waypoint of the way that lies a little outside the workspace comes back in; what is carried passes there only. */
function broughtBack(waypoint: number, from: Vec3): Repair | undefined {
  const problem = outsideWorkspace(from);
  if (!problem) return undefined;
  const to = nearestInside(from);
  const by = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (!(by <= mostBroughtBack) || outsideWorkspace(to)) return undefined;
  return {
    waypoint,
    from,
    to,
    reason: `It lay ${problem}; it was moved ${mm(by)}, to the nearest point inside.`,
  };
}

function checked(waypoints: readonly Vec3[]): readonly Vec3[] {
  for (const [i, waypoint] of waypoints.entries()) {
    const problem = outsideWorkspace(waypoint);
    if (problem) {
      throw new PlanningError(
        'path',
        `Waypoint ${i + 1} of ${waypoints.length} lies at ${point(waypoint)}, ${problem}.`,
        nextSteps.askAgain,
      );
    }
  }
  return waypoints;
}
