import { compose, type Pose, quatFromRpy, rotate, type Vec3 } from '../../geometry/pose';
import { capsule, sphere } from '../primitives';
import type { Link, Primitive, PrimitiveShape } from '../robotModel';
import { UrdfFault } from './urdfFault';
import { capital, numberOf, required, vectorOf, type XmlElement } from './urdfXml';

/** Where a mesh lies and how large it is, in its own frame and units; null where it cannot be found or read. */
export type ResolveMesh = (uri: string) => { readonly size: Vec3; readonly center: Vec3 } | null;

/** What the bodies of a link need from outside of it. */
export interface BodySources {
  readonly resolveMesh: ResolveMesh;
  /** sRGB hex of the materials that the robot names at its top. */
  readonly materials: ReadonlyMap<string, string>;
  /** Where the joints of the link's children lie in its frame: a mesh that is missing is drawn to there. */
  readonly childOrigins: readonly Vec3[];
  readonly remark: (text: string) => void;
}

const metres = 100;
const plain = '#c9ced4';
/** m: thickness of what stands in for a mesh that cannot be read. */
const standInRadius = 0.045;
const mostBodies = 200;

export const originOf = (parent: XmlElement): Pose => {
  const origin = parent.child('origin');
  if (!origin) return { position: [0, 0, 0], orientation: [0, 0, 0, 1] };
  const [roll, pitch, yaw] = vectorOf(origin, 'rpy', 1000, [0, 0, 0]);
  return { position: vectorOf(origin, 'xyz', metres, [0, 0, 0]), orientation: quatFromRpy(roll, pitch, yaw) };
};

/** The sRGB hex of a material's colour, if it has one. */
export function colorOf(material: XmlElement): string | undefined {
  const rgba = material.child('color')?.attribute('rgba');
  const parts = rgba?.split(/\s+/).map(Number) ?? [];
  if (parts.length !== 4 || !parts.every((part) => part >= 0 && part <= 1)) return undefined;
  return `#${parts
    .slice(0, 3)
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** A link with its mass and its bodies; collisions stand in for missing visuals and the other way round. */
export function readLink(element: XmlElement, sources: BodySources): Link {
  const name = required(element, 'name');
  const visuals = bodiesOf(element, 'visual', sources);
  const collisions = bodiesOf(element, 'collision', sources);
  if (collisions.length === 0 && visuals.length > 0) {
    sources.remark(`Link "${name}" has no collision bodies: what is seen of it is used.`);
  }
  return {
    name,
    ...inertialOf(element),
    visuals: visuals.length > 0 ? visuals : collisions.map((body) => ({ ...body, color: plain })),
    collisions: collisions.length > 0 ? collisions : visuals.map(({ shape, pose }) => ({ shape, pose })),
  };
}

function bodiesOf(
  link: XmlElement,
  kind: 'visual' | 'collision',
  sources: BodySources,
): readonly Primitive[] {
  const elements = link.children(kind);
  if (elements.length > mostBodies) {
    throw new UrdfFault(
      `${capital(link.where)} has ${elements.length} of <${kind}>; up to ${mostBodies} are read.`,
    );
  }
  const bodies = elements.flatMap((element) => {
    const color = kind === 'visual' ? { color: visualColor(element, sources.materials) } : {};
    return shapesOf(element, kind, sources).map((body): Primitive => ({ ...body, ...color }));
  });
  return joinCapsules(bodies);
}

function visualColor(visual: XmlElement, materials: ReadonlyMap<string, string>): string {
  const material = visual.children('material')[0];
  return (material && (colorOf(material) ?? materials.get(material.attribute('name') ?? ''))) ?? plain;
}

type Body = Omit<Primitive, 'color'>;

function shapesOf(element: XmlElement, kind: 'visual' | 'collision', sources: BodySources): readonly Body[] {
  const pose = originOf(element);
  const geometry = element.child('geometry');
  if (!geometry) throw new UrdfFault(`${capital(element.where)} has no geometry.`);
  const positive = (from: XmlElement, name: string): number => {
    const value = numberOf(from, name, metres);
    if (!(value > 0)) throw new UrdfFault(`${capital(from.where)}: ${name} is ${value}, not above 0.`);
    return value;
  };
  const box = geometry.child('box');
  if (box) {
    required(box, 'size');
    const size = vectorOf(box, 'size', metres, [0, 0, 0]);
    if (!size.every((side) => side > 0)) throw new UrdfFault(`${capital(box.where)}: a side is not above 0.`);
    return [{ shape: { type: 'box', size }, pose }];
  }
  const cylinder = geometry.child('cylinder');
  if (cylinder) {
    const shape = {
      type: 'cylinder',
      radius: positive(cylinder, 'radius'),
      length: positive(cylinder, 'length'),
    } as const;
    return [{ shape, pose }];
  }
  const ball = geometry.child('sphere');
  if (ball) return [{ shape: { type: 'sphere', radius: positive(ball, 'radius') }, pose }];
  const pill = geometry.child('capsule');
  if (pill) {
    const shape = {
      type: 'capsule',
      radius: positive(pill, 'radius'),
      length: positive(pill, 'length'),
    } as const;
    return [{ shape, pose }];
  }
  const mesh = geometry.child('mesh');
  if (mesh) return meshBodies(mesh, pose, kind, sources);
  throw new UrdfFault(`${capital(geometry.where)} holds no box, cylinder, sphere, capsule or mesh.`);
}

/** A mesh as the box that holds it; seen, a long one is drawn round, as limbs are. */
function meshBodies(
  mesh: XmlElement,
  pose: Pose,
  kind: 'visual' | 'collision',
  { resolveMesh, childOrigins, remark }: BodySources,
): readonly Body[] {
  const uri = required(mesh, 'filename');
  const bounds = resolveMesh(uri);
  if (!bounds) {
    remark(`Mesh ${uri.slice(0, 200)} is not there or cannot be read: a simple body stands in for it.`);
    return standIns(childOrigins);
  }
  const scale = vectorOf(mesh, 'scale', 1e4, [1, 1, 1]);
  const size = bounds.size.map((side, i) => Math.max(1e-3, Math.abs(side * scale[i]!))) as unknown as Vec3;
  const center = bounds.center.map((c, i) => c * scale[i]!) as unknown as Vec3;
  if (![...size, ...center].every((v) => Math.abs(v) <= metres)) {
    throw new UrdfFault(
      `${capital(mesh.where)}: ${uri.slice(0, 200)} is over ${metres} m large; its scale is wrong.`,
    );
  }
  const place = (orientation: Pose['orientation']): Pose => compose(pose, { position: center, orientation });
  const longest = size.indexOf(Math.max(...size));
  const [a, b] = [size[(longest + 1) % 3]!, size[(longest + 2) % 3]!];
  if (kind === 'visual' && size[longest]! > 1.4 * Math.max(a, b)) {
    const radius = (a + b) / 4;
    const ends: Vec3[] = [-1, 1].map((side) => {
      const along = [0, 0, 0];
      along[longest] = side * (size[longest]! / 2 - radius);
      return along as unknown as Vec3;
    });
    const drawn = capsule(ends[0]!, ends[1]!, radius);
    return [{ shape: drawn.shape, pose: compose(place([0, 0, 0, 1]), drawn.pose) }];
  }
  return [{ shape: { type: 'box', size }, pose: place([0, 0, 0, 1]) }];
}

/** Limbs from the link's own joint to its children's. */
function standIns(childOrigins: readonly Vec3[]): readonly Body[] {
  const far = childOrigins.filter((origin) => Math.hypot(...origin) > standInRadius);
  return far.length > 0
    ? far.map((origin) => capsule([0, 0, 0], origin, standInRadius))
    : [sphere([0, 0, 0], standInRadius)];
}

const alike = (a: number, b: number) => Math.abs(a - b) < 1e-6;

/** A cylinder followed by two balls of its radius at its ends is the capsule that URDF has no word for. */
function joinCapsules(bodies: readonly Primitive[]): readonly Primitive[] {
  const joined: Primitive[] = [];
  for (let i = 0; i < bodies.length; i++) {
    const body = bodies[i]!;
    const { shape, pose } = body;
    const caps = [bodies[i + 1], bodies[i + 2]];
    const capped =
      shape.type === 'cylinder' &&
      [-1, 1].every((side, k) => {
        const cap = caps[k];
        const end = rotate(pose.orientation, [0, 0, (side * shape.length) / 2]);
        return (
          cap?.shape.type === 'sphere' &&
          alike(cap.shape.radius, shape.radius) &&
          cap.pose.position.every((v, axis) => alike(v, pose.position[axis]! + end[axis]!))
        );
      });
    joined.push(capped ? { ...body, shape: { ...shape, type: 'capsule' } as PrimitiveShape } : body);
    if (capped) i += 2;
  }
  return joined;
}

function inertialOf(link: XmlElement): Pick<Link, 'mass' | 'centerOfMass' | 'inertia'> {
  const inertial = link.child('inertial');
  if (!inertial) return { mass: 0, centerOfMass: [0, 0, 0], inertia: [0, 0, 0] };
  const { position, orientation } = originOf(inertial);
  const mass = inertial.child('mass');
  const tensor = inertial.child('inertia');
  const entry = (name: string) => (tensor ? numberOf(tensor, name, 1e9, 0) : 0);
  const rows = [
    [entry('ixx'), entry('ixy'), entry('ixz')],
    [entry('ixy'), entry('iyy'), entry('iyz')],
    [entry('ixz'), entry('iyz'), entry('izz')],
  ] as const;
  // The diagonal of R I R^T: the moments about the link's own axes.
  const axes = [
    rotate(orientation, [1, 0, 0]),
    rotate(orientation, [0, 1, 0]),
    rotate(orientation, [0, 0, 1]),
  ] as const;
  const about = (k: number): number => {
    let sum = 0;
    for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) sum += axes[i]![k]! * rows[i]![j]! * axes[j]![k]!;
    return sum;
  };
  return {
    mass: mass ? Math.max(0, numberOf(mass, 'value', 1e6)) : 0,
    centerOfMass: position,
    inertia: [about(0), about(1), about(2)],
  };
}
