import type { Phase } from '../../../shared/contract/plan';
import type { Kinematics } from '../../../shared/motion/kinematics';
import type { PrimitiveShape } from '../../../shared/robot/robotModel';
import type { SceneMap } from '../perception/sceneMap';
import { mm } from '../planningError';
import { type Body, lowestPoint, placeBody, robotBodies } from './bodies';
import { type Capsule, capsulesOf } from './capsules';
import { sceneClearance, type ThingMargin } from './sceneCollision';
import { armJointOf, createSelfCollision, type SelfCollisionChecker, selfMargin } from './selfCollision';

/** An object in the gripper: a shape that moves with the tip. */
export interface Load {
  readonly shape: PrimitiveShape;
  /** Its frame in the tip's frame, rows of [R | p]. */
  readonly inTip: Float64Array;
}

/** Dense postures of one phase, and what is true during it. */
export interface CheckedMotion {
  readonly phase: Phase;
  readonly positions: readonly (readonly number[])[];
  readonly gripperWidth: number;
  readonly load?: Load;
  /** Distance to keep from each thing, by the robot and by the load; undefined: touching it is meant. */
  readonly marginOf: ThingMargin;
  readonly loadMarginOf?: ThingMargin;
}

export interface Clearance {
  /** m: the least distance found; Infinity: nothing came near. */
  readonly distance: number;
  readonly what: string;
  readonly phase: Phase;
}

export interface MotionVerdict {
  readonly self: Clearance;
  readonly table: Clearance;
  readonly scene: Clearance;
  /** The first margin that was not kept. */
  readonly problem?: {
    readonly check: 'self collision' | 'table' | 'scene';
    readonly phase: Phase;
    readonly text: string;
  };
}

/** m: kept from what the camera saw: half a cell, a few millimetres of depth error, a little control error. */
export const sceneMargin = 0.006;
/** m: kept from the table by fingertips, by the hand and by the rest of the arm. */
const tableMargins = { finger: 0.003, hand: 0.01, arm: 0.03 };
/** m: distances are told up to here. */
const horizon = 0.06;

export interface MotionChecker {
  /** Walks through postures and measures; stops at the first margin that is not kept. */
  check(map: SceneMap, motions: readonly CheckedMotion[]): MotionVerdict;
}

interface CheckedBody extends Body {
  readonly tableMargin: number;
}

/** Prepares the collision check of a robot. */
export function createMotionChecker(kinematics: Kinematics): MotionChecker {
  const self = createSelfCollision(kinematics);
  const bodies = movingBodies(kinematics);
  return { check: (map, motions) => checkMotions(kinematics, self, bodies, map, motions) };
}

/** What stands still, and a shoulder that only turns about the upright, come near nothing new. */
function movingBodies(kinematics: Kinematics): readonly CheckedBody[] {
  const { robot } = kinematics;
  const home = kinematics.createFrames();
  kinematics.linkFrames(robot.home, 0, home);
  const moverOf = (link: string): number => armJointOf(robot, link);
  const first = robot.joints.find((joint) => joint.name === robot.armJointNames[0])!;
  const offset = kinematics.linkNames.indexOf(first.child) * 12;
  const [x, y, z] = first.axis;
  const upright =
    first.type === 'revolute' &&
    Math.abs(home[offset + 8]! * x + home[offset + 9]! * y + home[offset + 10]! * z) > 0.999;
  const child = (name: string | undefined) => robot.joints.find((joint) => joint.name === name)?.child;
  const fingers = robot.gripper.fingerJointNames.map(child);
  const hand = robot.joints.find((joint) => joint.name === robot.gripper.fingerJointNames[0])?.parent;
  return robotBodies(kinematics)
    .filter((body) => moverOf(body.link) > (upright ? 1 : 0))
    .map((body) => ({
      ...body,
      tableMargin: fingers.includes(body.link)
        ? tableMargins.finger
        : body.link === hand
          ? tableMargins.hand
          : tableMargins.arm,
    }));
}

function checkMotions(
  kinematics: Kinematics,
  self: SelfCollisionChecker,
  bodies: readonly CheckedBody[],
  map: SceneMap,
  motions: readonly CheckedMotion[],
): MotionVerdict {
  const frames = kinematics.createFrames();
  const frame = new Float64Array(12);
  const far = (phase: Phase): Clearance => ({ distance: Number.POSITIVE_INFINITY, what: '', phase });
  const first = motions[0]?.phase ?? 'approach';
  const verdict = { self: far(first), table: far(first), scene: far(first) };

  for (const motion of motions) {
    const { phase, load, marginOf } = motion;
    const loadBody: Body | undefined = load && {
      link: 'held object',
      linkOffset: kinematics.tipOffset,
      shape: load.shape,
      inLink: load.inTip,
      boundingRadius: 0,
    };
    const loadCapsules: readonly Capsule[] = load ? capsulesOf(load.shape, load.inTip) : [];
    for (const positions of motion.positions) {
      kinematics.linkFrames(positions, motion.gripperWidth, frames);
      const near = self.nearest(frames, loadCapsules);
      if (near.distance < verdict.self.distance) {
        verdict.self = { distance: near.distance, what: near.links.map(spoken).join(' and '), phase };
      }
      if (near.distance < selfMargin) {
        const parts = near.links.map(spoken).join(' and ');
        const text = `During ${phase}, ${parts} come within ${mm(Math.max(0, near.distance))} of each other (${mm(selfMargin)} is kept).`;
        return { ...verdict, problem: { check: 'self collision', phase, text } };
      }
      for (const body of bodies) {
        placeBody(body, frames, frame);
        const height = lowestPoint(body.shape, frame);
        if (height < verdict.table.distance) {
          verdict.table = { distance: height, what: spoken(body.link), phase };
        }
        if (height < body.tableMargin) {
          const text = `During ${phase}, ${spoken(body.link)} comes to ${mm(height)} above the table (${mm(body.tableMargin)} is kept).`;
          return { ...verdict, problem: { check: 'table', phase, text } };
        }
      }
      const all = loadBody ? [...bodies, loadBody] : bodies;
      for (const body of all) {
        const margins = body === loadBody ? (motion.loadMarginOf ?? marginOf) : marginOf;
        placeBody(body, frames, frame);
        const found = sceneClearance(map, body.shape, frame, margins, horizon);
        if (found.distance < verdict.scene.distance) {
          verdict.scene = { distance: found.distance, what: spoken(body.link), phase };
        }
        if (found.spare < 0) {
          const text = `During ${phase}, ${spoken(body.link)} comes ${found.distance < 0 ? 'into' : `within ${mm(found.distance)} of`} something that stands at ${whereIs(map, found.thing)}.`;
          return { ...verdict, problem: { check: 'scene', phase, text } };
        }
      }
    }
  }
  return verdict;
}

/** "fr3_leftfinger" -> "the left finger": a link's or joint's name as an operator would say it. */
export function spoken(name: string): string {
  const part = /(?:^|_)(?:(link|joint)_?(\d+)|(left|right)_?finger|(hand))$/.exec(name);
  if (part?.[2]) return `${part[1] === 'link' ? 'arm link' : 'joint'} ${part[2]}`;
  if (part?.[3]) return `the ${part[3]} finger`;
  if (part?.[4]) return 'the hand';
  return `the ${name.replace(/_(link|joint)$/, '').replaceAll('_', ' ')}`;
}

function whereIs(map: SceneMap, thing: number): string {
  let [x, y, n] = [0, 0, 0];
  for (let at = 0; at < map.things.length; at++) {
    if (map.things[at] !== thing) continue;
    x += map.originX + ((at % map.columns) + 0.5) * map.cell;
    y += map.originY + (Math.floor(at / map.columns) + 0.5) * map.cell;
    n++;
  }
  return `x ${(x / n).toFixed(2)}, y ${(y / n).toFixed(2)} m`;
}
