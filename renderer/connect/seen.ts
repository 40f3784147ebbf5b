import type { RosGraph } from '../../shared/contract/connection';

/** What a field of a profile names on the ROS graph. */
export interface Wanted {
  readonly what: 'topic' | 'action';
  /** Any of these types will do. */
  readonly types: readonly string[];
}

/** How what a field names is on the graph as it is now. */
export interface Seen {
  readonly status: 'ok' | 'warn' | 'bad' | 'off';
  readonly text: string;
}

export const jointStates: Wanted = { what: 'topic', types: ['sensor_msgs/msg/JointState'] };
export const followTrajectory: Wanted = {
  what: 'action',
  types: ['control_msgs/action/FollowJointTrajectory'],
};
export const gripperActions = {
  gripperCommand: { what: 'action', types: ['control_msgs/action/GripperCommand'] },
  parallelGripperCommand: { what: 'action', types: ['control_msgs/action/ParallelGripperCommand'] },
  trajectory: followTrajectory,
} as const satisfies Readonly<Record<string, Wanted>>;
export const image: Wanted = { what: 'topic', types: ['sensor_msgs/msg/Image'] };
export const compressedImage: Wanted = { what: 'topic', types: ['sensor_msgs/msg/CompressedImage'] };
export const cameraInfo: Wanted = { what: 'topic', types: ['sensor_msgs/msg/CameraInfo'] };
export const robotDescription: Wanted = { what: 'topic', types: ['std_msgs/msg/String'] };

/** Names on the graph that would fit, for choosing. */
export function candidates(graph: RosGraph | null, { what, types }: Wanted): string[] {
  if (!graph) return [];
  const names =
    what === 'topic'
      ? graph.topics.filter((topic) => topic.types.some((type) => types.includes(type)))
      : graph.actions.filter(({ type }) => types.includes(type));
  return [...new Set(names.map(({ name }) => name))].sort();
}

export function seen(graph: RosGraph | null, { what, types }: Wanted, name: string): Seen {
  const kind = types.join(' or ');
  if (!graph) return { status: 'off', text: kind };
  if (what === 'action') {
    const action = graph.actions.find((each) => each.name === name);
    if (!action) return { status: 'warn', text: `Nobody serves it now. Wanted: ${kind}.` };
    if (!types.includes(action.type)) return { status: 'bad', text: `It is ${action.type}, not ${kind}.` };
    return { status: 'ok', text: 'Served now.' };
  }
  const topic = graph.topics.find((each) => each.name === name);
  if (!topic || topic.publishers === 0) {
    return { status: 'warn', text: `Nobody publishes it now. Wanted: ${kind}.` };
  }
  if (!topic.types.some((type) => types.includes(type))) {
    return { status: 'bad', text: `It is ${topic.types.join(', ')}, not ${kind}.` };
  }
  const publishers = topic.publishers === 1 ? '' : `${topic.publishers} publishers: `;
  return { status: 'ok', text: `${publishers}${[...new Set(topic.qos)].join('; ') || 'published now'}.` };
}
