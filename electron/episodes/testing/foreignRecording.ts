import { parse } from '@foxglove/rosmsg';
import { MessageWriter } from '@foxglove/rosmsg2-serialization';
import { McapWriter } from '@mcap/core';
import { createCanvas } from '@napi-rs/canvas';
import { rosSchemaText } from '../../../shared/ros/messageDefinitions';

/**
 * What `ros2 bag record -s mcap` leaves of a robot with two cameras and a joint trajectory controller: written
 * by the library's own writer, with standard topics and none of ours.
 */
export interface ForeignOptions {
  readonly seconds?: number;
  readonly startSec?: number;
  /** By which message the file says what the controller was told. */
  readonly told?: 'controllerState' | 'feedback' | 'trajectory' | 'nothing';
  /** None: recorded without chunks, as some writers do. */
  readonly chunked?: boolean;
  readonly compress?: { readonly name: string; readonly with: (bytes: Uint8Array) => Uint8Array };
}

export const foreignJoints = ['shoulder_pan_joint', 'elbow_joint'] as const;
/** rad, at a time of the recording (s). */
export const foreignPosition = (timeSec: number, joint: number): number => Math.sin(timeSec + joint) / 2;
export const foreignDesired = (timeSec: number, joint: number): number =>
  foreignPosition(timeSec, joint) + 0.01;

const line = '='.repeat(80);
const inner = (name: string, text: string) => `${line}\nMSG: ${name}\n${text}\n`;
const header = `${inner('std_msgs/Header', 'builtin_interfaces/Time stamp\nstring frame_id')}${inner('builtin_interfaces/Time', 'int32 sec\nuint32 nanosec')}`;
const point = `${inner('trajectory_msgs/JointTrajectoryPoint', 'float64[] positions\nfloat64[] velocities\nfloat64[] accelerations\nfloat64[] effort\nbuiltin_interfaces/Duration time_from_start')}${inner('builtin_interfaces/Duration', 'int32 sec\nuint32 nanosec')}`;

const schemas = {
  joints: ['sensor_msgs/msg/JointState', rosSchemaText('sensor_msgs/JointState')],
  compressed: ['sensor_msgs/msg/CompressedImage', rosSchemaText('sensor_msgs/CompressedImage')],
  raw: ['sensor_msgs/msg/Image', rosSchemaText('sensor_msgs/Image')],
  controllerState: [
    'control_msgs/msg/JointTrajectoryControllerState',
    `std_msgs/Header header\nstring[] joint_names\ntrajectory_msgs/JointTrajectoryPoint reference\ntrajectory_msgs/JointTrajectoryPoint feedback\n${header}${point}`,
  ],
  feedback: [
    'control_msgs/action/FollowJointTrajectory_FeedbackMessage',
    `unique_identifier_msgs/UUID goal_id\ncontrol_msgs/FollowJointTrajectory_Feedback feedback\n${inner('unique_identifier_msgs/UUID', 'uint8[16] uuid')}${inner('control_msgs/FollowJointTrajectory_Feedback', 'std_msgs/Header header\nstring[] joint_names\ntrajectory_msgs/JointTrajectoryPoint desired\ntrajectory_msgs/JointTrajectoryPoint actual\ntrajectory_msgs/JointTrajectoryPoint error')}${header}${point}`,
  ],
  trajectory: [
    'trajectory_msgs/msg/JointTrajectory',
    `std_msgs/Header header\nstring[] joint_names\ntrajectory_msgs/JointTrajectoryPoint[] points\n${header}${point}`,
  ],
} as const;
type Kind = keyof typeof schemas;

export const foreignTopics = {
  joints: '/joint_states',
  compressed: '/front/image_raw/compressed',
  raw: '/wrist/image_raw',
  controllerState: '/joint_trajectory_controller/controller_state',
  feedback: '/joint_trajectory_controller/follow_joint_trajectory/_action/feedback',
  trajectory: '/joint_trajectory_controller/joint_trajectory',
} as const satisfies Record<Kind, string>;

/** The colour of the front camera's picture at a time, and of the wrist's (red, green, blue). */
export const frontColor = (timeSec: number) => [Math.round(timeSec * 20) % 200, 60, 120] as const;
export const wristColor = [200, 40, 10] as const;

/** 50 Hz of joints, 10 Hz of pictures of 32x24. */
export async function foreignRecording(options: ForeignOptions = {}): Promise<Uint8Array> {
  const {
    seconds = 2,
    startSec = 1_760_000_000,
    told = 'controllerState',
    chunked = true,
    compress,
  } = options;
  const blocks: Uint8Array[] = [];
  let size = 0n;
  const writer = new McapWriter({
    writable: {
      write: async (block) => {
        blocks.push(block.slice());
        size += BigInt(block.byteLength);
      },
      position: () => size,
    },
    useChunks: chunked,
    chunkSize: 32 * 1024,
    ...(compress && {
      compressChunk: (bytes: Uint8Array) => ({
        compression: compress.name,
        compressedData: compress.with(bytes),
      }),
    }),
  });
  await writer.start({ profile: 'ros2', library: 'libmcap 1.4.1' });
  const channels = new Map<Kind, { id: number; encoder: MessageWriter }>();
  async function add(kind: Kind, timeSec: number, message: unknown): Promise<void> {
    let channel = channels.get(kind);
    if (!channel) {
      const [name, text] = schemas[kind];
      const schemaId = await writer.registerSchema({
        name,
        encoding: 'ros2msg',
        data: new TextEncoder().encode(text),
      });
      const id = await writer.registerChannel({
        schemaId,
        topic: foreignTopics[kind],
        messageEncoding: 'cdr',
        metadata: new Map(),
      });
      channel = { id, encoder: new MessageWriter(parse(text, { ros2: true })) };
      channels.set(kind, channel);
    }
    const time = BigInt(Math.round((startSec + timeSec) * 1e6)) * 1000n;
    await writer.addMessage({
      channelId: channel.id,
      sequence: 0,
      logTime: time,
      publishTime: time,
      data: channel.encoder.writeMessage(message),
    });
  }
  const head = (timeSec: number) => ({
    stamp: { sec: startSec + Math.floor(timeSec), nanosec: Math.round((timeSec % 1) * 1e9) },
    frame_id: '',
  });
  const desired = (timeSec: number) => ({
    positions: foreignJoints.map((_, i) => foreignDesired(timeSec, i)),
    velocities: [],
    accelerations: [],
    effort: [],
    time_from_start: { sec: Math.floor(timeSec), nanosec: Math.round((timeSec % 1) * 1e9) },
  });
  const empty = {
    positions: [],
    velocities: [],
    accelerations: [],
    effort: [],
    time_from_start: { sec: 0, nanosec: 0 },
  };
  const joint_names = [...foreignJoints];
  if (told === 'trajectory') {
    await add('trajectory', 0, {
      header: head(0),
      joint_names,
      points: Array.from({ length: seconds * 10 }, (_, i) => desired(i / 10)),
    });
  }
  for (let tick = 0; tick < seconds * 50; tick++) {
    const timeSec = tick / 50;
    await add('joints', timeSec, {
      header: head(timeSec),
      name: joint_names,
      position: foreignJoints.map((_, i) => foreignPosition(timeSec, i)),
      velocity: [],
      effort: [],
    });
    if (told === 'controllerState') {
      await add(told, timeSec, {
        header: head(timeSec),
        joint_names,
        reference: desired(timeSec),
        feedback: empty,
      });
    } else if (told === 'feedback') {
      await add(told, timeSec, {
        goal_id: { uuid: new Uint8Array(16) },
        feedback: {
          header: head(timeSec),
          joint_names,
          desired: desired(timeSec),
          actual: empty,
          error: empty,
        },
      });
    }
    if (tick % 5 !== 0) continue;
    await add('compressed', timeSec, {
      header: head(timeSec),
      format: 'rgb8; jpeg compressed bgr8',
      data: await jpegOf(frontColor(timeSec)),
    });
    const data = new Uint8Array(32 * 24 * 3).map((_, i) => wristColor[i % 3] ?? 0);
    await add('raw', timeSec, {
      header: head(timeSec),
      height: 24,
      width: 32,
      encoding: 'rgb8',
      is_bigendian: 0,
      step: 96,
      data,
    });
  }
  await writer.end();
  return Buffer.concat(blocks);
}

async function jpegOf([red, green, blue]: readonly [number, number, number]): Promise<Uint8Array> {
  const canvas = createCanvas(32, 24);
  const context = canvas.getContext('2d');
  context.fillStyle = `rgb(${red} ${green} ${blue})`;
  context.fillRect(0, 0, 32, 24);
  return Uint8Array.from(await canvas.encode('jpeg', 95));
}
