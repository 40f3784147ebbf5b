import type { Node } from 'rclnodejs';
import { loadRclnodejs, type Rclnodejs } from './loadRclnodejs';

/**
 * A node on the ROS graph for as long as one connection lives. Callbacks of its subscriptions, clients and
 * actions run in this process's event loop and must not throw: an error there ends the process.
 */
export interface RosNode {
  readonly rcl: Rclnodejs;
  readonly node: Node;
  /** Takes the node off the graph, with all that was made by it; a second call does nothing. */
  close(): void;
}

/**
 * Makes a node in a context of its own (a DDS participant: the domain and the middleware are those that the
 * environment names now) and has it spin. The name gets the process id behind it, because a node name should
 * be there once. Rejects in words when there is no ROS 2 or it cannot start. It offers no parameters and
 * writes no log to the graph: the console is a client and wants to be no more. A robot's node has exactly
 * this name, and parameters that anybody may read.
 */
export async function createRosNode(name: string, role: 'client' | 'robot' = 'client'): Promise<RosNode> {
  const rcl = await loadRclnodejs();
  const context = new rcl.Context();
  // Not Electron's arguments, which are none of ROS's business. ROS's own log file would be named after the
  // process, whose name under Electron is longer than a file's may be; that alone would end it.
  await rcl.init(context, ['--ros-args', '--disable-external-lib-logs']);
  rcl.removeSignalHandlers();
  const options = {
    ...rcl.NodeOptions.defaultOptions,
    startParameterServices: role === 'robot',
    startTypeDescriptionService: false,
    enableRosout: false,
  };
  const node = new rcl.Node(
    role === 'robot' ? name : `${name}_${process.pid}`,
    '',
    context,
    options as never,
  );
  node.spin();
  let open = true;
  return {
    rcl,
    node,
    close() {
      if (!open) return;
      open = false;
      context.shutdown();
    },
  };
}
