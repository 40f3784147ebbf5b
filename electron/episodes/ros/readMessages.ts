import { parse } from '@foxglove/rosmsg';
import { MessageReader } from '@foxglove/rosmsg2-serialization';
import { z } from 'zod';
import { rosSchemaText } from '../../../shared/ros/messageDefinitions';

const headerSchema = z.object({
  stamp: z.object({ sec: z.number(), nanosec: z.number() }),
  frame_id: z.string(),
});

const jointReader = new MessageReader(parse(rosSchemaText('sensor_msgs/JointState'), { ros2: true }));
const jointSchema = z.object({
  name: z.array(z.string()),
  position: z.instanceof(Float64Array),
});

/** Names and positions of a sensor_msgs/JointState. Throws when the bytes are not one. */
export function decodeJointState(data: Uint8Array): z.infer<typeof jointSchema> {
  return jointSchema.parse(jointReader.readMessage(data));
}

const stringReader = new MessageReader(parse(rosSchemaText('std_msgs/String'), { ros2: true }));
const stringSchema = z.object({ data: z.string() });

/** The text of a std_msgs/String. Throws when the bytes are not one. */
export function decodeString(data: Uint8Array): string {
  return stringSchema.parse(stringReader.readMessage(data)).data;
}

const imageReader = new MessageReader(parse(rosSchemaText('sensor_msgs/CompressedImage'), { ros2: true }));
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

/** Format and bytes of a sensor_msgs/CompressedImage. Throws when the bytes are not one. */
export function decodeCompressedImage(data: Uint8Array): CompressedImage {
  return imageSchema.parse(imageReader.readMessage(data));
}

const rawReader = new MessageReader(parse(rosSchemaText('sensor_msgs/Image'), { ros2: true }));
const rawSchema = z.object({
  width: z.number(),
  height: z.number(),
  encoding: z.string(),
  step: z.number(),
  data: z.instanceof(Uint8Array),
});

/** Size, encoding and bytes of a sensor_msgs/Image. Throws when the bytes are not one. */
export function decodeRawImage(data: Uint8Array): z.infer<typeof rawSchema> {
  return rawSchema.parse(rawReader.readMessage(data));
}
