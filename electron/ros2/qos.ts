import type { QoS } from 'rclnodejs';
import type { Rclnodejs } from './loadRclnodejs';

/** The part of a quality of service that decides whether a publisher and a subscriber meet. */
export interface QosOffer {
  readonly reliability: 'reliable' | 'best effort';
  readonly durability: 'transient local' | 'volatile';
}

/** What a QoS profile says of an endpoint on the graph; numbers as in rmw/types.h. */
export interface EndpointQos {
  readonly history: number;
  readonly depth: number;
  readonly reliability: number;
  readonly durability: number;
}

export function offerOf({ reliability, durability }: EndpointQos): QosOffer {
  return {
    reliability: reliability === 2 ? 'best effort' : 'reliable',
    durability: durability === 1 ? 'transient local' : 'volatile',
  };
}

/** "reliable, volatile, depth 10"; the depth is left out where the middleware does not tell it. */
export function qosWords(qos: EndpointQos): string {
  const { reliability, durability } = offerOf(qos);
  const depth = qos.history === 2 ? ', keeps all' : qos.depth > 0 ? `, depth ${qos.depth}` : '';
  return `${reliability}, ${durability}${depth}`;
}

/** Why what a publisher offers does not meet what a subscriber asks for, in words; null when it does. */
export function qosMismatch(publisher: string, offered: QosOffer, asked: QosOffer): string | null {
  if (asked.reliability === 'reliable' && offered.reliability === 'best effort') {
    return `${publisher} sends "best effort", and the console asks for "reliable": nothing arrives. Set the publisher to reliable.`;
  }
  if (asked.durability === 'transient local' && offered.durability === 'volatile') {
    return `${publisher} does not keep its last message for those who come later ("volatile"), and the console asks for "transient local": nothing arrives. Set the publisher to transient local.`;
  }
  return null;
}

/** Takes what comes, loses what is late: meets every publisher. */
export const takesAnything: QosOffer = { reliability: 'best effort', durability: 'volatile' };
/** The last message of a publisher that keeps it (robot_description, tf_static, action status). */
export const latched: QosOffer = { reliability: 'reliable', durability: 'transient local' };

/** A subscriber's QoS of this kind that keeps the last `depth` messages. */
export function qosProfile(rcl: Rclnodejs, { reliability, durability }: QosOffer, depth: number): QoS {
  const { HistoryPolicy, ReliabilityPolicy, DurabilityPolicy } = rcl.QoS;
  return new rcl.QoS(
    HistoryPolicy.RMW_QOS_POLICY_HISTORY_KEEP_LAST,
    depth,
    reliability === 'reliable'
      ? ReliabilityPolicy.RMW_QOS_POLICY_RELIABILITY_RELIABLE
      : ReliabilityPolicy.RMW_QOS_POLICY_RELIABILITY_BEST_EFFORT,
    durability === 'transient local'
      ? DurabilityPolicy.RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL
      : DurabilityPolicy.RMW_QOS_POLICY_DURABILITY_VOLATILE,
  );
}
