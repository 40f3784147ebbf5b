import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { Vec3 } from '../../geometry/pose';
import { UrdfFault } from './urdfFault';

/** An element of the file: its attributes and its children. */
export interface XmlElement {
  attribute(name: string): string | undefined;
  /** At most one child of that name. */
  child(name: string): XmlElement | undefined;
  children(name: string): readonly XmlElement[];
  /** What a message calls it: link "arm", visual 2. */
  readonly where: string;
}

/** Characters; a description of a whole two-armed robot has a few hundred thousand. */
const maxLength = 4_000_000;
const repeated: ReadonlySet<string> = new Set(['link', 'joint', 'visual', 'collision', 'material']);

type Node = Readonly<Record<string, unknown>>;

/** Reads the text of a URDF and gives its <robot>; throws UrdfFault where it is none. */
export function readRobotElement(text: string): XmlElement {
  if (text.length > maxLength) {
    throw new UrdfFault(
      `The URDF is ${Math.round(text.length / 1e6)} MB long; up to ${maxLength / 1e6} MB are read.`,
    );
  }
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) {
    throw new UrdfFault(
      'The URDF declares a document type or entities, which are not read. Remove <!DOCTYPE ...>.',
    );
  }
  if (/<xacro:/.test(text)) {
    throw new UrdfFault(
      'This is a xacro file, not a URDF yet. Run "ros2 run xacro xacro file.xacro > file.urdf" first.',
    );
  }
  const root = parsed(text);
  const robot = (root as { robot?: unknown }).robot;
  if (Array.isArray(robot)) throw new UrdfFault('The URDF has more than one <robot>.');
  if (!isNode(robot)) throw new UrdfFault('The URDF has no <robot> element.');
  return element(robot, 'robot');
}

function parsed(text: string): unknown {
  try {
    const verdict = XMLValidator.validate(text);
    if (verdict !== true) {
      throw new UrdfFault(`The URDF is not well-formed XML: line ${verdict.err.line}: ${verdict.err.msg}`);
    }
    return new XMLParser({
      ignoreAttributes: false,
      attributeNamePrefix: '@',
      parseAttributeValue: false,
      parseTagValue: false,
      isArray: (name, _path, _leaf, isAttribute) => !isAttribute && repeated.has(name),
    }).parse(text);
  } catch (error) {
    if (error instanceof UrdfFault) throw error;
    throw new UrdfFault(
      `The URDF is not readable XML: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function element(node: Node, where: string): XmlElement {
  const own = (key: string): unknown => (Object.hasOwn(node, key) ? node[key] : undefined);
  const wrapped = (child: unknown, name: string): XmlElement => element(isNode(child) ? child : {}, name);
  return {
    where,
    attribute(name) {
      const value = own(`@${name}`);
      return typeof value === 'string' ? value.trim() : undefined;
    },
    child(name) {
      const value = own(name);
      const all = Array.isArray(value) ? value : value === undefined ? [] : [value];
      if (all.length > 1) throw new UrdfFault(`${capital(where)} has ${all.length} <${name}>; one is meant.`);
      return all.length === 0 ? undefined : wrapped(all[0], `${where}, ${name}`);
    },
    children(name) {
      const value = own(name);
      const all: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
      return all.map((child, i) => {
        const named = isNode(child) && Object.hasOwn(child, '@name') ? child['@name'] : undefined;
        const parent = where === 'robot' ? '' : `${where}, `;
        return wrapped(
          child,
          `${parent}${name} ${named === undefined ? i + 1 : `"${String(named).slice(0, 80)}"`}`,
        );
      });
    },
  };
}

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** An attribute that must be there. */
export function required(from: XmlElement, name: string): string {
  const value = from.attribute(name);
  if (!value) throw new UrdfFault(`${capital(from.where)} has no ${name}.`);
  return value;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,4})?$/;

/** A number of at most `limit` in size; `fallback` where the attribute is missing, else it must be there. */
export function numberOf(from: XmlElement, name: string, limit: number, fallback?: number): number {
  const text = from.attribute(name);
  if (text === undefined && fallback !== undefined) return fallback;
  return readNumber(text ?? required(from, name), `${capital(from.where)}: ${name}`, limit);
}

export function vectorOf(from: XmlElement, name: string, limit: number, fallback: Vec3): Vec3 {
  const text = from.attribute(name);
  if (text === undefined) return fallback;
  const parts = text.split(/\s+/);
  if (parts.length !== 3) {
    throw new UrdfFault(
      `${capital(from.where)}: ${name} has ${parts.length} numbers ("${text.slice(0, 60)}"), not three.`,
    );
  }
  const [x, y, z] = parts.map((part) => readNumber(part, `${capital(from.where)}: ${name}`, limit));
  return [x!, y!, z!];
}

function readNumber(text: string, what: string, limit: number): number {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  if (!Number.isFinite(value)) throw new UrdfFault(`${what} is not a number ("${text.slice(0, 40)}").`);
  if (Math.abs(value) > limit)
    throw new UrdfFault(`${what} is ${text.slice(0, 40)}, beyond any robot (${limit}).`);
  return value;
}
