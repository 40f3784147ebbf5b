import { readFileSync } from 'node:fs';
import { XMLParser } from 'fast-xml-parser';
import type { ModelChoices } from '../../../shared/contract/connection';
import { bundledRobots } from '../../../shared/robot/bundledRobots';
import { latched } from '../../ros2/qos';
import { readText } from './readMessages';
import type { Topics } from './topics';

/**
 * The frame in which the robot is planned for: as the profile says, else the bundled robot's, else the root
 * of the robot's description (file or topic; it may come late, or change). Null while it is not known.
 */
export function followBaseFrame(model: ModelChoices, topics: Topics): () => string | null {
  const { source } = model;
  let found: string | null = model.baseFrame ?? null;
  if (found === null && source.kind === 'bundled') found = bundledRobots[source.name].baseFrame;
  if (found === null && source.kind === 'file') found = rootLink(textOf(source.path));
  if (found === null && source.kind === 'topic') {
    topics.subscribe(source.topic, 'std_msgs/String', { offer: latched, depth: 1 }, (bytes) => {
      try {
        found = rootLink(readText(bytes)) ?? found;
      } catch {
        // Whoever reads the whole description says what is wrong with it; here only its root counts.
      }
    });
  }
  return () => found;
}

/** A file that cannot be read leaves the frame unknown: a picture is then refused in words. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  isArray: (_name, path) => path === 'robot.link' || path === 'robot.joint',
});

interface Described {
  readonly link?: readonly { readonly name?: string }[];
  readonly joint?: readonly { readonly child?: { readonly link?: string } }[];
}

/** The link of a URDF that is no joint's child; null when there is no such text, or not exactly one. */
export function rootLink(urdf: string): string | null {
  let robot: Described | undefined;
  try {
    robot = (parser.parse(urdf) as { robot?: Described }).robot;
  } catch {
    return null;
  }
  const children = new Set(robot?.joint?.map(({ child }) => child?.link));
  const roots = (robot?.link ?? []).flatMap(({ name }) =>
    name !== undefined && !children.has(name) ? [name] : [],
  );
  return roots.length === 1 ? roots[0]! : null;
}
