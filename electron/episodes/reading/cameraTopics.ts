import type { McapIndexedReader } from '@mcap/core';
import { otherPicturesKey } from '../format/topics';

/** How a topic carries its pictures: each encoded by itself, as packets of a video, or as pixels. */
export type PictureKind = 'single' | 'video' | 'raw';

export interface PictureStream {
  readonly topic: string;
  readonly kind: PictureKind;
}

/** A camera, and the name it has on screen and in what is handed on. */
export interface CameraTopic {
  readonly name: string;
  /** The topic by which it is asked for: that of its first stream. */
  readonly topic: string;
  /** Together they are its pictures. Only our own recordings have two: what the encoder did not take lies beside. */
  readonly streams: readonly PictureStream[];
}

type Channels = Pick<McapIndexedReader, 'channelsById' | 'schemasById'>;

const kinds: ReadonlyMap<string, PictureKind> = new Map([
  ['sensor_msgs/msg/CompressedImage', 'single'],
  ['foxglove_msgs/msg/CompressedVideo', 'video'],
  ['sensor_msgs/msg/Image', 'raw'],
]);
/** Of a camera whose pictures another program recorded in several ways, one is shown. */
const preferred: readonly PictureKind[] = ['single', 'video', 'raw'];

/** Pictures that the model decided on are no camera's stream: they stay with their proposals. */
const decisionTopic = /^\/decision\//;
/** Depth is no picture to look at. */
const depthTopic = /depth/i;

/** The cameras whose pictures are encoded, in the order of their names. */
export function cameraTopics(reader: Channels): CameraTopic[] {
  return pictureTopics(reader).filter(({ streams }) => streams.every(({ kind }) => kind !== 'raw'));
}

/** The same with raw pictures, where a camera has no others. */
export function pictureTopics(reader: Channels): CameraTopic[] {
  const channels = [...reader.channelsById.values()];
  /** Topics that are two halves of one camera. */
  const halves = new Set(
    channels.flatMap(({ topic, metadata }) => {
      const other = metadata.get(otherPicturesKey);
      return other === undefined ? [] : [topic, other];
    }),
  );
  const found = new Map<string, PictureStream[]>();
  for (const { topic, schemaId } of channels) {
    const kind = kinds.get(reader.schemasById.get(schemaId)?.name ?? '');
    if (!kind || decisionTopic.test(topic) || depthTopic.test(topic)) continue;
    const name = cameraName(topic);
    found.set(name, [...(found.get(name) ?? []), { topic, kind }]);
  }
  return [...found]
    .map(([name, all]) => {
      const streams = all.sort((a, b) => preferred.indexOf(a.kind) - preferred.indexOf(b.kind));
      const both = streams.filter(({ topic }) => halves.has(topic));
      const shown = both.length > 0 ? both : streams.slice(0, 1);
      return { name, topic: shown[0]!.topic, streams: shown };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Parts of a topic that say how its pictures travel, not which camera they are of. */
const transports = new Set(['compressed', 'foxglove', 'video', 'image_raw', 'image_rect', 'image']);

/** "/camera/color/image_raw/compressed" -> "camera_color": letters, digits and low lines only. */
export function cameraName(topic: string): string {
  const parts = topic.split('/').filter((part) => part && !transports.has(part));
  return parts.join('_').replace(/[^A-Za-z0-9_]/g, '_') || 'camera';
}
