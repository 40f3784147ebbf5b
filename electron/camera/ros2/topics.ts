import { type RosType, rosSchemaName } from '../../../shared/ros/messageDefinitions';
import { publishersOf, whyNothingComes } from '../../ros2/endpoints';
import { type QosOffer, qosProfile } from '../../ros2/qos';
import type { Rosbridge } from '../../ros2/rosbridge/rosbridge';
import type { RosNode } from '../../ros2/rosNode';

export interface TopicLine {
  /** Why nothing comes, as the graph tells it, in words; null when a publisher fits. */
  problem(): string | null;
  end(): void;
}

/** Subscribes to bytes: what DDS brought, before anybody has read it. */
export interface Topics {
  subscribe(
    topic: string,
    type: RosType,
    /** With how many messages to keep while this process is busy. */
    qos: { readonly offer: QosOffer; readonly depth: number },
    onBytes: (bytes: Uint8Array) => void,
  ): TopicLine;
}

export function createTopics({ rcl, node }: RosNode): Topics {
  return {
    subscribe(topic, type, { offer, depth }, onBytes) {
      const name = rosSchemaName(type);
      const subscription = node.createSubscription(
        // rclnodejs types its names by what was generated on the machine that packed it.
        name as 'sensor_msgs/msg/Image',
        topic,
        { isRaw: true, qos: qosProfile(rcl, offer, depth) },
        onBytes as never,
      );
      return {
        problem: () => whyNothingComes(topic, publishersOf(node, topic), { type: name, qos: offer }),
        end: () => node.destroySubscription(subscription),
      };
    },
  };
}

/** The same through a rosbridge, which asks for what the publishers offer by itself. */
export function createBridgeTopics(bridge: Rosbridge): Topics {
  return {
    subscribe: (topic, type, _qos, onBytes) => ({
      problem: bridge.trouble,
      end: bridge.subscribe(topic, rosSchemaName(type), onBytes),
    }),
  };
}
