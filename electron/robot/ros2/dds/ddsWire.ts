import { publishersOf, whyNothingComes } from '../../../ros2/endpoints';
import { qosProfile } from '../../../ros2/qos';
import { createRosNode, type RosNode } from '../../../ros2/rosNode';
import type { Clock } from '../../clock';
import { runInSlices } from '../../slices';
import type { RobotWire } from '../robotWire';
import { createDdsAction } from './ddsAction';
import { discoverGraph } from './discoverGraph';
import { createParameterReader } from './readParameters';

/** A node of this process on the ROS graph. Rejects in words while there is no ROS 2. */
export async function openDdsWire(clock: Clock): Promise<RobotWire> {
  const ros = await createRosNode('r1_robot');
  const { node, rcl } = ros;
  return {
    subscribe(topic, type, { offer, depth }, onBytes, onLost) {
      node.createSubscription(
        type as 'std_msgs/msg/String',
        topic,
        { qos: qosProfile(rcl, offer, depth), isRaw: true } as never,
        onBytes as never,
        ...((onLost ? [lossCounter(ros, onLost)] : []) as never[]),
      );
    },
    action: (name, type) => createDdsAction(ros, name, type),
    parametersOf: (name) => createParameterReader(ros, clock, name),
    whyNothingComes: (topic, wanted) => whyNothingComes(topic, publishersOf(node, topic), wanted),
    sourcesOf: (topics) =>
      topics.flatMap((topic) => publishersOf(node, topic).map(({ gid }) => `${topic} ${gid}`)),
    publishersOn(topic) {
      // Counting is cheaper, and nearly always enough.
      const publishers = node.countPublishers(topic) > 0 ? publishersOf(node, topic) : [];
      const names = [...new Set(publishers.map(({ node: name }) => nameOrNot(name)))];
      return names.length === 0 ? null : names.join(', ');
    },
    discover: () => runInSlices(clock, discoverGraph(ros)),
    findings: () => [],
    trouble: () => null,
    close: ros.close,
  };
}

/** Tells of messages that the middleware has lost; undefined in ROS versions that do not say (Humble). */
function lossCounter({ rcl }: RosNode, lost: (count: number) => void): unknown {
  try {
    const { SubscriptionEventCallbacks } = rcl as unknown as {
      SubscriptionEventCallbacks: new () => { messageLost: (data: { total_count_change?: number }) => void };
    };
    const callbacks = new SubscriptionEventCallbacks();
    callbacks.messageLost = (data) => lost(Number(data.total_count_change ?? 0));
    return callbacks;
  } catch {
    return undefined;
  }
}

/** The graph may know a publisher before it knows whose it is. */
const nameOrNot = (name: string): string =>
  name.includes('_NODE_NAME_UNKNOWN_') ? 'A node whose name is not known yet' : name;
