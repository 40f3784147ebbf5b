import type { RosNode } from '../../../ros2/rosNode';
import type { Clock } from '../../clock';
import type { Parameters } from '../controllerFindings';
import { type ParameterValue, parameterContent } from '../parameterContent';

/** ms: a node that does not answer within this time does not answer. */
const answerWithinMs = 1500;
/** ListParameters' word for "all of them"; rclnodejs throws on a number where ROS has 64 bits. */
const everyDepth = 0n;

interface Client<Request, Response> {
  isServiceServerAvailable(): boolean;
  sendRequest(request: Request, answer: (response: Response) => void): void;
}

/**
 * Asks a node for its parameters by the services that ROS 2 nodes have. Made while connecting. Null where
 * the services are not there or do not answer; only the names in `wanted` are asked for.
 */
export function createParameterReader(ros: RosNode, clock: Clock, nodeName: string) {
  const lister = ros.node.createClient(
    'rcl_interfaces/srv/ListParameters',
    `${nodeName}/list_parameters`,
  ) as unknown as Client<object, { result: { names: readonly string[] } }>;
  const getter = ros.node.createClient(
    'rcl_interfaces/srv/GetParameters',
    `${nodeName}/get_parameters`,
  ) as unknown as Client<object, { values: readonly ParameterValue[] }>;

  const ask = <Response>(client: Client<object, Response>, request: object): Promise<Response | null> =>
    new Promise((resolve) => {
      if (!client.isServiceServerAvailable()) {
        resolve(null);
        return;
      }
      const callOff = clock.after(answerWithinMs, () => resolve(null));
      client.sendRequest(request, (response) => {
        callOff();
        resolve(response);
      });
    });

  return async (wanted: (name: string) => boolean): Promise<Parameters | null> => {
    const list = await ask(lister, { prefixes: [], depth: everyDepth });
    const names = list?.result.names.filter(wanted).slice(0, 200) ?? [];
    if (!list) return null;
    const got = names.length === 0 ? { values: [] } : await ask(getter, { names });
    return got && new Map(names.map((name, i) => [name, got.values[i] && parameterContent(got.values[i])]));
  };
}
