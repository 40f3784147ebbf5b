import { z } from 'zod';
import type { RosGraph } from '../../../../shared/contract/connection';
import type { Rosbridge } from '../../../ros2/rosbridge/rosbridge';

const names = z.array(z.string());
const nodesSchema = z.object({ nodes: names });
const topicsSchema = z.object({ topics: names, types: names });
const actionsSchema = z.object({ action_servers: names });

/** The ROS graph as the node rosapi tells it; rejects in words where it does not answer. */
export async function discoverOverBridge(bridge: Rosbridge): Promise<RosGraph> {
  const ask = <T>(service: string, type: string, schema: z.ZodType<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      bridge.call(`/rosapi/${service}`, `rosapi_msgs/srv/${type}`, {}, (values) => {
        const read = schema.safeParse(values);
        if (read.success) resolve(read.data);
        else
          reject(
            new Error('The ROS graph cannot be seen: the node rosapi does not answer beside the rosbridge.'),
          );
      });
    });
  const [{ nodes }, { topics, types }, { action_servers }] = await Promise.all([
    ask('nodes', 'Nodes', nodesSchema),
    ask('topics', 'Topics', topicsSchema),
    ask('action_servers', 'GetActionServers', actionsSchema),
  ]);
  return {
    nodes: nodes.slice(0, 1000),
    topics: topics.slice(0, 2000).map((name, i) => ({
      name,
      types: types[i] === undefined ? [] : [types[i]],
      publishers: 0,
      subscribers: 0,
      qos: [],
    })),
    // Which type an action has is not told; the profile's fields offer by type, and take what is written too.
    actions: action_servers.slice(0, 500).map((name) => ({ name, type: '' })),
  };
}
