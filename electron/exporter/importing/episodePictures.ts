import { readFile } from 'node:fs/promises';
import { EncodedPacketSink, FilePathSource, Input, MP4, QTFF } from 'mediabunny';
import { z } from 'zod';
import type { Client } from '../../../shared/contract/channel';
import type { VideoPacket, videoEncoderContract } from '../../../shared/contract/videoEncoderContract';
import { pictureHeader } from '../../pictures/pictureHeader';
import { ExportProblem, goOn } from '../exportProblem';
import { readRows } from '../lerobot/datasetTables';
import { inside, type VideoPart } from './datasetFolder';
import { type EpisodeRows, rowsAtOnce } from './episodeRows';

export interface TimedPicture {
  /** Seconds of the episode. */
  readonly timeSec: number;
  readonly format: 'jpeg' | 'png';
  readonly bytes: Uint8Array;
}

/** Packets that are sent to be decoded at a time. */
const packetsAtOnce = 16;
const decodeTimeoutMs = 60_000;
/** Frames of a neighbouring episode lie at least half a frame away (s). */
const edgeSec = 1e-3;

/** The frames of a video that belong to one episode. Throws, in words, when it cannot be decoded. */
export async function* videoPictures(
  part: VideoPart,
  decoder: Client<typeof videoEncoderContract>,
  signal: AbortSignal,
): AsyncGenerator<TimedPicture> {
  const input = new Input({ source: new FilePathSource(part.path), formats: [MP4, QTFF] });
  try {
    const track = await input.getPrimaryVideoTrack();
    const config = await track?.getDecoderConfig();
    if (!track || !config) throw new ExportProblem('There is no video in it that is understood.');
    const { codec, codedWidth = 0, codedHeight = 0, description } = config;
    const { decodingId } = await decoder.request('beginDecoding', {
      codec,
      codedWidth,
      codedHeight,
      description: description ? bytesOf(description) : null,
    });
    const wanted = (pictures: readonly { timestampUs: number; jpeg: Uint8Array }[]) =>
      pictures.flatMap(({ timestampUs, jpeg }): TimedPicture[] => {
        const timeSec = timestampUs / 1e6;
        const within = timeSec >= part.fromSec - edgeSec && timeSec < part.toSec - edgeSec;
        return within ? [{ timeSec: Math.max(0, timeSec - part.fromSec), format: 'jpeg', bytes: jpeg }] : [];
      });
    let ended = false;
    try {
      const sink = new EncodedPacketSink(track);
      const first = (await sink.getKeyPacket(part.fromSec + edgeSec)) ?? (await sink.getFirstPacket());
      let packets: VideoPacket[] = [];
      const decode = async () => {
        const { pictures } = await decoder.request(
          'decode',
          { decodingId, packets },
          { timeoutMs: decodeTimeoutMs },
        );
        packets = [];
        return wanted(pictures);
      };
      for (let packet = first; packet; packet = await sink.getNextPacket(packet)) {
        goOn(signal);
        // Decoding order is not that of the pictures: a key frame behind the end ends it for certain.
        if (packet.type === 'key' && packet.timestamp >= part.toSec) break;
        packets.push({
          type: packet.type,
          timestampUs: packet.microsecondTimestamp,
          data: bytesOf(packet.data),
        });
        if (packets.length >= packetsAtOnce) yield* await decode();
      }
      if (packets.length > 0) yield* await decode();
      ended = true;
      const { pictures } = await decoder.request(
        'endDecoding',
        { decodingId },
        { timeoutMs: decodeTimeoutMs },
      );
      yield* wanted(pictures);
    } finally {
      if (!ended) decoder.request('endDecoding', { decodingId }).catch(() => undefined);
    }
  } finally {
    input.dispose();
  }
}

function bytesOf(data: AllowSharedBufferSource): Uint8Array<ArrayBuffer> {
  return ArrayBuffer.isView(data)
    ? Uint8Array.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
    : Uint8Array.from(new Uint8Array(data));
}

const pictureSchema = z.object({
  bytes: z.instanceof(Uint8Array).nullish(),
  path: z.union([z.string(), z.instanceof(Uint8Array)]).nullish(),
});

/** The pictures that stand in the rows themselves, as they are. */
export async function* rowPictures(
  dataPath: string,
  folder: string,
  feature: string,
  { times, range }: EpisodeRows,
  signal: AbortSignal,
): AsyncGenerator<TimedPicture> {
  for (let from = range.from; from < range.to; from += rowsAtOnce) {
    goOn(signal);
    const to = Math.min(range.to, from + rowsAtOnce);
    for (const [i, row] of (await readRows(dataPath, [feature], { from, to })).entries()) {
      const { bytes, path } = pictureSchema.parse(row[feature]);
      const name = typeof path === 'string' ? path : path ? new TextDecoder().decode(path) : '';
      const picture = bytes ?? (await readFile(inside(folder, name)));
      yield { timeSec: times[from - range.from + i]!, format: pictureHeader(picture).format, bytes: picture };
    }
  }
}
