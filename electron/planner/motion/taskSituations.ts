import type { CheckedMotion, Load } from '../../../shared/collision/checkMotion';
import { sceneMargin } from '../../../shared/collision/checkMotion';
import type { ThingMargin } from '../../../shared/collision/sceneCollision';
import type { Phase } from '../../../shared/contract/plan';
import { compose, invert, type Pose, type Vec3 } from '../../../shared/geometry/pose';
import { writeFrame } from '../../../shared/motion/frames';
import type { Grasp } from '../grasp';
import type { GroundedObject } from '../perception/groundBox';
import type { GroundedPath } from '../perception/groundWaypoints';

/** m: kept from the object that is about to be gripped, and from the container that it is put into. */
const closeMargin = 0.002;
/** m: fingers open this much to let go: enough, and little enough for a bowl. */
const releaseExtra = 0.02;

export function releaseWidth(grasp: Grasp, maxWidth: number): number {
  return Math.min(maxWidth, grasp.width + releaseExtra);
}

/** The object as it hangs in the gripper: an upright cylinder around it, or the ball that it is. */
export function loadOf(object: GroundedObject, grasp: Grasp): Load {
  const { footprint, form, top, center, base = 0, unsure = 0 } = object;
  const position: Vec3 =
    form === 'ball' ? center : [footprint.center[0], footprint.center[1], (base + top) / 2];
  const across = form === 'angular' ? Math.hypot(footprint.length, footprint.width) : footprint.width;
  const radius = across / 2 + unsure;
  const pose: Pose = compose(invert(grasp.pose), { position, orientation: [0, 0, 0, 1] });
  const inTip = new Float64Array(12);
  writeFrame(pose, inTip, 0);
  const shape =
    form === 'ball'
      ? ({ type: 'sphere', radius } as const)
      : ({ type: 'cylinder', radius, length: top - base } as const);
  return { shape, inTip };
}

/** What is true in each phase of a task: how far the fingers are open, what is held, what may be near. */
export function taskSituation(
  phase: Phase,
  object: GroundedObject,
  grasp: Grasp,
  path: GroundedPath,
  maxWidth: number,
): Omit<CheckedMotion, 'phase' | 'positions'> {
  const container = path.place?.container?.thing;
  // Before the grasp the object stands where it was seen; afterwards its place in the map is free.
  const before: ThingMargin = (thing) => (thing === object.thing ? closeMargin : sceneMargin);
  const after: ThingMargin = (thing) => (thing === object.thing ? undefined : sceneMargin);
  const into: ThingMargin = (thing) => (thing === container ? closeMargin : after(thing));
  const loadInto: ThingMargin = (thing) => (thing === container ? undefined : after(thing));
  const load = loadOf(object, grasp);
  switch (phase) {
    case 'lift':
    case 'transport':
      return { gripperWidth: grasp.width, load, marginOf: after };
    case 'lower':
      return { gripperWidth: grasp.width, load, marginOf: into, loadMarginOf: loadInto };
    case 'release':
    case 'retreat':
      return { gripperWidth: releaseWidth(grasp, maxWidth), marginOf: into };
    case 'home':
      return { gripperWidth: releaseWidth(grasp, maxWidth), marginOf: after };
    default:
      return { gripperWidth: grasp.openWidth, marginOf: before };
  }
}
