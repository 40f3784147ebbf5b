import { type RosType, rosSchemaName, rosSchemaText } from '../../../shared/ros/messageDefinitions';
import type { ChannelDescription } from '../mcap/mcapEncoder';
import { qosProfile } from '../ros/qos';
import { recordJsonSchema } from './recordJsonSchema';

/**
 * Chunks are kept apart by what is read together: records and joint states without wading through
 * pictures, and pictures a half second at a time.
 */
export const lanes = ['state', 'pictures'] as const;
export type Lane = (typeof lanes)[number];
/** Pictures are compressed already. */
export const compressedLanes: readonly Lane[] = ['state'];

export interface Topic extends ChannelDescription {
  readonly lane: Lane;
}

function rosTopic(topic: string, lane: Lane, type: RosType, qos: Parameters<typeof qosProfile>[0]): Topic {
  return {
    topic,
    lane,
    messageEncoding: 'cdr',
    schemaName: rosSchemaName(type),
    schemaEncoding: 'ros2msg',
    schemaText: rosSchemaText(type),
    metadata: new Map([['offered_qos_profiles', qosProfile(qos)]]),
  };
}

/**
 * All that an episode's file holds, by the names that other programs see. MCAP's ros2 profile allows
 * nothing but ROS messages, so the records, which are JSON, travel as strings.
 */
export const topics = {
  jointStates: rosTopic('/joint_states', 'state', 'sensor_msgs/JointState', 'reliable'),
  robotDescription: rosTopic('/robot_description', 'state', 'std_msgs/String', 'latched'),
  tfStatic: rosTopic('/tf_static', 'state', 'tf2_msgs/TFMessage', 'latched'),
  decisionImage: rosTopic(
    '/decision/color/compressed',
    'pictures',
    'sensor_msgs/CompressedImage',
    'reliable',
  ),
  decisionDepth: rosTopic('/decision/depth', 'pictures', 'sensor_msgs/Image', 'reliable'),
  decisionCameraInfo: rosTopic('/decision/camera_info', 'pictures', 'sensor_msgs/CameraInfo', 'reliable'),
  records: {
    ...rosTopic('/r1/records', 'state', 'std_msgs/String', 'reliable'),
    metadata: new Map([
      ['offered_qos_profiles', qosProfile('reliable')],
      ['data_json_schema', JSON.stringify(recordJsonSchema)],
    ]),
  },
} as const satisfies Record<string, Topic>;

/** In a video channel's metadata: the topic of those pictures of its camera that are not in the video. */
export const otherPicturesKey = 'r1_other_pictures';

/** The optical frame (REP-103) that pictures and depth are given in; /tf_static places it. */
export const cameraFrame = 'camera_color_optical_frame';

export interface StreamTopics {
  readonly image: Topic;
  /** The same pictures as video, where it was chosen; named as image_transport names its topics. */
  readonly video: Topic;
  readonly info: Topic;
  /** The optical frame of its pictures. */
  readonly frame: string;
}

const streams = new Map<string, StreamTopics>();

/** Where the live pictures of a camera go: the one that is shown and decided on without a name, others with theirs. */
export function streamTopics(stream = ''): StreamTopics {
  const known = streams.get(stream);
  if (known) return known;
  // Names within ROS: letters, digits and low lines, no digit first.
  const name = stream && `/cam_${stream.replace(/[^A-Za-z0-9]+/g, '_')}`;
  const base = `/camera${name}/color/image_raw`;
  const image = rosTopic(`${base}/compressed`, 'pictures', 'sensor_msgs/CompressedImage', 'sensor');
  const video = rosTopic(`${base}/foxglove`, 'pictures', 'foxglove_msgs/CompressedVideo', 'sensor');
  const made = {
    image,
    video: { ...video, metadata: new Map([...video.metadata, [otherPicturesKey, image.topic]]) },
    info: rosTopic(`/camera${name}/color/camera_info`, 'pictures', 'sensor_msgs/CameraInfo', 'sensor'),
    frame: name ? `camera${name.replace('/', '_')}_color_optical_frame` : cameraFrame,
  };
  streams.set(stream, made);
  return made;
}
