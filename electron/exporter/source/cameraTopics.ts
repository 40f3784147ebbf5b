import type { McapIndexedReader } from '@mcap/core';
import type { CameraTopic } from './openSource';

const pictureSchema = 'sensor_msgs/msg/CompressedImage';
/** Pictures that the model decided on are no camera's stream: they stay with their proposals. */
const decisionTopic = /^\/decision\//;

/** The streams of pictures in a file, each under a short name, in the order of their names. */
export function cameraTopics(reader: Pick<McapIndexedReader, 'channelsById' | 'schemasById'>): CameraTopic[] {
  const topics = [...reader.channelsById.values()]
    .filter(({ schemaId }) => reader.schemasById.get(schemaId)?.name === pictureSchema)
    .map(({ topic }) => topic)
    .filter((topic) => !decisionTopic.test(topic));
  return [...new Set(topics)]
    .map((topic) => ({ name: cameraName(topic), topic }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** "/camera/color/image_raw/compressed" -> "camera_color": letters, digits and low lines only. */
export function cameraName(topic: string): string {
  const parts = topic.split('/').filter((part) => part && part !== 'compressed' && part !== 'image_raw');
  return parts.join('_').replace(/[^A-Za-z0-9_]/g, '_') || 'camera';
}
