import { CdrReader } from '@foxglove/cdr';
import { secondsOf } from '../../ros2/rosTime';

/** sensor_msgs/JointState as it came: arrays may be empty, and as long or short as the sender made them. */
export interface JointStateMessage {
  readonly stampSec: number;
  readonly names: readonly string[];
  readonly positions: Float64Array;
  readonly velocities: Float64Array;
  readonly efforts: Float64Array;
}

/**
 * Only the stamp (s) of a serialized message that begins with a header: a few reads, for messages that are
 * then left alone. Throws on bytes that are no message.
 */
export function stampOf(bytes: Uint8Array): number {
  return secondsOf(stamp(new CdrReader(bytes)));
}

/** Decodes the serialized message (CDR), 20 us; throws on bytes that are none. */
export function decodeJointState(bytes: Uint8Array): JointStateMessage {
  const reader = new CdrReader(bytes);
  const stampSec = secondsOf(stamp(reader));
  reader.string();
  return {
    stampSec,
    names: reader.stringArray(),
    positions: reader.float64Array(),
    velocities: reader.float64Array(),
    efforts: reader.float64Array(),
  };
}

function stamp(reader: CdrReader) {
  return { sec: reader.int32(), nanosec: reader.uint32() };
}

/** The text of a serialized std_msgs/String; throws on bytes that are none. */
export const readString = (bytes: Uint8Array): string => new CdrReader(bytes).string();
