import type { RosGraph } from '../../../../shared/contract/connection';
import { publishersOf } from '../../../ros2/endpoints';
import { qosWords } from '../../../ros2/qos';
import type { RosNode } from '../../../ros2/rosNode';
import type { Steps } from '../../slices';

interface NamesAndTypes {
  readonly name: string;
  readonly types: readonly string[];
}

/** The ROS graph as it is now, topic by topic, so that it can be put down in between. */
export function* discoverGraph({ rcl, node }: RosNode): Steps<RosGraph> {
  const nodes = node
    .getNodeNamesAndNamespaces()
    .map(({ name, namespace }) => `${namespace.replace(/\/$/, '')}/${name}`);
  yield;
  const topics: RosGraph['topics'] = [];
  for (const { name, types } of (node.getTopicNamesAndTypes() as readonly NamesAndTypes[]).slice(0, 2000)) {
    const publishers = publishersOf(node, name);
    topics.push({
      name,
      types: types.slice(0, 8),
      publishers: publishers.length,
      subscribers: node.countSubscribers(name),
      qos: [...new Set(publishers.map(({ qos }) => qosWords(qos)))].slice(0, 16),
    });
    yield;
  }
  const actions = (rcl.getActionNamesAndTypes(node) as unknown as readonly NamesAndTypes[])
    .slice(0, 500)
    .map(({ name, types }) => ({ name, type: types[0] ?? '' }));
  return { nodes: [...new Set(nodes)].sort().slice(0, 1000), topics, actions };
}
