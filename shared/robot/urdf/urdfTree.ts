import { invert, type Pose, type Vec3 } from '../../geometry/pose';
import { originOf } from './urdfBodies';
import { UrdfFault } from './urdfFault';
import { numberOf, required, vectorOf, type XmlElement } from './urdfXml';

/** A joint as the file has it. */
export interface UrdfJoint {
  readonly name: string;
  readonly type: 'revolute' | 'continuous' | 'prismatic' | 'fixed' | 'planar' | 'floating';
  readonly parent: string;
  readonly child: string;
  readonly origin: Pose;
  /** Of unit length. */
  readonly axis: Vec3;
  readonly limit: XmlElement | undefined;
  /** Soft limits of the safety controller, where they are given. */
  readonly soft: { readonly lower: number; readonly upper: number } | undefined;
  readonly mimic:
    | { readonly joint: string; readonly multiplier: number; readonly offset: number }
    | undefined;
}

const jointTypes: readonly string[] = ['revolute', 'continuous', 'prismatic', 'fixed', 'planar', 'floating'];

export function readJoint(element: XmlElement): UrdfJoint {
  const name = required(element, 'name');
  const type = required(element, 'type');
  if (!jointTypes.includes(type))
    throw new UrdfFault(`Joint "${name}" is of an unknown type, "${type.slice(0, 40)}".`);
  const end = (which: 'parent' | 'child'): string => {
    const found = element.child(which);
    if (!found) throw new UrdfFault(`Joint "${name}" has no <${which}>.`);
    return required(found, 'link');
  };
  const axisElement = element.child('axis');
  const axis = axisElement ? vectorOf(axisElement, 'xyz', 1e6, [1, 0, 0]) : ([1, 0, 0] as Vec3);
  const length = Math.hypot(...axis);
  if (!(length > 1e-6) && type !== 'fixed') throw new UrdfFault(`Joint "${name}" has an axis of no length.`);
  const mimic = element.child('mimic');
  const safety = element.child('safety_controller');
  return {
    name,
    type: type as UrdfJoint['type'],
    parent: end('parent'),
    child: end('child'),
    origin: originOf(element),
    axis: type === 'fixed' ? [0, 0, 1] : [axis[0] / length, axis[1] / length, axis[2] / length],
    limit: element.child('limit'),
    soft:
      safety?.attribute('soft_lower_limit') !== undefined &&
      safety.attribute('soft_upper_limit') !== undefined
        ? {
            lower: numberOf(safety, 'soft_lower_limit', 1e6),
            upper: numberOf(safety, 'soft_upper_limit', 1e6),
          }
        : undefined,
    mimic: mimic && {
      joint: required(mimic, 'joint'),
      multiplier: numberOf(mimic, 'multiplier', 1e6, 1),
      offset: numberOf(mimic, 'offset', 1e6, 0),
    },
  };
}

/** Checks that links and joints make one tree and gives its root. */
export function rootOf(links: readonly string[], joints: readonly UrdfJoint[]): string {
  if (links.length === 0) throw new UrdfFault('The URDF has no links.');
  noneTwice('Link', links);
  noneTwice(
    'Joint',
    joints.map((joint) => joint.name),
  );
  const known = new Set(links);
  const above = new Map<string, UrdfJoint>();
  for (const joint of joints) {
    for (const end of [joint.parent, joint.child]) {
      if (!known.has(end))
        throw new UrdfFault(`Joint "${joint.name}" names link "${end}", which is not there.`);
    }
    const other = above.get(joint.child);
    if (other) {
      throw new UrdfFault(`Link "${joint.child}" hangs on two joints, "${other.name}" and "${joint.name}".`);
    }
    above.set(joint.child, joint);
  }
  const roots = links.filter((link) => !above.has(link));
  if (roots.length > 1) {
    throw new UrdfFault(
      `The links do not hang together: "${roots[0]}" and "${roots[1]}" both have no joint above.`,
    );
  }
  // Every link has at most one joint above: what does not lead to the root goes round in a circle.
  const fine = new Set<string>(roots);
  for (const link of links) {
    const way: string[] = [];
    let at = link;
    while (!fine.has(at)) {
      if (way.includes(at)) throw new UrdfFault(`The joints go round in a circle at link "${at}".`);
      way.push(at);
      at = above.get(at)!.parent;
    }
    for (const each of way) fine.add(each);
  }
  return roots[0]!;
}

function noneTwice(what: string, names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) throw new UrdfFault(`${what} "${name}" is there twice.`);
    seen.add(name);
  }
}

/**
 * All joints below `base`, parents first and otherwise as in the file. Where the base is not the root, the
 * fixed joints above it are turned round, so that what stands around the base is kept; what lies beyond a
 * moving joint above it is left out, with a remark.
 */
export function jointsFrom(
  base: string,
  joints: readonly UrdfJoint[],
  remark: (text: string) => void,
): readonly UrdfJoint[] {
  const turned = new Map<string, UrdfJoint>();
  for (let at = base; ; ) {
    const up = joints.find((joint) => joint.child === at);
    if (!up) break;
    if (up.type !== 'fixed') {
      remark(`What lies above the base beyond joint "${up.name}" is left out.`);
      turned.set(up.name, { ...up, parent: '', child: '' });
      break;
    }
    turned.set(up.name, { ...up, parent: up.child, child: up.parent, origin: invert(up.origin) });
    at = up.parent;
  }
  const waiting = joints.map((joint) => turned.get(joint.name) ?? joint);
  const placed = new Set([base]);
  const ordered: UrdfJoint[] = [];
  for (let found = true; found; ) {
    found = false;
    for (const joint of waiting) {
      if (placed.has(joint.child) || !placed.has(joint.parent)) continue;
      placed.add(joint.child);
      ordered.push(joint);
      found = true;
    }
  }
  return ordered;
}

/** The joints from the base to a link, in order; undefined where there is no way. */
export function pathTo(
  link: string,
  base: string,
  joints: readonly UrdfJoint[],
): readonly UrdfJoint[] | undefined {
  const path: UrdfJoint[] = [];
  for (let at = link; at !== base; ) {
    const joint = joints.find((each) => each.child === at);
    if (!joint) return undefined;
    path.unshift(joint);
    at = joint.parent;
  }
  return path;
}
