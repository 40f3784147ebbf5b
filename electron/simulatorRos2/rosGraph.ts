import { latched, qosProfile } from '../ros2/qos';
import type { RosNode } from '../ros2/rosNode';

/**
 * rclnodejs's types follow the messages that are generated on this machine; what is published here is typed
 * by its maker instead. `keeps`: the last message stays for whoever comes later. Throws when the interface is not there.
 */
export function publisher<T extends object>(
  { rcl, node }: RosNode,
  type: string,
  topic: string,
  { keeps = false } = {},
): (message: T) => void {
  const options = keeps ? { qos: qosProfile(rcl, latched, 1) } : undefined;
  const made = node.createPublisher(type as never, topic, options as never);
  return (message) => made.publish(message as never);
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
