import { XMLParser } from 'fast-xml-parser';

/** An element in the order of the file: its children, and its attributes. */
interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}
/** Rows of a transform, the last row (0 0 0 1) left out. */
type Affine = readonly number[];

const identity: Affine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];
/** Nodes within nodes, and nodes in all: a file that names itself inside itself ends here. */
const deepest = 32;
const mostNodes = 10_000;
const attributes = ':@';

/**
 * The corners of everything that a COLLADA (.dae) file's scene shows: x, y, z in turn, in metres by the file's
 * unit, each where its nodes put it. Its up axis is not looked at, as RViz does not: URDF is written for that.
 * Null where the file is none, is damaged, or shows nothing.
 */
export function colladaPoints(bytes: Uint8Array): Iterable<number> | null {
  const text = new TextDecoder().decode(bytes);
  // Entities could make a small file endless; no exporter writes them.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return null;
  try {
    const root = read(text).find(({ name }) => name === 'COLLADA');
    return root ? pointsOf(root) : null;
  } catch {
    return null;
  }
}

/** What makes such a file large: the numbers of its arrays, and which of them make the faces. */
const lists = /<(float_array|p|vcount|v)\b([^>]*)>([^<]*)<\/\1>/g;

/** The elements of the file. Its long lists are kept from the parser, which would take seconds for them. */
function read(text: string): readonly Element[] {
  const arrays: string[] = [];
  const short = text.replace(lists, (_, name: string, written: string, list: string) =>
    name === 'float_array' ? `<float_array${written}>${arrays.push(list) - 1}</float_array>` : '',
  );
  const parser = new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseTagValue: false,
    parseAttributeValue: false,
    processEntities: false,
  });
  type Raw = Readonly<Record<string, unknown>>;
  const textOf = (inside: readonly Raw[]) => inside.map((each) => each['#text'] ?? '').join(' ');
  const elements = (raws: readonly Raw[]): Element[] =>
    raws.flatMap((raw) => {
      const name = Object.keys(raw).find((key) => key !== attributes) ?? '';
      if (name === '#text') return [];
      const inside = raw[name] as readonly Raw[];
      return {
        name,
        attributes: (raw[attributes] ?? {}) as Element['attributes'],
        children: elements(inside),
        text: name === 'float_array' ? (arrays[Number(textOf(inside))] ?? '') : textOf(inside),
      };
    });
  return elements(parser.parse(short) as Raw[]);
}

const child = ({ children }: Element, name: string) => children.find((each) => each.name === name);
const all = ({ children }: Element, name: string) => children.filter((each) => each.name === name);
const target = (reference: string | undefined) => (reference?.startsWith('#') ? reference.slice(1) : '');
const numbers = (text: string) => text.trim().split(/\s+/).filter(Boolean).map(Number);

function byId(element: Element, found = new Map<string, Element>()): ReadonlyMap<string, Element> {
  if (element.attributes.id) found.set(element.attributes.id, element);
  for (const each of element.children) byId(each, found);
  return found;
}

function* pointsOf(root: Element): Iterable<number> {
  const ids = byId(root);
  const unit = Number(child(child(root, 'asset') ?? root, 'unit')?.attributes.meter ?? 1);
  if (!(unit > 0)) throw new Error('The unit is none.');
  const shown = child(child(root, 'scene') ?? root, 'instance_visual_scene');
  const scene =
    ids.get(target(shown?.attributes.url)) ??
    child(child(root, 'library_visual_scenes') ?? root, 'visual_scene');
  if (!scene) return;
  let nodes = 0;

  function* inNode(node: Element, parent: Affine, depth: number): Iterable<number> {
    if (depth > deepest || ++nodes > mostNodes) throw new Error('The nodes have no end.');
    let here = parent;
    for (const each of node.children) here = times(here, transformOf(each));
    for (const each of node.children) {
      if (each.name === 'node') yield* inNode(each, here, depth + 1);
      const to = ids.get(target(each.attributes.url));
      if (!to) continue;
      if (each.name === 'instance_node') yield* inNode(to, here, depth + 1);
      if (each.name === 'instance_geometry') yield* placed(to, here);
    }
  }

  function* placed(geometry: Element, at: Affine): Iterable<number> {
    for (const vertices of all(child(geometry, 'mesh') ?? geometry, 'vertices')) {
      const input = all(vertices, 'input').find(({ attributes: { semantic } }) => semantic === 'POSITION');
      const source = ids.get(target(input?.attributes.source));
      const values = numbers((source && child(source, 'float_array'))?.text ?? '');
      const accessor = source && child(child(source, 'technique_common') ?? source, 'accessor');
      const stride = Number(accessor?.attributes.stride ?? 3);
      if (!(stride >= 3)) throw new Error('The points have no three numbers.');
      for (let i = 0; i + 2 < values.length; i += stride) {
        const [x, y, z] = [values[i]!, values[i + 1]!, values[i + 2]!];
        for (let row = 0; row < 12; row += 4) {
          yield unit * (at[row]! * x + at[row + 1]! * y + at[row + 2]! * z + at[row + 3]!);
        }
      }
    }
  }

  for (const node of all(scene, 'node')) yield* inNode(node, identity, 0);
}

/** What an element in a node does to what is below it; nothing where it is no transform. */
function transformOf({ name, text }: Element): Affine {
  const values = name === 'matrix' || name === 'translate' || name === 'rotate' || name === 'scale';
  if (!values) return identity;
  const [a = Number.NaN, b = Number.NaN, c = Number.NaN, degrees = Number.NaN] = numbers(text);
  if (name === 'matrix') {
    const rows = numbers(text).slice(0, 12);
    if (rows.length < 12) throw new Error('A matrix is cut off.');
    return rows;
  }
  if (name === 'translate') return [1, 0, 0, a, 0, 1, 0, b, 0, 0, 1, c];
  if (name === 'scale') return [a, 0, 0, 0, 0, b, 0, 0, 0, 0, c, 0];
  return rotation([a, b, c], (degrees * Math.PI) / 180);
}

function rotation(axis: readonly [number, number, number], angle: number): Affine {
  const length = Math.hypot(...axis);
  const [x, y, z] = axis.map((each) => each / length) as [number, number, number];
  const [s, c] = [Math.sin(angle), Math.cos(angle)];
  const t = 1 - c;
  return [
    ...[t * x * x + c, t * x * y - s * z, t * x * z + s * y, 0],
    ...[t * x * y + s * z, t * y * y + c, t * y * z - s * x, 0],
    ...[t * x * z - s * y, t * y * z + s * x, t * z * z + c, 0],
  ];
}

function times(a: Affine, b: Affine): Affine {
  if (b === identity) return a;
  return a.map((_, at) => {
    const [row, column] = [at - (at % 4), at % 4];
    const sum = [0, 1, 2].reduce((value, k) => value + a[row + k]! * b[4 * k + column]!, 0);
    return column === 3 ? sum + a[row + 3]! : sum;
  });
}
