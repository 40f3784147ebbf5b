import type { Vec3 } from '../geometry/pose';
import { segmentDistanceSquared } from '../geometry/segmentDistance';
import type { Kinematics } from '../motion/kinematics';
import type { RobotModel } from '../robot/robotModel';
import { type Body, length3, robotBodies } from './bodies';
import { type Capsule, capsulesOf } from './capsules';

/** How near two parts of the robot come. */
export interface SelfClearance {
  /** m between their capsules; negative: they overlap. */
  readonly distance: number;
  readonly links: readonly [string, string];
}

export interface SelfCollisionChecker {
  /** Measures the robot with something on its hand, or nothing: capsules in the tip's frame. */
  holding(held: readonly Capsule[]): SelfDistance;
}

/** The two parts that come nearest, for frames of all links. */
export type SelfDistance = (frames: Float64Array) => SelfClearance;

interface Part {
  readonly link: string;
  readonly offset: number;
  /** Number of the arm joint that moves it. */
  readonly joint: number;
  readonly capsules: readonly Capsule[];
  /** m: of each capsule, about its middle. */
  readonly spheres: Float64Array;
  /** Around all of it: middle in the link's frame, and radius (m). */
  readonly middle: Vec3;
  readonly radius: number;
}

/** A part at some posture: the sphere around all of it, and its capsules once they are looked at. */
interface Placed {
  readonly part: Part;
  /** Middle of the sphere in the base frame, and its radius. */
  readonly sphere: Float64Array;
  /** x, y, z of the ends of each capsule in the base frame, one after the other; as `measured` says. */
  readonly ends: Float64Array;
  /** Number of the measurement that `ends` belong to. */
  measured: number;
}

/** m: parts of the robot keep this far from each other. */
export const selfMargin = 0.01;

/**
 * Prepares the check of a robot against itself, capsule by capsule. Left out are parts that belong close
 * together: moved by the same joint or by neighbours, or nearer than the margin at home (a wrist folds
 * around its own offset). The joints' limits keep those apart.
 */
export function createSelfCollision(kinematics: Kinematics): SelfCollisionChecker {
  const parts = partsOf(kinematics, robotBodies(kinematics));
  const hand = parts.findLast((part) => part.offset <= kinematics.tipOffset) ?? parts.at(-1)!;
  const home = kinematics.createFrames();
  kinematics.linkFrames(kinematics.robot.home, kinematics.robot.gripper.maxWidth, home);
  const pairs = parts
    .flatMap((a, i) => parts.slice(i + 1).flatMap((b) => (apart(a, b) ? [[a, b] as const] : [])))
    .filter((pair) => nearestOf([pair])(home).distance > selfMargin);

  return {
    holding(held) {
      if (held.length === 0) return nearestOf(pairs);
      const load = createPart('held object', kinematics.tipOffset, hand.joint, held);
      const loaded = parts.flatMap((part) => (apart(part, load) ? [[part, load] as const] : []));
      return nearestOf([...pairs, ...loaded]);
    },
  };
}

/**
 * Prepares the nearest two of pairs of parts. Pairs, and then capsules, whose spheres are farther apart than what
 * was found are passed over; the pair that was nearest the last time comes first, as it mostly is again.
 */
function nearestOf(pairs: readonly (readonly [Part, Part])[]): SelfDistance {
  const parts = [...new Set(pairs.flat())];
  const placed = parts.map(
    (part): Placed => ({
      part,
      sphere: Float64Array.of(0, 0, 0, part.radius),
      ends: new Float64Array(part.capsules.length * 6),
      measured: 0,
    }),
  );
  const numbered = pairs.map(([a, b]) => ({ a: placed[parts.indexOf(a)]!, b: placed[parts.indexOf(b)]! }));
  let measurement = 0;
  let first = 0;
  return (frames) => {
    measurement++;
    for (const each of placed) placeSphere(each, frames);
    let nearest = Number.POSITIVE_INFINITY;
    const before = first;
    for (let k = -1; k < numbered.length; k++) {
      const at = k < 0 ? before : k;
      const pair = numbered[at];
      if (k === before || !pair) continue;
      const { a, b } = pair;
      if (sphereDistance(a.sphere, b.sphere) >= nearest) continue;
      placeCapsules(a, frames, measurement);
      placeCapsules(b, frames, measurement);
      const distance = partDistance(a.part, a.ends, b.part, b.ends, nearest);
      if (distance < nearest) {
        nearest = distance;
        first = at;
      }
    }
    const pair = pairs[first];
    return { distance: nearest, links: pair ? [pair[0].link, pair[1].link] : ['', ''] };
  };
}

const sphereDistance = (a: Float64Array, b: Float64Array): number =>
  length3(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!) - a[3]! - b[3]!;

/** Distance (m) between the capsules of two parts, if it is below `enough`; else `enough`. */
function partDistance(a: Part, endsA: Float64Array, b: Part, endsB: Float64Array, enough: number): number {
  let nearest = enough;
  for (let i = 0, p = 0; i < a.capsules.length; i++, p += 6) {
    for (let j = 0, q = 0; j < b.capsules.length; j++, q += 6) {
      const spheres = nearest + a.spheres[i]! + b.spheres[j]!;
      if (spheres <= 0) continue;
      // Twice the way between the middles.
      const x = endsA[p]! + endsA[p + 3]! - endsB[q]! - endsB[q + 3]!;
      const y = endsA[p + 1]! + endsA[p + 4]! - endsB[q + 1]! - endsB[q + 4]!;
      const z = endsA[p + 2]! + endsA[p + 5]! - endsB[q + 2]! - endsB[q + 5]!;
      if (x * x + y * y + z * z >= 4 * spheres * spheres) continue;
      const radii = a.capsules[i]!.radius + b.capsules[j]!.radius;
      nearest = Math.min(
        nearest,
        Math.sqrt(segmentDistanceSquared(endsA, p, p + 3, endsB, q, q + 3)) - radii,
      );
    }
  }
  return nearest;
}

const apart = (a: Part, b: Part) => Math.abs(a.joint - b.joint) > 1;

function placeSphere({ part: { middle, offset }, sphere }: Placed, m: Float64Array): void {
  for (let k = 0, r = offset; k < 3; k++, r += 4) {
    sphere[k] = m[r]! * middle[0] + m[r + 1]! * middle[1] + m[r + 2]! * middle[2] + m[r + 3]!;
  }
}

/** Places a part's capsules, once a measurement. */
function placeCapsules(placed: Placed, m: Float64Array, measurement: number): void {
  if (placed.measured === measurement) return;
  placed.measured = measurement;
  const { part, ends } = placed;
  let at = 0;
  for (const { from, to } of part.capsules) {
    for (let r = part.offset; r < part.offset + 12; r += 4, at++) {
      ends[at] = m[r]! * from[0] + m[r + 1]! * from[1] + m[r + 2]! * from[2] + m[r + 3]!;
      ends[at + 3] = m[r]! * to[0] + m[r + 1]! * to[1] + m[r + 2]! * to[2] + m[r + 3]!;
    }
    at += 3;
  }
}

/** The number (from 1) of the arm joint that moves a link; 0 for what stands still. */
export function armJointOf(robot: RobotModel, link: string): number {
  const joint = robot.joints.find((each) => each.child === link);
  if (!joint) return 0;
  const arm = robot.armJointNames.indexOf(joint.name);
  return arm >= 0 ? arm + 1 : armJointOf(robot, joint.parent);
}

function createPart(link: string, offset: number, joint: number, capsules: readonly Capsule[]): Part {
  const spheres = Float64Array.from(
    capsules,
    ({ from, to, radius }) => radius + Math.hypot(to[0] - from[0], to[1] - from[1], to[2] - from[2]) / 2,
  );
  const ends = capsules.flatMap(({ from, to }) => [from, to]);
  const mean = (k: 0 | 1 | 2) => ends.reduce((sum, end) => sum + end[k], 0) / ends.length;
  const middle: Vec3 = [mean(0), mean(1), mean(2)];
  const radius = Math.max(
    ...capsules.map(
      ({ from, to }, i) => Math.hypot(...middle.map((v, k) => (from[k]! + to[k]!) / 2 - v)) + spheres[i]!,
    ),
  );
  return { link, offset, joint, capsules, spheres, middle, radius };
}

function partsOf(kinematics: Kinematics, bodies: readonly Body[]): readonly Part[] {
  return [...new Set(bodies.map((body) => body.link))].map((link) => {
    const own = bodies.filter((body) => body.link === link);
    return createPart(
      link,
      own[0]!.linkOffset,
      armJointOf(kinematics.robot, link),
      own.flatMap((body) => capsulesOf(body.shape, body.inLink)),
    );
  });
}
