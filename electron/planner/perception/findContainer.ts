import type { SceneMap } from '../../../shared/collision/sceneMap';
import { fitCircle } from '../../../shared/geometry/fitRound';
import type { Vec2, Vec3 } from '../../../shared/geometry/pose';
import { thingPoints } from './groundBox';
import { measureShape, percentile } from './measureShape';
import type { PointCloud } from './pointCloud';

/** Something that stands where an object is to be put. */
export interface Container {
  readonly thing: number;
  readonly center: Vec2;
  /** m: of its rim; for others than round ones half of the narrower side. */
  readonly radius: number;
  /** Height of its rim, and of the surface inside on which an object comes to lie (m). */
  readonly rim: number;
  readonly surface: number;
}

/** m: only things with cells this near to the place are looked at, and rims this low or round count. */
const searchRadius = 0.12;
const rimDepth = 0.006;
const rimFit = { rms: 0.004, smallest: 0.03, largest: 0.2 };
/** Fewer points than this are no container. */
const minPoints = 60;

/** m: a place belongs to a container if it is this near to its middle, or inside its outline up to a limit. */
export const refineRadius = { always: 0.04, insideOutline: 0.08 } as const;

/**
 * The thing whose middle lies nearest to `place`, if the place is inside its outline (but not farther from
 * the middle than `refineRadius` says): its rim is seen as a circle (bowls, plates, cups), else its outline
 * is taken. `except` is the thing that will be carried. Undefined when nothing is there: then the place is
 * the bare table.
 */
export function findContainer(
  cloud: PointCloud,
  map: SceneMap,
  place: Vec2,
  except: number,
): Container | undefined {
  let best: { readonly container: Container; readonly off: number } | undefined;
  for (const thing of thingsNear(map, place)) {
    if (thing === except) continue;
    const points = thingPoints(cloud, map, thing);
    if (points.length < minPoints) continue;
    const rim = percentile(
      points.map((p) => p[2]),
      0.98,
    );
    const { center, radius } = outlineOf(points, rim);
    const off = Math.hypot(center[0] - place[0], center[1] - place[1]);
    const within = Math.min(refineRadius.insideOutline, Math.max(refineRadius.always, radius));
    if (off > within || (best && off >= best.off)) continue;
    const surface = surfaceAt(cloud, map, center, radius * 0.4, thing);
    best = { container: { thing, center, radius, rim, surface: Math.min(rim, surface) }, off };
  }
  return best?.container;
}

function outlineOf(points: readonly Vec3[], rim: number): { readonly center: Vec2; readonly radius: number } {
  const upper = points.filter((p) => p[2] > rim - rimDepth).map((p): Vec2 => [p[0], p[1]]);
  const circle = fitCircle(upper);
  if (
    circle &&
    circle.rms < rimFit.rms &&
    circle.radius > rimFit.smallest &&
    circle.radius < rimFit.largest
  ) {
    return circle;
  }
  const { footprint } = measureShape(points);
  return { center: footprint.center, radius: footprint.width / 2 };
}

function thingsNear(map: SceneMap, place: Vec2): ReadonlySet<number> {
  const found = new Set<number>();
  const reach = Math.ceil(searchRadius / map.cell);
  const column = Math.floor((place[0] - map.originX) / map.cell);
  const row = Math.floor((place[1] - map.originY) / map.cell);
  for (let r = Math.max(0, row - reach); r <= Math.min(map.rows - 1, row + reach); r++) {
    for (let c = Math.max(0, column - reach); c <= Math.min(map.columns - 1, column + reach); c++) {
      const thing = map.things[r * map.columns + c]!;
      if (thing !== 0) found.add(thing);
    }
  }
  return found;
}

/**
 * Height of the surface seen around a point (m): the median of all points in `radius` that belong to no
 * other thing than `thing`; 0, the table, when none was seen.
 */
export function surfaceAt(cloud: PointCloud, map: SceneMap, at: Vec2, radius: number, thing: number): number {
  const heights: number[] = [];
  for (let i = 0; i < map.cellOfPixel.length; i++) {
    const x = cloud.xyz[i * 3]! - at[0];
    const y = cloud.xyz[i * 3 + 1]! - at[1];
    if (!(x * x + y * y < radius * radius)) continue;
    const owner = map.things[map.cellOfPixel[i]!] ?? 0;
    if (owner === 0 || owner === thing) heights.push(cloud.xyz[i * 3 + 2]!);
  }
  return heights.length > 0 ? Math.max(0, percentile(heights, 0.5)) : 0;
}
