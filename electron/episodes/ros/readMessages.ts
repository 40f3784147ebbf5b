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
  format: z.enum(['jpeg', 'png']),
  data: z.instanceof(Uint8Array),
});
export type CompressedImage = z.infer<typeof imageSchema>;

/** Format and bytes of a sensor_msgs/CompressedImage. Throws when the bytes are not one. */
export function decodeCompressedImage(data: Uint8Array): CompressedImage {
  return imageSchema.parse(imageReader.readMessage(data));
}
