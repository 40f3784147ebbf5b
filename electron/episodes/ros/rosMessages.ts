import { CdrWriter } from '@foxglove/cdr';
import { parse } from '@foxglove/rosmsg';
import { MessageWriter } from '@foxglove/rosmsg2-serialization';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { CameraModel } from '../../../shared/geometry/cameraModel';
import type { Pose } from '../../../shared/geometry/pose';
import { type RosType, rosSchemaText } from '../../../shared/ros/messageDefinitions';
import { pinholeCameraInfo } from '../../../shared/ros/pinholeCameraInfo';
import type { VideoFormat } from '../../../shared/video/videoFormat';
import { rosTime } from './rosTime';

function writerOf(type: RosType): MessageWriter {
  return new MessageWriter(parse(rosSchemaText(type), { ros2: true }));
}

const writers = {
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

let head: { readonly names: readonly string[]; readonly bytes: Uint8Array } | undefined;

/** A joint state's bytes up to its names: the same a hundred times a second but for the stamp. */
function jointStateHead(names: readonly string[]): Uint8Array {
  if (head?.names.length === names.length && head.names.every((name, i) => name === names[i]))
    return head.bytes;
  const writer = new CdrWriter();
  writer.int32(0).uint32(0).string('').sequenceLength(names.length);
  for (const name of names) writer.string(asciiName(name));
  head = { names: [...names], bytes: Uint8Array.from(writer.data) };
  return head.bytes;
}

/** sensor_msgs/JointState as CDR; rad, rad/s, Nm (for a finger m, m/s, N). */
export function encodeJointState(state: JointState): Uint8Array {
  const { positions, velocities, efforts } = state;
  const prefix = jointStateHead(state.names);
  const values = positions.length + velocities.length + efforts.length;
  // Each list: its length on 4 bytes, and its numbers on 8, counted from behind the encapsulation's 4.
  const bytes = new Uint8Array(prefix.byteLength + 8 * values + 3 * 12);
  bytes.set(prefix);
  const view = new DataView(bytes.buffer);
  const { sec, nanosec } = rosTime(state.stampSec);
  view.setInt32(4, sec, true);
  view.setUint32(8, nanosec, true);
  let at = prefix.byteLength;
  for (const list of [positions, velocities, efforts]) {
    at = (at + 3) & ~3;
    view.setUint32(at, list.length, true);
    at += 4;
    if (list.length > 0) at = ((at - 4 + 7) & ~7) + 4;
    for (const value of list) {
      view.setFloat64(at, value, true);
      at += 8;
    }
  }
  return bytes.subarray(0, at);
}

/** sensor_msgs/CompressedImage as CDR. */
export function encodeCompressedImage(
  stampSec: number,
  frameId: string,
  format: 'jpeg' | 'png',
  data: Uint8Array,
): Uint8Array {
  return Buffer.concat([compressedImageHead(stampSec, frameId, format, data.byteLength), data]);
}

/** The bytes before a picture's own in a sensor_msgs/CompressedImage: together they are the message. */
export function compressedImageHead(
  stampSec: number,
  frameId: string,
  format: 'jpeg' | 'png',
  length: number,
): Uint8Array {
  const { sec, nanosec } = rosTime(stampSec);
  const writer = new CdrWriter({ size: 64 + frameId.length });
  writer.int32(sec).uint32(nanosec).string(frameId).string(format).sequenceLength(length);
  return writer.data;
}

/** foxglove_msgs/CompressedVideo as CDR, in parts: its head, the packet itself, and the format behind it. */
export function compressedVideoParts(
  stampSec: number,
  frameId: string,
  format: VideoFormat,
  data: Uint8Array,
): readonly [Uint8Array, Uint8Array, Uint8Array] {
  const { sec, nanosec } = rosTime(stampSec);
  const writer = new CdrWriter({ size: 64 + frameId.length });
  const head = writer.int32(sec).uint32(nanosec).string(frameId).sequenceLength(data.byteLength).data;
  // A length stands on a multiple of four bytes, counted from behind the encapsulation's four.
  const gap = -(head.byteLength + data.byteLength) & 3;
  const tail = new Uint8Array(gap + 4 + format.length + 1);
  new DataView(tail.buffer).setUint32(gap, format.length + 1, true);
  tail.set(new TextEncoder().encode(format), gap + 4);
  return [head, data, tail];
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
