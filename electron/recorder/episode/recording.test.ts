import { readdir } from 'node:fs/promises';
import { parse } from '@foxglove/rosmsg';
import { MessageReader } from '@foxglove/rosmsg2-serialization';
import { McapIndexedReader, type TypedMcapRecords } from '@mcap/core';
import { decode } from 'fast-png';
import { expect, it } from 'vitest';
import { robotModelHash } from '../../../shared/robot/robotModelHash';
import { ur5e } from '../../../shared/robot/ur5e';
import { writeUrdf } from '../../../shared/robot/urdf/writeUrdf';
import { type ChainedRecord, chainProblem } from '../../episodes/format/hashChain';
import { withFile } from '../../episodes/mcap/fileReadable';
import {
  inTemporaryFolder,
  recordTestEpisode,
  startTestRecording,
  testCamera,
  testDecision,
  testFrame,
  testJoints,
  testRecords,
  testStartSec,
} from '../testEpisode';

interface Read {
  readonly topic: string;
  readonly message: TypedMcapRecords['Message'];
  /** Decoded by the schema in the file itself, as a foreign reader would. */
  readonly value: Record<string, unknown>;
}

async function readAll(path: string): Promise<{ reader: McapIndexedReader; messages: Read[] }> {
  return withFile(path, async (readable) => {
    const reader = await McapIndexedReader.Initialize({ readable });
    const messages: Read[] = [];
    for await (const message of reader.readMessages()) {
      const channel = reader.channelsById.get(message.channelId);
      const schema = channel && reader.schemasById.get(channel.schemaId);
      if (!channel || !schema) throw new Error('a message without channel or schema');
      const definitions = parse(new TextDecoder().decode(schema.data), { ros2: true });
      const value = new MessageReader<Record<string, unknown>>(definitions).readMessage(message.data);
      messages.push({ topic: channel.topic, message, value });
    }
    return { reader, messages };
  });
}

function numbers(value: unknown): number[] {
  if (!(value instanceof Float64Array)) throw new Error('not an array of float64');
  return [...value];
}

it('holds all that was recorded, decoded by the schemas in the file', async () => {
  await inTemporaryFolder(async (folder) => {
    const { reader, messages } = await readAll(await recordTestEpisode(folder));
    const of = (topic: string) => messages.filter((message) => message.topic === topic);
    expect(reader.header.profile).toBe('ros2');

    const joints = of('/joint_states');
    expect(joints).toHaveLength(200);
    const expected = testJoints(testStartSec + 0.5);
    expect(joints[25]?.value).toMatchObject({
      header: { stamp: { sec: testStartSec, nanosec: 500_000_000 } },
    });
    expect(numbers(joints[25]?.value.position)).toEqual(expected.positions);
    expect(numbers(joints[25]?.value.effort)).toEqual(expected.efforts);

    const frames = of('/camera/color/image_raw/compressed');
    expect(frames).toHaveLength(40);
    expect(frames[2]?.value).toMatchObject({
      format: 'jpeg',
      header: { frame_id: 'camera_color_optical_frame' },
    });
    expect(frames[2]?.value.data).toEqual(testFrame(3, 0).jpeg);
    const info = of('/camera/color/camera_info')[0]?.value;
    expect(info).toMatchObject({ width: 16, height: 12, distortion_model: 'plumb_bob' });
    expect(numbers(info?.k)).toEqual([15, 0, 7.5, 0, 15, 5.5, 0, 0, 1]);

    expect(of('/tf_static')).toHaveLength(1);
    expect(of('/tf_static')[0]?.value).toMatchObject({
      transforms: [
        {
          header: { frame_id: 'base_link' },
          child_frame_id: 'camera_color_optical_frame',
          transform: { translation: { x: 0.5, y: 0.1, z: 0.8 }, rotation: { x: 1, y: 0, z: 0, w: 0 } },
        },
      ],
    });
  });
});

it('holds the decision frame without loss: colour, metric depth, camera', async () => {
  await inTemporaryFolder(async (folder) => {
    const { messages } = await readAll(await recordTestEpisode(folder));
    const one = (topic: string) => messages.find((message) => message.topic === topic)?.value;
    const { rgb, depth } = testDecision(0);
    const color = one('/decision/color/compressed');
    expect(color?.format).toBe('png');
    expect(decode(color?.data as Uint8Array)).toMatchObject({
      width: 16,
      height: 12,
      channels: 3,
      data: rgb,
    });
    const image = one('/decision/depth');
    expect(image).toMatchObject({ encoding: '32FC1', width: 16, height: 12, step: 64, is_bigendian: 0 });
    const bytes = new Uint8Array(image?.data as Uint8Array);
    expect(new Float32Array(bytes.buffer)).toEqual(depth);
    expect(one('/decision/camera_info')).toMatchObject({ width: testCamera.width });
  });
});

it('holds the records as a chain, and says how the episode began and ended', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder, 'notThere');
    const { messages, reader } = await readAll(path);
    const records = messages
      .filter(({ topic }) => topic === '/r1/records')
      .map(({ value }) => JSON.parse(String(value.data)) as ChainedRecord);
    expect(records.map(({ kind, source, stampSec, json }) => ({ kind, source, stampSec, json }))).toEqual(
      testRecords(),
    );
    expect(reader.metadataIndexes.map(({ name }) => name)).toEqual(['r1_episode', 'r1_outcome']);
    await withFile(path, async (readable) => {
      const open = await McapIndexedReader.Initialize({ readable });
      for await (const { name, metadata } of open.readMetadata()) {
        if (name === 'r1_episode') {
          expect(metadata.get('episode_id')).toBe('2025-11-21T08-00-00Z-test');
          expect(metadata.get('instruction')).toBe('put the red cube in the blue bowl');
          expect(metadata.get('started_at_sec')).toBe(String(testStartSec));
          expect(metadata.get('chain_rule')).toContain('SHA-256');
        } else {
          expect(metadata.get('outcome')).toBe('notThere');
          expect(Number(metadata.get('duration_sec'))).toBeCloseTo(3.98, 5);
          const head = metadata.get('chain_head') ?? '';
          expect(chainProblem('2025-11-21T08-00-00Z-test', records, { length: 7, head })).toBeUndefined();
        }
      }
    });
  });
});

it('states what ROS tools look for: schema names, encodings and QoS', async () => {
  await inTemporaryFolder(async (folder) => {
    const { reader } = await readAll(await recordTestEpisode(folder));
    const channels = [...reader.channelsById.values()].map((channel) => {
      const schema = reader.schemasById.get(channel.schemaId);
      const qos = channel.metadata.get('offered_qos_profiles');
      return [channel.topic, channel.messageEncoding, schema?.name, schema?.encoding, qos !== undefined];
    });
    expect(channels.sort()).toEqual([
      ['/camera/color/camera_info', 'cdr', 'sensor_msgs/msg/CameraInfo', 'ros2msg', true],
      ['/camera/color/image_raw/compressed', 'cdr', 'sensor_msgs/msg/CompressedImage', 'ros2msg', true],
      ['/decision/camera_info', 'cdr', 'sensor_msgs/msg/CameraInfo', 'ros2msg', true],
      ['/decision/color/compressed', 'cdr', 'sensor_msgs/msg/CompressedImage', 'ros2msg', true],
      ['/decision/depth', 'cdr', 'sensor_msgs/msg/Image', 'ros2msg', true],
      ['/joint_states', 'cdr', 'sensor_msgs/msg/JointState', 'ros2msg', true],
      ['/r1/records', 'cdr', 'std_msgs/msg/String', 'ros2msg', true],
      ['/tf_static', 'cdr', 'tf2_msgs/msg/TFMessage', 'ros2msg', true],
    ]);
  });
});

it('is `.mcap.active` while it is written, and never takes the name of another episode', async () => {
  await inTemporaryFolder(async (folder) => {
    const first = await startTestRecording(folder);
    expect(await readdir(folder)).toEqual(['2025-11-21T08-00-00Z-test.mcap.active']);
    const second = await startTestRecording(folder);
    expect(second.recording.episodeId).toBe('2025-11-21T08-00-00Z-test-2');
    await first.recording.end('stopped');
    await second.recording.end('stopped');
    const third = await startTestRecording(folder);
    await third.recording.end('stopped');
    expect((await readdir(folder)).sort()).toEqual([
      '2025-11-21T08-00-00Z-test-2.mcap',
      '2025-11-21T08-00-00Z-test-3.mcap',
      '2025-11-21T08-00-00Z-test.mcap',
    ]);
  });
});

it('holds the robot: as a record of the chain, as URDF, and as the frame that poses are in', async () => {
  await inTemporaryFolder(async (folder) => {
    const { recording } = await startTestRecording(folder);
    recording.describeRobot({ model: ur5e, modelHash: robotModelHash(ur5e) });
    recording.addLiveFrame(testFrame(1, testStartSec));
    await recording.end('succeeded');
    const { messages } = await readAll(recording.path);
    const of = (topic: string) => messages.find((message) => message.topic === topic)?.value;
    expect(of('/robot_description')).toEqual({ data: writeUrdf(ur5e) });
    expect(of('/tf_static')).toMatchObject({ transforms: [{ header: { frame_id: 'base_link' } }] });
    const record = JSON.parse(String(of('/r1/records')?.data)) as ChainedRecord;
    expect(record).toMatchObject({ index: 0, kind: 'robotModel', source: 'robot' });
    expect(record.json).toBe(JSON.stringify({ model: ur5e, modelHash: robotModelHash(ur5e) }));
  });
});
