import { parse } from '@foxglove/rosmsg';
import { MessageReader } from '@foxglove/rosmsg2-serialization';
import { type RosType, rosSchemaText } from '../../../shared/ros/messageDefinitions';
import type { StampedTransform } from './transforms/transformBuffer';

/**
 * The messages of a camera, read from the bytes that DDS brought: pictures are views into those bytes and
 * are not copied. All of them throw, in words, when the bytes are not such a message or end too early.
 */
interface Header {
  readonly stamp: { readonly sec: number; readonly nanosec: number };
  readonly frame_id: string;
}

/** sensor_msgs/Image, with the stamp in seconds. */
export interface ImageMessage {
  readonly stampSec: number;
  readonly frame: string;
  readonly width: number;
  readonly height: number;
  readonly encoding: string;
  readonly bigEndian: boolean;
  /** Bytes from one row to the next. */
  readonly step: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** sensor_msgs/CompressedImage. */
export interface CompressedMessage {
  readonly stampSec: number;
  readonly frame: string;
  readonly format: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** sensor_msgs/CameraInfo, as far as it says how the camera sees. */
export interface CameraInfoMessage {
  readonly stampSec: number;
  readonly frame: string;
  readonly width: number;
  readonly height: number;
  readonly distortionModel: string;
  readonly d: readonly number[];
  /** 3x3, row by row. */
  readonly k: readonly number[];
  /** 3x4, row by row: of the rectified picture. */
  readonly p: readonly number[];
}

function readerOf<T>(type: RosType): (bytes: Uint8Array) => T {
  const reader = new MessageReader(parse(rosSchemaText(type), { ros2: true }));
  return (bytes) => {
    try {
      return reader.readMessage<T>(bytes);
    } catch {
      throw new Error(`A message of ${bytes.byteLength} bytes is no whole ${type}.`);
    }
  };
}

const readRawImage = readerOf<{
  header: Header;
  width: number;
  height: number;
  encoding: string;
  is_bigendian: number;
  step: number;
  data: Uint8Array<ArrayBuffer>;
}>('sensor_msgs/Image');

const readRawCompressed = readerOf<{ header: Header; format: string; data: Uint8Array<ArrayBuffer> }>(
  'sensor_msgs/CompressedImage',
);

const readRawInfo = readerOf<{
  header: Header;
  width: number;
  height: number;
  distortion_model: string;
  d: Float64Array;
  k: Float64Array;
  p: Float64Array;
}>('sensor_msgs/CameraInfo');

const readRawText = readerOf<{ data: string }>('std_msgs/String');
/** The text of a std_msgs/String. */
export const readText = (bytes: Uint8Array): string => readRawText(bytes).data;

interface Xyz {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}
const readRawTransforms = readerOf<{
  transforms: {
    header: Header;
    child_frame_id: string;
    transform: { translation: Xyz; rotation: Xyz & { readonly w: number } };
  }[];
}>('tf2_msgs/TFMessage');

const seconds = ({ sec, nanosec }: Header['stamp']) => sec + nanosec / 1e9;

export function readImage(bytes: Uint8Array): ImageMessage {
  const { header, width, height, encoding, is_bigendian, step, data } = readRawImage(bytes);
  const stampSec = seconds(header.stamp);
  return {
    stampSec,
    frame: header.frame_id,
    width,
    height,
    encoding,
    bigEndian: is_bigendian !== 0,
    step,
    data,
  };
}

export function readCompressedImage(bytes: Uint8Array): CompressedMessage {
  const { header, format, data } = readRawCompressed(bytes);
  return { stampSec: seconds(header.stamp), frame: header.frame_id, format, data };
}

export function readCameraInfo(bytes: Uint8Array): CameraInfoMessage {
  const { header, width, height, distortion_model, d, k, p } = readRawInfo(bytes);
  return {
    stampSec: seconds(header.stamp),
    frame: header.frame_id,
    width,
    height,
    distortionModel: distortion_model,
    d: [...d],
    k: [...k],
    p: [...p],
  };
}

export function readTransforms(bytes: Uint8Array): readonly StampedTransform[] {
  return readRawTransforms(bytes).transforms.map(({ header, child_frame_id, transform }) => {
    const { translation: t, rotation: r } = transform;
    return {
      stampSec: seconds(header.stamp),
      parent: header.frame_id,
      child: child_frame_id,
      pose: { position: [t.x, t.y, t.z], orientation: [r.x, r.y, r.z, r.w] },
    };
  });
}
