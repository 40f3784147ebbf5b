import { parse } from '@foxglove/rosmsg';
import { ros2jazzy } from '@foxglove/rosmsg-msgs-common';
import { expect, it } from 'vitest';
import { type RosType, rosSchemaName, rosSchemaText } from './messageDefinitions';

const recorded: Exclude<RosType, 'foxglove_msgs/CompressedVideo'>[] = [
  'sensor_msgs/JointState',
  'sensor_msgs/CompressedImage',
  'sensor_msgs/Image',
  'sensor_msgs/CameraInfo',
  'tf2_msgs/TFMessage',
  'std_msgs/String',
];

it.each(recorded)('%s is field by field the definition of ROS 2 Jazzy', (type) => {
  const [main, ...inner] = parse(rosSchemaText(type), { ros2: true });
  expect(main?.definitions).toEqual(ros2jazzy[type].definitions);
  for (const { name, definitions } of inner) {
    expect(definitions, name).toEqual(ros2jazzy[name as (typeof recorded)[number]].definitions);
  }
});

it('video is the message by which other programs know it, field by field', () => {
  const [main] = parse(rosSchemaText('foxglove_msgs/CompressedVideo'), { ros2: true });
  expect(main?.definitions.map(({ type, name, isArray = false }) => [type, name, isArray])).toEqual([
    ['time', 'timestamp', false],
    ['string', 'frame_id', false],
    ['uint8', 'data', true],
    ['string', 'format', false],
  ]);
});

it('holds every type that a message contains, once', () => {
  const names = parse(rosSchemaText('tf2_msgs/TFMessage'), { ros2: true }).map(({ name }) => name);
  expect(names).toEqual([
    undefined,
    'geometry_msgs/TransformStamped',
    'std_msgs/Header',
    'builtin_interfaces/Time',
    'geometry_msgs/Transform',
    'geometry_msgs/Vector3',
    'geometry_msgs/Quaternion',
  ]);
});

it('names a schema as rosbag2 does', () => {
  expect(rosSchemaName('sensor_msgs/JointState')).toBe('sensor_msgs/msg/JointState');
});
