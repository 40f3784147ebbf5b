import { parse } from '@foxglove/rosmsg';
import { MessageReader } from '@foxglove/rosmsg2-serialization';
import { z } from 'zod';
import { type RosType, rosSchemaText } from '../../../shared/ros/messageDefinitions';
import { videoFormats } from '../../../shared/video/videoFormat';

/** A reader of messages of one type. It throws, in words, when the bytes are not one. */
function readerOf<T>(type: RosType, schema: z.ZodType<T>): (data: Uint8Array) => T {
  const reader = new MessageReader(parse(rosSchemaText(type), { ros2: true }));
  return (data) => {
    try {
      return schema.parse(reader.readMessage(data));
    } catch {
      throw new Error(`A message (${type}, ${data.byteLength} bytes) is damaged and cannot be read.`);
    }
  };
}

const headerSchema = z.object({
  stamp: z.object({ sec: z.number(), nanosec: z.number() }),
  frame_id: z.string(),
});

const jointSchema = z.object({
  name: z.array(z.string()),
  position: z.instanceof(Float64Array),
});

/** Names and positions of a sensor_msgs/JointState. */
export const decodeJointState = readerOf('sensor_msgs/JointState', jointSchema);

const stringSchema = z.object({ data: z.string() });

/** The text of a std_msgs/String. */
export const decodeString = readerOf(
  'std_msgs/String',
  stringSchema.transform(({ data }) => data),
);

const imageSchema = z.object({
  header: headerSchema,
  // Ours say jpeg or png; other programs add how the pixels were, as in "rgb8; jpeg compressed bgr8".
  format: z
    .string()
    .transform((format) => /jpe?g|png/i.exec(format)?.[0].toLowerCase().replace('jpg', 'jpeg'))
    .pipe(z.enum(['jpeg', 'png'])),
  data: z.instanceof(Uint8Array),
});
export type CompressedImage = z.infer<typeof imageSchema>;

/** Format and bytes of a sensor_msgs/CompressedImage. */
export const decodeCompressedImage = readerOf('sensor_msgs/CompressedImage', imageSchema);

const videoSchema = z.object({
  timestamp: headerSchema.shape.stamp,
  frame_id: z.string(),
  format: z
    .string()
    .transform((format) => format.toLowerCase())
    .pipe(z.enum(videoFormats)),
  data: z.instanceof(Uint8Array),
});
export type CompressedVideo = z.infer<typeof videoSchema>;

/** Format and packet of a foxglove_msgs/CompressedVideo. */
export const decodeCompressedVideo = readerOf('foxglove_msgs/CompressedVideo', videoSchema);

const rawSchema = z.object({
  width: z.number(),
  height: z.number(),
  encoding: z.string(),
  step: z.number(),
  data: z.instanceof(Uint8Array),
});

/** Size, encoding and bytes of a sensor_msgs/Image. */
export const decodeRawImage = readerOf('sensor_msgs/Image', rawSchema);
