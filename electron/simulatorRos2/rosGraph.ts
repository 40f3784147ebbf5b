import type { RosNode } from '../ros2/rosNode';

/**
 * rclnodejs's types follow the messages that are generated on this machine; what is published here is typed
 * by its maker instead. Throws when the interface is not there.
 */
export function publisher<T extends object>(
  { node }: RosNode,
  type: string,
  topic: string,
  qos?: unknown,
): (message: T) => void {
  const made = node.createPublisher(type as never, topic, (qos ? { qos } : undefined) as never);
  return (message) => made.publish(message as never);
}

/** Kept for whoever comes later: one message, reliable, transient local. */
export function latched({ rcl }: RosNode): unknown {
  const { HistoryPolicy, ReliabilityPolicy, DurabilityPolicy } = rcl.QoS as never as Record<
    string,
    Record<string, number>
  >;
  return new (rcl.QoS as never as new (...policies: unknown[]) => unknown)(
    HistoryPolicy?.RMW_QOS_POLICY_HISTORY_KEEP_LAST,
    1,
    ReliabilityPolicy?.RMW_QOS_POLICY_RELIABILITY_RELIABLE,
    DurabilityPolicy?.RMW_QOS_POLICY_DURABILITY_TRANSIENT_LOCAL,
  );
}

/** rcl_interfaces/ParameterType of the values that are offered here. */
const parameterType = (value: ParameterValue): number => {
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number') return 3;
  return typeof value === 'string' ? 4 : 9;
};
type ParameterValue = boolean | number | string | readonly string[];

export function declareParameters(
  { rcl, node }: RosNode,
  values: Readonly<Record<string, ParameterValue>>,
): void {
  for (const [name, value] of Object.entries(values)) {
    node.declareParameter(new rcl.Parameter(name, parameterType(value), value));
  }
}
