import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type McapTypes, McapWriter } from '@mcap/core';
import { streamTopics } from '../../episodes/format/topics';
import type { CameraTopic } from '../../episodes/reading/cameraTopics';
import { encodeCompressedImage } from '../../episodes/ros/rosMessages';
import { encodeJpeg } from '../../pictures/encodePicture';
import { type ExportContext, type ExportResult, eachEpisode } from '../exportContext';
import { goOn } from '../exportProblem';
import { changesPictures, encodedAgainQuality, preparationOf, preparePicture } from '../pictures/prepare';
import { type EpisodeSource, withSource } from '../source/openSource';
import { readPictures } from '../source/readPictures';
import { stagedFolder } from '../stagedFolder';
import { type BagTopic, bagMetadata } from './bagMetadata';

/** One rosbag2 folder an episode: the MCAP file, without what is not to leave, and its metadata.yaml. */
export async function exportRosbag(context: ExportContext): Promise<ExportResult> {
  let count = 0;
  await stagedFolder({ path: context.path, extend: false }, async (folder) => {
    count = await eachEpisode(context, (file, progress) =>
      withSource(file, async (source) => {
        const name = file.episodeId.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^\.+/, '') || 'episode';
        const bag = join(folder, name);
        await mkdir(bag);
        const fileName = `${name}_0.mcap`;
        const asItIs = !leavesOut(context, source);
        if (asItIs) await copyFile(file.path, join(bag, fileName));
        const written = asItIs ? undefined : await rewrite(context, source, join(bag, fileName), progress);
        await writeFile(join(bag, 'metadata.yaml'), metadataOf(source, fileName, written));
        goOn(context.signal);
      }),
    );
  });
  return { text: `${count} ${count === 1 ? 'bag' : 'bags'}` };
}

function leavesOut({ order }: ExportContext, { cameras }: EpisodeSource): boolean {
  return cameras.some(
    ({ name }) => order.dropCameras.includes(name) || changesPictures(preparationOf(order, name)),
  );
}

/** Topics of a camera: the siblings of its pictures, such as its camera_info. */
function siblingsOf(topic: string): string {
  return topic.replace(/\/(image_raw\/)?(compressed|foxglove)$/, '/');
}

/** A topic that was written, by its name. */
type Written = Map<string, Omit<BagTopic, 'name'>>;

/**
 * Copies all messages but those of dropped cameras, pictures prepared: those that were video become single ones.
 * Gives the topics written.
 */
async function rewrite(
  context: ExportContext,
  source: EpisodeSource,
  path: string,
  progress: (share: number) => void,
): Promise<Written> {
  const { order } = context;
  const { reader, cameras } = source;
  const dropped = cameras.filter(({ name }) => order.dropCameras.includes(name));
  const changed = cameras.filter(
    (camera) => !dropped.includes(camera) && changesPictures(preparationOf(order, camera.name)),
  );
  const isOf = (some: readonly CameraTopic[], topic: string) =>
    some.some(({ streams }) => streams.some((stream) => stream.topic === topic));
  const isDropped = (topic: string) =>
    isOf(changed, topic) ||
    dropped.some(({ streams }) => streams.some((each) => topic.startsWith(siblingsOf(each.topic)))) ||
    // What the model decided on shows the same place: it goes with its camera, and depth cannot be blurred.
    (dropped.length + changed.length > 0 && topic.startsWith('/decision/'));
  const handle = await open(path, 'wx');
  let position = 0n;
  const writer = new McapWriter({
    writable: {
      write: async (bytes) => {
        let written = 0;
        while (written < bytes.byteLength) {
          written += (await handle.write(bytes, written, bytes.byteLength - written)).bytesWritten;
        }
        position += BigInt(bytes.byteLength);
      },
      position: () => position,
    },
  });
  const written: Written = new Map();
  const count = (topic: string, type: string, qosProfiles: string) => {
    const messages = (written.get(topic)?.messages ?? 0) + 1;
    written.set(topic, { type, qosProfiles, messages });
  };
  try {
    await writer.start({ profile: reader.header.profile, library: `R1 Console ${context.appVersion}` });
    const schemas = new Map<number, number>();
    const channels = new Map<number, number>();
    for (const channel of reader.channelsById.values()) {
      if (isDropped(channel.topic)) continue;
      const schema = reader.schemasById.get(channel.schemaId);
      if (schema && !schemas.has(schema.id)) schemas.set(schema.id, await writer.registerSchema(schema));
      const schemaId = schemas.get(channel.schemaId) ?? 0;
      channels.set(channel.id, await writer.registerChannel({ ...channel, schemaId }));
    }
    for await (const { metadata, name } of reader.readMetadata()) {
      await writer.addMetadata({ name, metadata });
    }
    const total = Number(reader.statistics?.messageCount ?? 1n);
    let read = 0;
    for await (const message of reader.readMessages()) {
      goOn(context.signal);
      if (read++ % 200 === 0) progress(read / total);
      const channelId = channels.get(message.channelId);
      const channel = reader.channelsById.get(message.channelId);
      if (channelId === undefined || !channel) continue;
      await writer.addMessage({ ...message, channelId });
      count(channel.topic, typeOf(source, channel), qosOf(channel));
    }
    for (const camera of changed) {
      const preparation = preparationOf(order, camera.name);
      const { topic, metadata, messageEncoding, schemaName, schemaEncoding, schemaText } =
        singleTopic(camera);
      const data = new TextEncoder().encode(schemaText);
      const schemaId = await writer.registerSchema({ name: schemaName, encoding: schemaEncoding, data });
      const channel = { topic, schemaId, messageEncoding, metadata: new Map(metadata) };
      const channelId = await writer.registerChannel(channel);
      let sequence = 0;
      for await (const picture of readPictures(source, camera, context.videoEncoder)) {
        goOn(context.signal);
        const { stampSec, frameId, logTime, image } = picture;
        const pixels = await preparePicture(image.data, preparation, false);
        const jpeg = await encodeJpeg(pixels, encodedAgainQuality);
        const data = encodeCompressedImage(stampSec, frameId, 'jpeg', jpeg);
        await writer.addMessage({ channelId, sequence: sequence++, logTime, publishTime: logTime, data });
        count(topic, schemaName, qosOf(channel));
      }
    }
    await writer.end();
  } finally {
    await handle.close();
  }
  return written;
}

/** Where the prepared pictures of a camera go. */
function singleTopic({ topic }: CameraTopic) {
  return { ...streamTopics().image, topic: topic.replace(/foxglove$/, 'compressed') };
}

type Channel = Pick<McapTypes.Channel, 'schemaId' | 'metadata'>;
const qosOf = ({ metadata }: Channel) => metadata.get('offered_qos_profiles') ?? '';
const typeOf = ({ reader }: EpisodeSource, { schemaId }: Channel) =>
  reader.schemasById.get(schemaId)?.name ?? '';

function metadataOf(source: EpisodeSource, fileName: string, written: Written | undefined): string {
  const { reader, start } = source;
  const { statistics } = reader;
  const startNs = statistics?.messageStartTime ?? BigInt(Math.round(start.startedAtSec * 1e9));
  const topics = written
    ? [...written].map(([name, topic]) => ({ name, ...topic }))
    : [...reader.channelsById.values()].map((channel) => ({
        name: channel.topic,
        type: typeOf(source, channel),
        qosProfiles: qosOf(channel),
        messages: Number(statistics?.channelMessageCounts.get(channel.id) ?? 0n),
      }));
  return bagMetadata({
    fileName,
    startNs,
    endNs: statistics?.messageEndTime ?? startNs,
    topics: topics.filter(({ messages }) => messages > 0),
  });
}
