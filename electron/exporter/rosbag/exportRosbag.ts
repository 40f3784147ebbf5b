import { copyFile, mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { McapWriter } from '@mcap/core';
import { decodeCompressedImage } from '../../episodes/ros/readMessages';
import { encodeCompressedImage } from '../../episodes/ros/rosMessages';
import { encodeJpeg } from '../../pictures/encodePicture';
import { type ExportContext, type ExportResult, eachEpisode } from '../exportContext';
import { goOn } from '../exportProblem';
import { changesPictures, encodedAgainQuality, preparationOf, preparePicture } from '../pictures/prepare';
import { type EpisodeSource, withSource } from '../source/openSource';
import { stagedFolder } from '../stagedFolder';
import { bagMetadata } from './bagMetadata';

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
  return topic.replace(/\/(image_raw\/)?compressed$/, '/');
}

/** Copies all messages but those of dropped cameras, pictures prepared. Gives the messages written by topic. */
async function rewrite(
  context: ExportContext,
  source: EpisodeSource,
  path: string,
  progress: (share: number) => void,
): Promise<ReadonlyMap<string, number>> {
  const { order } = context;
  const { reader, cameras } = source;
  const dropped = cameras.filter(({ name }) => order.dropCameras.includes(name));
  const changed = cameras.some(({ name }) => changesPictures(preparationOf(order, name)));
  const isDropped = (topic: string) =>
    dropped.some((camera) => topic.startsWith(siblingsOf(camera.topic))) ||
    // What the model decided on shows the same place: it goes with its camera, and depth cannot be blurred.
    ((dropped.length > 0 || changed) && topic.startsWith('/decision/'));
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
  const written = new Map<string, number>();
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
      const topic = reader.channelsById.get(message.channelId)?.topic ?? '';
      if (channelId === undefined) continue;
      const camera = cameras.find((each) => each.topic === topic);
      const data = camera ? await prepared(context, camera.name, message.data) : message.data;
      await writer.addMessage({ ...message, channelId, data });
      written.set(topic, (written.get(topic) ?? 0) + 1);
    }
    await writer.end();
  } finally {
    await handle.close();
  }
  return written;
}

async function prepared({ order }: ExportContext, camera: string, data: Uint8Array): Promise<Uint8Array> {
  const preparation = preparationOf(order, camera);
  if (!changesPictures(preparation)) return data;
  const { header, data: encoded } = decodeCompressedImage(data);
  const bytes = await encodeJpeg(await preparePicture(encoded, preparation, false), encodedAgainQuality);
  const stampSec = header.stamp.sec + header.stamp.nanosec / 1e9;
  return encodeCompressedImage(stampSec, header.frame_id, 'jpeg', bytes);
}

function metadataOf(
  { reader, start }: EpisodeSource,
  fileName: string,
  written: ReadonlyMap<string, number> | undefined,
): string {
  const { statistics } = reader;
  const startNs = statistics?.messageStartTime ?? BigInt(Math.round(start.startedAtSec * 1e9));
  return bagMetadata({
    fileName,
    startNs,
    endNs: statistics?.messageEndTime ?? startNs,
    topics: [...reader.channelsById.values()]
      .map(({ id, topic, schemaId, metadata }) => ({
        name: topic,
        type: reader.schemasById.get(schemaId)?.name ?? '',
        qosProfiles: metadata.get('offered_qos_profiles') ?? '',
        messages: written
          ? (written.get(topic) ?? 0)
          : Number(statistics?.channelMessageCounts.get(id) ?? 0n),
      }))
      .filter(({ messages }) => messages > 0),
  });
}
