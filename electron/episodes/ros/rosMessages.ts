import { parse } from '@foxglove/rosmsg';
import { MessageWriter } from '@foxglove/rosmsg2-serialization';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { CameraModel } from '../../../shared/geometry/cameraModel';
import type { Pose } from '../../../shared/geometry/pose';
import { type RosType, rosSchemaText } from '../../../shared/ros/messageDefinitions';
import { pinholeCameraInfo } from '../../../shared/ros/pinholeCameraInfo';
import { rosTime } from './rosTime';

function writerOf(type: RosType): MessageWriter {
  return new MessageWriter(parse(rosSchemaText(type), { ros2: true }));
}

const writers = {
  jointState: writerOf('sensor_msgs/JointState'),
  compressedImage: writerOf('sensor_msgs/CompressedImage'),
  image: writerOf('sensor_msgs/Image'),
  cameraInfo: writerOf('sensor_msgs/CameraInfo'),
  tf: writerOf('tf2_msgs/TFMessage'),
};

function header(stampSec: number, frameId: string) {
  return { stamp: rosTime(stampSec), frame_id: frameId };
}

/**
 * std_msgs/String as CDR: encapsulation header (little endian), length with the closing NUL, UTF-8 text,
 * NUL. By hand, because the message writer counts characters where CDR counts bytes.
 */
export function encodeString(data: string): Uint8Array {
  const text = new TextEncoder().encode(data);
  const bytes = new Uint8Array(4 + 4 + text.byteLength + 1);
  bytes[1] = 1;
  new DataView(bytes.buffer).setUint32(4, text.byteLength + 1, true);
  bytes.set(text, 8);
  return bytes;
}

/** Names within ROS are ASCII; the message writer would cut off any other (see encodeString). */
function asciiName(name: string): string {
  return name.replace(/[^\x20-\x7e]/g, '?');
}

/** sensor_msgs/JointState as CDR; rad, rad/s, Nm (for a finger m, m/s, N). */
export function encodeJointState(state: JointState): Uint8Array {
  return writers.jointState.writeMessage({
    header: header(state.stampSec, ''),
    name: state.names.map(asciiName),
    position: state.positions,
    velocity: state.velocities,
    effort: state.efforts,
  });
}

/** sensor_msgs/CompressedImage as CDR. */
export function encodeCompressedImage(
  stampSec: number,
  frameId: string,
  format: 'jpeg' | 'png',
  data: Uint8Array,
): Uint8Array {
  return writers.compressedImage.writeMessage({ header: header(stampSec, frameId), format, data });
}

/** Depth as sensor_msgs/Image 32FC1: z of the optical frame in metres, 0 where nothing was seen. */
export function encodeDepthImage(
  stampSec: number,
  frameId: string,
  size: { readonly width: number; readonly height: number },
  depth: Float32Array,
): Uint8Array {
  const data = new Uint8Array(depth.length * 4);
  const view = new DataView(data.buffer);
  for (let i = 0; i < depth.length; i++) view.setFloat32(i * 4, depth[i] ?? 0, true);
  const { width, height } = size;
  return writers.image.writeMessage({
    header: header(stampSec, frameId),
    height,
    width,
    encoding: '32FC1',
    is_bigendian: 0,
    step: width * 4,
    data,
  });
}

/** sensor_msgs/CameraInfo of a camera without distortion (REP-104: K, R = identity, P). */
export function encodeCameraInfo(stampSec: number, frameId: string, camera: CameraModel): Uint8Array {
  return writers.cameraInfo.writeMessage(pinholeCameraInfo(header(stampSec, frameId), camera));
}

/** tf2_msgs/TFMessage with one transform: the pose of `childFrame` in `parentFrame`. */
export function encodeTransform(
  stampSec: number,
  parentFrame: string,
  childFrame: string,
  pose: Pose,
): Uint8Array {
  const [x, y, z] = pose.position;
  const [qx, qy, qz, qw] = pose.orientation;
  return writers.tf.writeMessage({
    transforms: [
      {
        header: header(stampSec, parentFrame),
        child_frame_id: childFrame,
        transform: { translation: { x, y, z }, rotation: { x: qx, y: qy, z: qz, w: qw } },
      },
    ],
  });
}
