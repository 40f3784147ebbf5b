/**
 * The ROS 2 messages that an episode holds and that the camera process reads as bytes, as .msg text: it is
 * written into the recording, so that any reader can decode it, and our own encoder and decoders are made
 * from it, so that they cannot differ. Fields as in ROS 2 Jazzy; a test compares them with an independent
 * collection of those definitions.
 */
const fields = {
  'builtin_interfaces/Time': ['int32 sec', 'uint32 nanosec'],
  'std_msgs/String': ['string data'],
  'std_msgs/Header': ['builtin_interfaces/Time stamp', 'string frame_id'],
  'sensor_msgs/JointState': [
    'std_msgs/Header header',
    'string[] name',
    'float64[] position',
    'float64[] velocity',
    'float64[] effort',
  ],
  'sensor_msgs/CompressedImage': ['std_msgs/Header header', 'string format', 'uint8[] data'],
  'sensor_msgs/Image': [
    'std_msgs/Header header',
    'uint32 height',
    'uint32 width',
    'string encoding',
    'uint8 is_bigendian',
    'uint32 step',
    'uint8[] data',
  ],
  'sensor_msgs/RegionOfInterest': [
    'uint32 x_offset',
    'uint32 y_offset',
    'uint32 height',
    'uint32 width',
    'bool do_rectify',
  ],
  'sensor_msgs/CameraInfo': [
    'std_msgs/Header header',
    'uint32 height',
    'uint32 width',
    'string distortion_model',
    'float64[] d',
    'float64[9] k',
    'float64[9] r',
    'float64[12] p',
    'uint32 binning_x',
    'uint32 binning_y',
    'sensor_msgs/RegionOfInterest roi',
  ],
  'geometry_msgs/Vector3': ['float64 x', 'float64 y', 'float64 z'],
  'geometry_msgs/Quaternion': ['float64 x 0', 'float64 y 0', 'float64 z 0', 'float64 w 1'],
  'geometry_msgs/Transform': ['geometry_msgs/Vector3 translation', 'geometry_msgs/Quaternion rotation'],
  'geometry_msgs/TransformStamped': [
    'std_msgs/Header header',
    'string child_frame_id',
    'geometry_msgs/Transform transform',
  ],
  // foxglove_msgs: by which MCAP files carry video.
  'foxglove_msgs/CompressedVideo': [
    'builtin_interfaces/Time timestamp',
    'string frame_id',
    'uint8[] data',
    'string format',
  ],
  'tf2_msgs/TFMessage': ['geometry_msgs/TransformStamped[] transforms'],
} as const;

export type RosType = keyof typeof fields;

/** "sensor_msgs/JointState" -> "sensor_msgs/msg/JointState", the name that MCAP's ros2 profile uses. */
export function rosSchemaName(type: RosType): string {
  return type.replace('/', '/msg/');
}

/** The type's .msg text followed by that of all types within it, in the `ros2msg` form of MCAP. */
export function rosSchemaText(type: RosType): string {
  const [, ...inner] = typesWithin(type);
  const texts = inner.map((name) => `${'='.repeat(80)}\nMSG: ${name}\n${fields[name].join('\n')}\n`);
  return [`${fields[type].join('\n')}\n`, ...texts].join('');
}

function typesWithin(type: RosType, found: Set<RosType> = new Set()): Set<RosType> {
  found.add(type);
  for (const field of fields[type]) {
    const name = field.slice(0, field.indexOf(' ')).replace(/\[.*$/, '');
    if (isRosType(name) && !found.has(name)) typesWithin(name, found);
  }
  return found;
}

function isRosType(name: string): name is RosType {
  return Object.hasOwn(fields, name);
}
