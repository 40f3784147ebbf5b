import { describe, expect, it } from 'vitest';
import { connect, serve } from '../../../shared/contract/channel';
import { memoryPortPair } from '../../../shared/contract/memoryPort';
import { videoEncoderContract } from '../../../shared/contract/videoEncoderContract';
import type { CameraTopic } from '../../episodes/reading/cameraTopics';
import { compressedVideoParts, encodeCompressedImage } from '../../episodes/ros/rosMessages';
import { videoClip } from '../../episodes/testing/videoClip';
import { decodePicture } from '../../pictures/decodePicture';
import { testPicture } from '../testing/testEpisodes';
import type { EpisodeSource } from './openSource';
import { readPictures, type VideoPage } from './readPictures';

const clip = videoClip('h264');

/**
 * In the page's place: gives each picture late, as decoders do, as a test picture that says which packet of the clip it
 * was. It refuses what no decoder takes.
 */
function startDecoder() {
  const [mine, theirs] = memoryPortPair();
  let waiting: { timestampUs: number; jpeg: Uint8Array<ArrayBuffer> }[] = [];
  const codecs: string[] = [];
  let open = 0;
  let last = -1;
  const refuse = () => Promise.reject(new Error('not asked for'));
  serve<typeof videoEncoderContract>(
    theirs,
    videoEncoderContract,
    {
      begin: refuse,
      addFrame: refuse,
      finish: refuse,
      abandon: refuse,
      beginDecoding: ({ codec }) => {
        codecs.push(codec);
        open++;
        last = -1;
        return { decodingId: `d${codecs.length}` };
      },
      decode: async ({ packets }) => {
        for (const { type, timestampUs, data } of packets) {
          const isIt = (each: number) => Buffer.compare(clip[each]?.data ?? new Uint8Array(), data) === 0;
          const place = isIt(last + 1) ? last + 1 : clip.findIndex((_, each) => isIt(each));
          if (type !== 'key' && place !== last + 1)
            throw new Error(`Packet ${place} does not build on ${last}.`);
          last = place;
          waiting.push({ timestampUs, jpeg: Uint8Array.from(await testPicture(place)) });
        }
        const pictures = waiting.slice(0, -3);
        waiting = waiting.slice(-3);
        return { pictures };
      },
      endDecoding: () => {
        open--;
        const pictures = waiting;
        waiting = [];
        return { pictures };
      },
    },
    ({ problem }) => {
      throw new Error(problem);
    },
  );
  const client = connect(mine, videoEncoderContract, () => undefined);
  return { page: (async () => client) as VideoPage, codecs, open: () => open };
}

/** Whose number is nearest to the picture's grey (testPixels). */
async function numberOf(jpeg: Uint8Array): Promise<number> {
  const { rgba } = await decodePicture(jpeg);
  return Math.max(0, Math.round(((rgba[0] ?? 0) - 20) / 3));
}

const camera: CameraTopic = {
  name: 'camera_color',
  topic: '/single',
  streams: [
    { topic: '/single', kind: 'single' },
    { topic: '/video', kind: 'video' },
  ],
};

/** A picture each 0.1 s: the clip's packet of that number, a JPEG, or a packet that is missing. */
type Form = 'video' | 'single' | 'missing';

/** What the file's reader gives; packets are counted, those that are missing too. */
async function sourceOf(forms: readonly Form[]): Promise<EpisodeSource> {
  const messages: { channelId: number; sequence: number; logTime: bigint; data: Uint8Array }[] = [];
  let sequence = 0;
  for (const [i, form] of forms.entries()) {
    const logTime = BigInt(i) * 100_000_000n;
    if (form === 'single') {
      const data = encodeCompressedImage(i / 10, 'optical', 'jpeg', await testPicture(50 + i));
      messages.push({ channelId: 1, sequence: i, logTime, data });
      continue;
    }
    const parts = compressedVideoParts(i / 10, 'optical', 'h264', clip[sequence % clip.length]!.data);
    if (form === 'video') messages.push({ channelId: 2, sequence, logTime, data: Buffer.concat(parts) });
    sequence++;
  }
  const channelsById = new Map([
    [1, { topic: '/single' }],
    [2, { topic: '/video' }],
  ]);
  return {
    timeOf: (logTime: bigint) => Number(logTime) / 1e9,
    reader: {
      channelsById,
      async *readMessages() {
        yield* messages;
      },
    },
  } as unknown as EpisodeSource;
}

/** The pictures that come, as [tenths of a second, number of the packet, or 50 and more of a JPEG]. */
async function read(source: EpisodeSource, page: VideoPage) {
  const seen: (readonly [number, number])[] = [];
  for await (const { logTime, stampSec, frameId, image } of readPictures(source, camera, page)) {
    expect(frameId).toBe('optical');
    expect(stampSec).toBeCloseTo(source.timeOf(logTime), 6);
    seen.push([Math.round(stampSec * 10), await numberOf(image.data)]);
  }
  return seen;
}

const many = (count: number, form: Form): Form[] => Array(count).fill(form);

describe('the pictures of a camera', () => {
  it('come in the order of time, decoded or as they are', async () => {
    const decoder = startDecoder();
    const forms = [...many(7, 'video'), ...many(2, 'single'), ...many(13, 'video')];
    const seen = await read(await sourceOf(forms), decoder.page);
    const numbers = [...range(0, 7), 57, 58, ...range(7, 20)];
    expect(seen).toEqual(numbers.map((number, i) => [i, number]));
    expect(decoder.codecs).toEqual([expect.stringMatching(/^avc1\.42/)]);
    expect(decoder.open()).toBe(0);
  });

  it('leave out what builds on a packet that is missing', async () => {
    const decoder = startDecoder();
    const seen = await read(
      await sourceOf([...many(3, 'video'), 'missing', ...many(16, 'video')]),
      decoder.page,
    );
    expect(seen).toEqual([...range(0, 3), ...range(10, 20)].map((number) => [number, number]));
    const cut = await read(await sourceOf([...many(4, 'missing'), ...many(8, 'video')]), decoder.page);
    expect(cut).toEqual([
      [10, 10],
      [11, 11],
    ]);
  });

  it('let the decoder go when reading ends early', async () => {
    const decoder = startDecoder();
    for await (const _ of readPictures(await sourceOf(many(20, 'video')), camera, decoder.page)) break;
    await expect.poll(decoder.open).toBe(0);
  });

  it('are refused in words where nothing decodes video, and need no decoder where there is none', async () => {
    const nobody = async () => undefined;
    await expect(read(await sourceOf(many(3, 'video')), nobody)).rejects.toThrow(
      /H\.264 video.*nothing on this machine/,
    );
    expect(await read(await sourceOf(many(2, 'single')), nobody)).toEqual([
      [0, 50],
      [1, 51],
    ]);
  });
});

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
