import { segmentDistanceSquared } from '../../../shared/geometry/segmentDistance';
import type { Kinematics } from '../../../shared/motion/kinematics';
import type { RobotModel } from '../../../shared/robot/robotModel';
import { type Body, robotBodies } from './bodies';
import { type Capsule, capsulesOf } from './capsules';

/** How near two parts of the robot come. */
export interface SelfClearance {
  /** m between their capsules; negative: they overlap. */
  readonly distance: number;
  readonly links: readonly [string, string];
}

export interface SelfCollisionChecker {
  /** The two parts that come nearest, for frames of all links; `held` is what hangs on the hand. */
  nearest(frames: Float64Array, held: readonly Capsule[]): SelfClearance;
}

interface Part {
  readonly link: string;
  readonly offset: number;
  /** Number of the arm joint that moves it. */
  readonly joint: number;
  readonly capsules: readonly Capsule[];
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
    .filter((pair) => nearestOf([pair], home).distance > selfMargin);

  return {
    nearest(frames, held) {
      if (held.length === 0) return nearestOf(pairs, frames);
      const load: Part = {
        link: 'held object',
        offset: kinematics.tipOffset,
        joint: hand.joint,
        capsules: held,
      };
      const loaded = parts.flatMap((part) => (apart(part, load) ? [[part, load] as const] : []));
      return nearestOf([...pairs, ...loaded], frames);
    },
  };
}

/** The nearest two of pairs of parts. */
function nearestOf(pairs: readonly (readonly [Part, Part])[], frames: Float64Array): SelfClearance {
  const placed = new Map<Part, Float64Array>();
  const ends = (part: Part): Float64Array => {
    const known = placed.get(part) ?? placeCapsules(part, frames);
    placed.set(part, known);
    return known;
  };
  let best: SelfClearance = { distance: Number.POSITIVE_INFINITY, links: ['', ''] };
  for (const [a, b] of pairs) {
    const [ea, eb] = [ends(a), ends(b)];
    for (let i = 0; i < a.capsules.length; i++) {
      for (let j = 0; j < b.capsules.length; j++) {
        const squared = segmentDistanceSquared(ea, i * 6, i * 6 + 3, eb, j * 6, j * 6 + 3);
        const distance = Math.sqrt(squared) - a.capsules[i]!.radius - b.capsules[j]!.radius;
        if (distance < best.distance) best = { distance, links: [a.link, b.link] };
      }
    }
  }
  return best;
}

const apart = (a: Part, b: Part) => Math.abs(a.joint - b.joint) > 1;

/** The ends of a part's capsules in the base frame, six numbers a capsule. */
function placeCapsules({ capsules, offset }: Part, frames: Float64Array): Float64Array {
  const ends = new Float64Array(capsules.length * 6);
  let at = 0;
  for (const capsule of capsules) {
    for (const p of [capsule.from, capsule.to]) {
      for (let r = 0; r < 12; r += 4) {
        ends[at++] =
          frames[offset + r]! * p[0] +
          frames[offset + r + 1]! * p[1] +
          frames[offset + r + 2]! * p[2] +
          frames[offset + r + 3]!;
      }
    }
  }
  return ends;
}

/** The number (from 1) of the arm joint that moves a link; 0 for what stands still. */
export function armJointOf(robot: RobotModel, link: string): number {
  const joint = robot.joints.find((each) => each.child === link);
  if (!joint) return 0;
  const arm = robot.armJointNames.indexOf(joint.name);
  return arm >= 0 ? arm + 1 : armJointOf(robot, joint.parent);
}

function partsOf(kinematics: Kinematics, bodies: readonly Body[]): readonly Part[] {
  return [...new Set(bodies.map((body) => body.link))].map((link) => {
    const own = bodies.filter((body) => body.link === link);
    return {
      link,
      offset: own[0]!.linkOffset,
      joint: armJointOf(kinematics.robot, link),
      capsules: own.flatMap((body) => capsulesOf(body.shape, body.inLink)),
    };
  });
}
