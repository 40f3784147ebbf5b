import type { McapIndexedReader } from '@mcap/core';

/** A camera's channel, and the name it has on screen and in what is handed on. */
export interface CameraTopic {
  readonly name: string;
  readonly topic: string;
  readonly raw: boolean;
}

type Channels = Pick<McapIndexedReader, 'channelsById' | 'schemasById'>;

const schemas: ReadonlyMap<string, { readonly raw: boolean }> = new Map([
  ['sensor_msgs/msg/CompressedImage', { raw: false }],
  ['sensor_msgs/msg/Image', { raw: true }],
]);
/** Pictures that the model decided on are no camera's stream: they stay with their proposals. */
const decisionTopic = /^\/decision\//;
/** Depth is no picture to look at. */
const depthTopic = /depth/i;

/** The streams of JPEG or PNG pictures in a file, each under a short name, in the order of their names. */
export function cameraTopics(reader: Channels): CameraTopic[] {
  return pictureTopics(reader).filter(({ raw }) => !raw);
}

/** The same with raw pictures, where a camera has no compressed ones. */
export function pictureTopics(reader: Channels): CameraTopic[] {
  const found = new Map<string, CameraTopic>();
  for (const { topic, schemaId } of reader.channelsById.values()) {
    const kind = schemas.get(reader.schemasById.get(schemaId)?.name ?? '');
    if (!kind || decisionTopic.test(topic) || depthTopic.test(topic)) continue;
    const name = cameraName(topic);
    if (found.get(name)?.raw === false) continue;
    found.set(name, { name, topic, raw: kind.raw });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** "/camera/color/image_raw/compressed" -> "camera_color": letters, digits and low lines only. */
export function cameraName(topic: string): string {
  const parts = topic
    .split('/')
    .filter((part) => part && !['compressed', 'image_raw', 'image_rect', 'image'].includes(part));
  return parts.join('_').replace(/[^A-Za-z0-9_]/g, '_') || 'camera';
}
