import { codecName, isKeyFrame, type VideoFormat } from '../../../shared/video/videoFormat';
import type { FileReadable } from '../../episodes/mcap/fileReadable';
import { type MessagePlace, readMessagePlace } from '../../episodes/reading/messageIndex';
import { decodeCompressedVideo } from '../../episodes/ros/readMessages';

export interface VideoPart {
  readonly format: VideoFormat;
  /** Null: it does not begin with a key frame, but goes on behind what was already decoded. */
  readonly codec: string | null;
  /** In their order; the last one shows the picture. None: it is the one that was already decoded. */
  readonly packets: readonly {
    readonly place: MessagePlace;
    readonly key: boolean;
    readonly data: Uint8Array;
  }[];
  readonly shown: MessagePlace;
}

export interface VideoQuestion {
  readonly file: FileReadable;
  /** All packets of one camera, by their times. */
  readonly places: readonly MessagePlace[];
  /** Which of them is wanted. */
  readonly at: number;
  /** The one that the asker's decoder has just shown. */
  readonly decoded?: number | undefined;
  readonly keyOnly?: boolean | undefined;
  /** The writer counted the messages of each channel, so that a missing one shows. */
  readonly counted: boolean;
}

/** No recording has so many pictures between two key frames, and nobody would wait for them. */
const mostPackets = 900;

/**
 * What has to be decoded to see a picture of a video: from the key frame before it, or only what came since the picture
 * that the asker has decoded. Where a packet is missing between (a damaged part of the file), what builds on it is
 * left out, and the picture before is shown. Null where there is no key frame before it.
 */
export async function videoUpTo(question: VideoQuestion): Promise<VideoPart | null> {
  const { file, places, at, decoded, keyOnly = false, counted } = question;
  let packets: VideoPart['packets'][number][] = [];
  let shown = places[at];
  let behind: number | undefined;
  for (let i = at; i >= 0 && packets.length <= mostPackets; i--) {
    const place = places[i]!;
    const message = await readMessagePlace(file, place);
    const { format, data } = decodeCompressedVideo(message.data);
    if (counted && behind !== undefined && (behind - message.sequence) >>> 0 !== 1) {
      packets = [];
      shown = place;
    }
    behind = message.sequence;
    if (i === decoded && !keyOnly) return { format, codec: null, packets, shown: shown ?? place };
    const key = isKeyFrame(format, data);
    packets.unshift({ place, key, data });
    if (!key) continue;
    const wanted = keyOnly ? packets.slice(0, 1) : packets;
    return { format, codec: codecName(format, data), packets: wanted, shown: wanted.at(-1)!.place };
  }
  return null;
}
