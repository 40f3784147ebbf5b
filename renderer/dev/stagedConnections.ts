import type { Bridge } from '../../shared/contract/bridge';
import type { ConnectionStatus, RosGraph } from '../../shared/contract/connection';
import type { ConnectionView, ProfileEntry } from '../../shared/contract/connectionView';
import { benchArm, connectedTo } from '../connect/connectTestViews';
import type { Telemetry } from '../services/telemetry';

/** Connections to look at while the screen is made. */
export const connectionStates = [
  'simulator',
  'connected',
  'nobody',
  'blocked',
  'switching',
  'missing',
  'none',
] as const;
export type ConnectionState = (typeof connectionStates)[number];

const benchId = 'own:bench-arm';
const entries: readonly ProfileEntry[] = [
  ...(['AgileX Piper', 'FR3', 'Simulator over ROS 2', 'UR5e'] as const).map(
    (name): ProfileEntry => ({
      id: `ready:${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}`,
      origin: 'ready',
      name,
      profile: { ...benchArm, name, simulated: name.startsWith('Simulator') },
      problem: null,
    }),
  ),
  { id: benchId, origin: 'own', name: benchArm.name, profile: benchArm, problem: null },
  {
    id: 'own:long',
    origin: 'own',
    name: 'The left arm of the third cell behind the glass wall, with the new gripper',
    profile: {
      ...benchArm,
      name: 'The left arm of the third cell behind the glass wall, with the new gripper',
      network: { ...benchArm.network, domainId: 142, discoveryRange: 'SUBNET' },
    },
    problem: null,
  },
  {
    id: 'own:broken',
    origin: 'own',
    name: 'broken.json',
    profile: null,
    problem: 'In it, gripper.scale.open.width is not a number; trajectory.action is missing.',
  },
];

const stream = (topic: string, rateHz: number, ageMs: number | null, problem: string | null = null) => ({
  topic,
  rateHz,
  ageMs,
  dropped: problem ? 0 : 2,
  skewMs: ageMs === null ? null : -ageMs,
  problem,
});

const connected: ConnectionStatus = {
  name: benchArm.name,
  kind: 'ros2',
  state: 'connected',
  text: 'Joint states, the arm controller and the gripper are there.',
  streams: [stream('/joint_states', 498.6, 2.1), stream('/robot_description', 0, null), stream('/tf', 61, 8)],
  preflight: [
    {
      check: 'Joint names and order',
      level: 'ok',
      text: 'The six joints of the model are all in the joint states.',
      next: '',
    },
    {
      check: 'Deceleration on cancel',
      level: 'warning',
      text: 'The controller holds abruptly when a goal is cancelled.',
      next: 'Set constraints.stopped_velocity_tolerance and the deceleration limits of the controller.',
    },
    {
      check: 'Goal tolerances',
      level: 'ok',
      text: 'The console sends its own with every goal.',
      next: '',
    },
  ],
};

const robots: Readonly<Record<ConnectionState, ConnectionStatus | null>> = {
  simulator: {
    name: 'Simulator',
    kind: 'simulator',
    state: 'connected',
    text: 'The embedded simulator is connected.',
    streams: [],
    preflight: [],
  },
  connected,
  nobody: {
    ...connected,
    state: 'connecting',
    text: 'Nobody publishes /joint_states, and no server for /scaled_joint_trajectory_controller/follow_joint_trajectory is there. Is the driver running, in domain 0?',
    streams: [stream('/joint_states', 0, null, 'Nobody publishes this topic.')],
    preflight: [],
  },
  blocked: {
    ...connected,
    text: 'Connected, but nothing is approved before the preflight is in order.',
    streams: [
      stream(
        '/joint_states',
        10.2,
        96,
        'It comes with 10 Hz; 25 Hz are the least with which a stop is confirmed in time.',
      ),
      stream(
        '/camera/camera/color/image_raw',
        0,
        null,
        'The publisher offers best effort, and reliable is asked for: QoS does not fit.',
      ),
    ],
    preflight: [
      {
        check: 'Another commander',
        level: 'blocking',
        text: '/move_group holds a goal of the same controller.',
        next: 'End it there, then reconnect.',
      },
      ...connected.preflight,
    ],
  },
  switching: null,
  missing: null,
  none: null,
};

const views: Readonly<Record<ConnectionState, ConnectionView>> = {
  simulator: connectedTo('simulator'),
  connected: connectedTo(benchId),
  nobody: connectedTo(benchId),
  blocked: connectedTo(benchId),
  switching: connectedTo('simulator', { switchingTo: benchId }),
  missing: {
    ...connectedTo('none'),
    problem: {
      code: 'ros2Missing',
      happened:
        "There is no ROS 2 on this machine: neither Jazzy, Kilted, Humble in /opt/ros, nor the console's own.",
      robotIs: 'The console is connected to no robot.',
      next: 'Run "npm run setup:ros2" in the folder of the console, then press "Look again".',
    },
    ros2: {
      state: 'missing',
      source: null,
      distro: null,
      prefix: null,
      text: "There is no ROS 2 on this machine: neither Jazzy, Kilted, Humble in /opt/ros, nor the console's own.",
      next: 'Run "npm run setup:ros2" in the folder of the console, then press "Look again".',
    },
  },
  none: connectedTo('none'),
};

export function stagedConnection(state: ConnectionState): Pick<Telemetry, 'connection' | 'robotConnection'> {
  return { connection: views[state], robotConnection: robots[state] };
}

export const stagedGraph: RosGraph = {
  nodes: ['/controller_manager', '/robot_state_publisher', '/camera/camera', '/r1_console_robot'],
  topics: [
    ['/joint_states', 'sensor_msgs/msg/JointState', 1],
    ['/robot_description', 'std_msgs/msg/String', 1],
    ['/camera/camera/color/image_raw', 'sensor_msgs/msg/Image', 1],
    ['/camera/camera/color/camera_info', 'sensor_msgs/msg/CameraInfo', 1],
    ['/tf', 'tf2_msgs/msg/TFMessage', 2],
    ['/gripper/joint_states', 'sensor_msgs/msg/JointState', 1],
  ].map(([name, type, publishers]) => ({
    name: String(name),
    types: [String(type)],
    publishers: Number(publishers),
    subscribers: 1,
    qos: ['reliable, volatile, depth 10'],
  })),
  actions: [
    {
      name: '/scaled_joint_trajectory_controller/follow_joint_trajectory',
      type: 'control_msgs/action/FollowJointTrajectory',
    },
    { name: '/gripper/gripper_cmd', type: 'control_msgs/action/ParallelGripperCommand' },
  ],
};

const done = async () => ({ id: null, problem: null });

export function stagedConnectionBridge(): Pick<
  Bridge,
  | 'getConnection'
  | 'connectTo'
  | 'lookForRos2'
  | 'listProfiles'
  | 'saveProfile'
  | 'deleteProfile'
  | 'importProfile'
  | 'exportProfile'
  | 'chooseFile'
> {
  return {
    getConnection: async () => views.simulator,
    connectTo: async () => views.simulator,
    lookForRos2: async () => views.simulator,
    listProfiles: async () => [...entries],
    saveProfile: done,
    deleteProfile: done,
    importProfile: async () => ({
      id: null,
      problem:
        'cell.json was not imported: In it, cameras[0].color.topic is not an absolute ROS name such as /joint_states.',
    }),
    exportProfile: done,
    chooseFile: async () => null,
  };
}
