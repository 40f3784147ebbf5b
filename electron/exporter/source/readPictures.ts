import type { Client } from '../../../shared/contract/channel';
import type { videoEncoderContract } from '../../../shared/contract/videoEncoderContract';
import { codecName, isKeyFrame, type VideoFormat, videoNames } from '../../../shared/video/videoFormat';
import type { CameraTopic } from '../../episodes/reading/cameraTopics';
import {
  type CompressedImage,
  decodeCompressedImage,
  decodeCompressedVideo,
} from '../../episodes/ros/readMessages';
import type { RosTime } from '../../episodes/ros/rosTime';
import { ExportProblem } from '../exportProblem';
import type { EpisodeSource } from './openSource';

/** A camera's picture, whichever way it was recorded. */
export interface SourcePicture {
  readonly logTime: bigint;
  /** When it was taken, and in which frame of reference. */
  readonly stampSec: number;
  readonly frameId: string;
  /** Decoded from video, it is a JPEG. */
  readonly image: Pick<CompressedImage, 'format' | 'data'>;
}

/** The page that decodes video; undefined where it does not come up. */
export type VideoPage = () => Promise<Client<typeof videoEncoderContract> | undefined>;

/** Packets that are sent to be decoded at a time. */
const packetsAtOnce = 16;
const decodeTimeoutMs = 60_000;

interface Packet {
  readonly type: 'key' | 'delta';
  readonly timestampUs: number;
  readonly data: Uint8Array<ArrayBuffer>;
}

/** A picture in its place in the order of time; video's are filled in when they have been decoded. */
interface Place extends Omit<SourcePicture, 'image'> {
  image: SourcePicture['image'] | undefined;
  /** Nothing more comes for it. */
  settled: boolean;
}

/**
 * All pictures of a camera in the order of time, video decoded. Packets that build on one that is not there are left
 * out, as nobody can decode them. Throws ExportProblem where video cannot be decoded here.
 */
export async function* readPictures(
  source: EpisodeSource,
  { streams }: CameraTopic,
  videoPage: VideoPage,
): AsyncGenerator<SourcePicture> {
  const kinds = new Map(streams.map(({ topic, kind }) => [topic, kind]));
  const video = createDecoding(videoPage);
  const places: Place[] = [];
  let sequence: number | undefined;
  let broken = true;

  function* ready(): Generator<SourcePicture> {
    while (places[0]?.settled) {
      const { image, settled: _, ...head } = places.shift()!;
      if (image) yield { ...head, image };
    }
  }

  try {
    for await (const message of source.reader.readMessages({ topics: [...kinds.keys()] })) {
      const { logTime, data } = message;
      const topic = source.reader.channelsById.get(message.channelId)?.topic ?? '';
      if (kinds.get(topic) === 'single') {
        const image = decodeCompressedImage(data);
        const { stamp, frame_id: frameId } = image.header;
        places.push({ logTime, stampSec: secondsOf(stamp), frameId, image, settled: true });
      } else {
        const { format, data: packet, timestamp, frame_id: frameId } = decodeCompressedVideo(data);
        const key = isKeyFrame(format, packet);
        broken = !key && (broken || (message.sequence - (sequence ?? 0)) >>> 0 !== 1);
        sequence = message.sequence;
        if (broken) continue;
        const stampSec = secondsOf(timestamp);
        const place: Place = { logTime, stampSec, frameId, image: undefined, settled: false };
        places.push(place);
        await video.add(place, format, key, packet);
      }
      yield* ready();
    }
    await video.finish();
    for (const place of places) place.settled = true;
    yield* ready();
  } finally {
    video.abandon();
  }
}

const secondsOf = ({ sec, nanosec }: RosTime) => sec + nanosec / 1e9;

/** One camera's video on its way through the page that decodes. */
function createDecoding(videoPage: VideoPage) {
  const waiting = new Map<number, Place>();
  let packets: Packet[] = [];
  let page: Client<typeof videoEncoderContract> | undefined;
  let decodingId: string | undefined;
  let codec: string | undefined;
  let count = 0;

  function take(pictures: readonly { readonly timestampUs: number; readonly jpeg: Uint8Array }[]): void {
    for (const { timestampUs, jpeg } of pictures) {
      const place = waiting.get(timestampUs);
      if (!place) continue;
      waiting.delete(timestampUs);
      place.image = { format: 'jpeg', data: Uint8Array.from(jpeg) };
      place.settled = true;
    }
  }

  async function send(): Promise<void> {
    if (!page || decodingId === undefined || packets.length === 0) return;
    const some = packets;
    packets = [];
    take(
      (await page.request('decode', { decodingId, packets: some }, { timeoutMs: decodeTimeoutMs })).pictures,
    );
  }

  async function finish(): Promise<void> {
    await send();
    if (!page || decodingId === undefined) return;
    const ended = decodingId;
    decodingId = undefined;
    take((await page.request('endDecoding', { decodingId: ended }, { timeoutMs: decodeTimeoutMs })).pictures);
    for (const place of waiting.values()) place.settled = true;
    waiting.clear();
  }

  async function begin(format: VideoFormat, name: string): Promise<void> {
    page ??= await videoPage();
    if (!page) {
      throw new ExportProblem(
        `Its pictures are ${videoNames[format]} video, and there is nothing on this machine that decodes it.`,
      );
    }
    codec = name;
    const config = { codec: name, codedWidth: null, codedHeight: null, description: null };
    ({ decodingId } = await page.request('beginDecoding', config, { timeoutMs: decodeTimeoutMs }));
  }

  return {
    async add(place: Place, format: VideoFormat, key: boolean, data: Uint8Array): Promise<void> {
      const name = key ? codecName(format, data) : codec;
      if (name !== undefined && (decodingId === undefined || name !== codec)) {
        await finish();
        await begin(format, name);
      }
      const timestampUs = count++;
      waiting.set(timestampUs, place);
      packets.push({ type: key ? 'key' : 'delta', timestampUs, data: Uint8Array.from(data) });
      if (packets.length >= packetsAtOnce) await send();
    },
    finish,
    /** Lets the decoder go, where reading ended early. */
    abandon(): void {
      if (decodingId !== undefined) page?.request('endDecoding', { decodingId }).catch(() => undefined);
    },
  };
}
