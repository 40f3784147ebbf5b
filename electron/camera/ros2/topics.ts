import type { RosNode } from '../../ros2/rosNode';
import type { RosType } from '../../ros2/messageDefinitions';
import { rosSchemaName } from '../../ros2/messageDefinitions';
import { type Offer, offerProblem, type Request } from './offerProblem';

export interface TopicLine {
  /** Why nothing comes, as the graph tells it, in words; null when a publisher fits. */
  problem(): string | null;
  end(): void;
}

/** Subscribes to bytes: what DDS brought, read by readMessages and by nobody before. */
export interface Topics {
  subscribe(topic: string, type: RosType, request: Request, onBytes: (bytes: Uint8Array) => void): TopicLine;
}

/** Of the middleware's own numbers (rmw/types.h). */
const rmw = { reliable: 1, bestEffort: 2, transientLocal: 1, volatile: 2, keepLast: 1 } as const;

interface Endpoint {
  readonly topic_type: string;
  readonly qos_profile: { readonly reliability: number; readonly durability: number };
}

export function createTopics({ rcl, node }: RosNode): Topics {
  return {
    subscribe(topic, type, request, onBytes) {
      const qos = new rcl.QoS(
        rmw.keepLast,
        request.depth,
        request.reliable ? rmw.reliable : rmw.bestEffort,
        request.latched ? rmw.transientLocal : rmw.volatile,
      );
      const subscription = node.createSubscription(
        rosSchemaName(type) as 'sensor_msgs/msg/Image',
        topic,
        { isRaw: true, qos },
        ((bytes: Uint8Array) => onBytes(bytes)) as never,
      );
      return {
        problem() {
          const endpoints = node.getPublishersInfoByTopic(topic, false) as readonly Endpoint[];
          const offers = endpoints.map(
            ({ topic_type, qos_profile }): Offer => ({
              type: topic_type,
              reliable: qos_profile.reliability !== rmw.bestEffort,
              latched: qos_profile.durability === rmw.transientLocal,
            }),
          );
          return offerProblem(topic, rosSchemaName(type), request, offers);
        },
        end: () => node.destroySubscription(subscription),
      };
    },
  };
}
