import type { Fences } from '../contract/fences';
import type { Phase } from '../contract/plan';
import { mm } from '../geometry/millimetres';
import type { Kinematics } from '../motion/kinematics';
import type { PrimitiveShape } from '../robot/robotModel';
import { type Body, boundingRadius, lowestPoint, placeBody, robotBodies } from './bodies';
import { type Capsule, capsulesOf } from './capsules';
import { fenceClearance, fenceMargin } from './fenceClearance';
import { sceneClearance, type ThingMargin } from './sceneCollision';
import type { SceneMap } from './sceneMap';
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
  readonly fences: Clearance;
  /** The first margin that was not kept. */
  readonly problem?: {
    readonly check: 'self collision' | 'table' | 'scene' | 'fences';
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
/** m: a posture's parts stay this near to the straight way between two given postures. */
const bending = 0.001;
/** Halvings between two given postures at most: down to micrometres. */
const mostHalvings = 12;

export interface MotionChecker {
  /** What every motion is kept within. */
  readonly fences: Fences;
  /**
   * Walks through motions and measures; stops at the first margin that is not kept. Nothing is jumped over: a
   * part of the robot is looked at again before it can have moved (every joint's turning times the farthest
   * that the part can be from that joint's axis) by what it was clear of; where that is less than the way to
   * the next given posture, in between.
   */
  check(map: SceneMap, motions: readonly CheckedMotion[]): MotionVerdict;
}

interface CheckedBody extends Body {
  readonly tableMargin: number;
  /** In the frame of its link. */
  readonly capsules: readonly Capsule[];
  /** m: the farthest that any of its points can be from each arm joint's axis; 0 for joints after it. */
  readonly reach: Float64Array;
}

/** Prepares the collision check of a robot within fences. */
export function createMotionChecker(kinematics: Kinematics, fences: Fences): MotionChecker {
  const { self, bodies } = prepareCollision(kinematics);
  return { fences, check: (map, motions) => checkMotions(kinematics, self, bodies, fences, map, motions) };
}

const known = new WeakMap<
  Kinematics,
  { readonly self: SelfCollisionChecker; readonly bodies: readonly CheckedBody[] }
>();

/** Works out what no fences change, once a robot: some milliseconds that a process may want to spend early. */
export function prepareCollision(kinematics: Kinematics) {
  const parts = known.get(kinematics) ?? {
    self: createSelfCollision(kinematics),
    bodies: movingBodies(kinematics),
  };
  known.set(kinematics, parts);
  return parts;
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
      reach: reachOf(kinematics, body),
      capsules: capsulesOf(body.shape, body.inLink),
      tableMargin: fingers.includes(body.link)
        ? tableMargins.finger
        : body.link === hand
          ? tableMargins.hand
          : tableMargins.arm,
    }));
}

/** For each arm joint, the farthest that a body's points can be from it: all ways between them stretched out. */
function reachOf({ robot, dof }: Kinematics, body: Body): Float64Array {
  const reach = new Float64Array(dof);
  const length = (v: readonly number[]) => Math.hypot(...v);
  let far = Math.hypot(body.inLink[3]!, body.inLink[7]!, body.inLink[11]!) + body.boundingRadius;
  for (let link = body.link; ; ) {
    const joint = robot.joints.find((j) => j.child === link);
    if (!joint) return reach;
    const arm = robot.armJointNames.indexOf(joint.name);
    if (arm >= 0) reach[arm] = far;
    // A finger slides by half of the opening at most.
    if (joint.type === 'prismatic') far += robot.gripper.maxWidth / 2;
    far += length(joint.origin.position);
    link = joint.parent;
  }
}

/** One thing that is measured along a motion: how far it may move before its margin, and before contact. */
interface Probe {
  readonly reach: Float64Array;
  /** Measures at the frames: room above the margin and to contact (m). Sets `problem` if the margin is not kept. */
  measure(): { readonly spare: number; readonly room: number };
}

function checkMotions(
  kinematics: Kinematics,
  self: SelfCollisionChecker,
  bodies: readonly CheckedBody[],
  fences: Fences,
  map: SceneMap,
  motions: readonly CheckedMotion[],
): MotionVerdict {
  const frames = kinematics.createFrames();
  const frame = new Float64Array(12);
  const far = (phase: Phase): Clearance => ({ distance: Number.POSITIVE_INFINITY, what: '', phase });
  const first = motions[0]?.phase ?? 'approach';
  const verdict = { self: far(first), table: far(first), scene: far(first), fences: far(first) };
  const hand = bodies.reduce((a, b) => (a.linkOffset >= b.linkOffset ? a : b));
  const tipReach = reachOf(kinematics, {
    ...hand,
    link: kinematics.robot.tcpFrame,
    inLink: atOrigin,
    boundingRadius: 0,
  });

  for (const motion of motions) {
    const { phase, load, marginOf } = motion;
    let problem: MotionVerdict['problem'] = softLimitProblem(kinematics, fences, motion);
    if (problem) return { ...verdict, problem };
    const loadCapsules: readonly Capsule[] = load ? capsulesOf(load.shape, load.inTip) : [];
    const loadBody: CheckedBody | undefined = load && {
      link: 'held object',
      linkOffset: kinematics.tipOffset,
      shape: load.shape,
      inLink: load.inTip,
      boundingRadius: boundingRadius(load.shape),
      tableMargin: Number.NEGATIVE_INFINITY,
      capsules: loadCapsules,
      reach: reachOf(kinematics, {
        ...hand,
        link: kinematics.robot.tcpFrame,
        inLink: load.inTip,
        boundingRadius: boundingRadius(load.shape),
      }),
    };
    const ofBody = (body: CheckedBody): Probe => ({
      reach: body.reach,
      measure() {
        placeBody(body, frames, frame);
        const margins = body === loadBody ? (motion.loadMarginOf ?? marginOf) : marginOf;
        let height = Number.POSITIVE_INFINITY;
        if (body !== loadBody) {
          height = lowestPoint(body.shape, frame);
          // The arm's base stands lower than a raised surface: only the gripper works above that.
          if (body.tableMargin < tableMargins.arm) height -= map.surface ?? 0;
          if (height < verdict.table.distance) {
            verdict.table = { distance: height, what: spoken(body.link), phase };
          }
          if (height < body.tableMargin) {
            const text = `During ${phase}, ${spoken(body.link)} comes to ${mm(height)} above the table (${mm(body.tableMargin)} is kept).`;
            problem = { check: 'table', phase, text };
          }
        }
        const found = sceneClearance(map, body.shape, frame, margins, horizon);
        if (found.distance < verdict.scene.distance) {
          verdict.scene = { distance: found.distance, what: spoken(body.link), phase };
        }
        if (found.spare < 0 && !problem) {
          const text = `During ${phase}, ${spoken(body.link)} comes ${found.distance < 0 ? 'into' : `within ${mm(found.distance)} of`} something that stands at ${whereIs(map, found.thing)}.`;
          problem = { check: 'scene', phase, text };
        }
        const fenced = fenceClearance(
          fences,
          body.shape,
          frame,
          body.capsules,
          frames,
          body.linkOffset,
          horizon,
        );
        if (fenced.distance < verdict.fences.distance) {
          const what = `${spoken(body.link)} and ${fenced.fence}`;
          verdict.fences = { distance: fenced.distance, what, phase };
        }
        if (fenced.distance < fenceMargin && !problem) {
          const passes = fenced.distance < 0 ? 'passes' : `comes within ${mm(fenced.distance)} of`;
          const text = `During ${phase}, ${spoken(body.link)} ${passes} ${fenced.fence} (${mm(fenceMargin)} is kept).`;
          problem = { check: 'fences', phase, text };
        }
        const margin = margins(found.thing) ?? 0;
        return {
          spare: Math.min(height - body.tableMargin, found.spare, fenced.distance - fenceMargin),
          room: Math.min(height, found.spare + margin, fenced.distance),
        };
      },
    });
    const selfDistance = self.holding(loadCapsules);
    const ofSelf: Probe = {
      // Nothing moves faster than what is farthest out; the first joint turns all of it together.
      reach: (loadBody?.reach ?? hand.reach).map((r, j) => (j === 0 ? 0 : Math.max(r, tipReach[j]!))),
      measure() {
        const near = selfDistance(frames);
        if (near.distance < verdict.self.distance) {
          verdict.self = { distance: near.distance, what: near.links.map(spoken).join(' and '), phase };
        }
        if (near.distance < selfMargin) {
          const parts = near.links.map(spoken).join(' and ');
          const text = `During ${phase}, ${parts} come within ${mm(Math.max(0, near.distance))} of each other (${mm(selfMargin)} is kept).`;
          problem = { check: 'self collision', phase, text };
        }
        return { spare: near.distance - selfMargin, room: near.distance };
      },
    };
    const probes = [ofSelf, ...bodies.map(ofBody), ...(loadBody ? [ofBody(loadBody)] : [])];
    sweep(kinematics, motion, frames, probes, () => problem !== undefined);
    if (problem) return { ...verdict, problem };
  }
  return verdict;
}

/** A joint that turns past its soft limit, in words. */
function softLimitProblem(
  { robot }: Kinematics,
  { joints }: Fences,
  { phase, positions }: CheckedMotion,
): MotionVerdict['problem'] {
  for (const { joint, lower, upper } of joints) {
    const j = robot.armJointNames.indexOf(joint);
    const beyond = positions.find((q) => !(q[j]! >= lower && q[j]! <= upper));
    if (!beyond) continue;
    const text = `During ${phase}, ${spoken(joint)} turns to ${beyond[j]?.toFixed(2)} rad, past its soft limit (${lower} .. ${upper} rad).`;
    return { check: 'fences', phase, text };
  }
  return undefined;
}

const atOrigin = new Float64Array([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0]);

/** Takes probes along a motion, each as seldom as it may be, until one says that it found a problem. */
function sweep(
  kinematics: Kinematics,
  { positions, gripperWidth }: CheckedMotion,
  frames: Float64Array,
  probes: readonly Probe[],
  found: () => boolean,
): void {
  const last = positions.length - 1;
  const way = (reach: Float64Array, a: readonly number[], b: readonly number[]) => {
    let sum = bending;
    for (let j = 0; j < reach.length; j++) sum += reach[j]! * Math.abs(b[j]! - a[j]!);
    return sum;
  };
  /** How far each joint turns from one posture to the next: asked for by every probe. */
  const dof = positions[0]?.length ?? 0;
  const turns = new Float64Array(Math.max(0, last) * dof);
  for (let k = 0, at = 0; k < last; k++) {
    for (let j = 0; j < dof; j++, at++) turns[at] = Math.abs(positions[k + 1]![j]! - positions[k]![j]!);
  }
  /** The same as `way` from posture k to the one after it. */
  const wayAfter = (reach: Float64Array, k: number) => {
    let sum = bending;
    for (let j = 0, at = k * dof; j < dof; j++, at++) sum += reach[j]! * turns[at]!;
    return sum;
  };
  const place = (q: readonly number[]) => kinematics.linkFrames(q, gripperWidth, frames);
  const states = probes.map((probe) => ({ probe, due: 0, spare: 0, room: 0 }));

  /** Between two postures that are measured: whether contact is out of the question, or looked at closer. */
  function between(
    probe: Probe,
    a: readonly number[],
    roomA: number,
    b: readonly number[],
    roomB: number,
    halvings: number,
  ): void {
    if (way(probe.reach, a, b) <= roomA + roomB || halvings === 0 || found()) return;
    const middle = a.map((v, j) => (v + b[j]!) / 2);
    place(middle);
    const { room } = probe.measure();
    between(probe, a, roomA, middle, room, halvings - 1);
    between(probe, middle, room, b, roomB, halvings - 1);
  }

  for (let k = 0; k <= last; ) {
    const q = positions[k]!;
    place(q);
    for (const state of states) {
      if (state.due > k) continue;
      const { spare, room } = state.probe.measure();
      if (found()) return;
      // As far as the room above the margin surely lasts; to the next posture at least.
      let next = k + 1;
      let sum = next <= last ? wayAfter(state.probe.reach, k) : 0;
      while (next < last && sum <= spare) {
        const step = wayAfter(state.probe.reach, next) - bending;
        if (sum + step > spare) break;
        sum += step;
        next++;
      }
      // The posture after this one is farther away than there is room: the way to it is looked at.
      if (next === k + 1 && next <= last && sum > spare) {
        place(positions[next]!);
        const after = state.probe.measure();
        if (!found()) between(state.probe, q, room, positions[next]!, after.room, mostHalvings);
        if (found()) return;
        place(q);
      }
      state.due = next;
    }
    k = states.reduce((soonest, { due }) => Math.min(soonest, due), last + 1);
  }
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
