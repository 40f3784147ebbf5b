import type { Event, Notice } from '../../shared/contract/channel';
import {
  type LiveVideoFormat,
  type liveVideoContract,
  liveVideoFormats,
} from '../../shared/contract/liveVideoContract';
import { writeRgba } from '../../shared/picture/rgbaOfRgb';

type Picture = Notice<typeof liveVideoContract, 'picture'>;
type Packet = Event<typeof liveVideoContract, 'packet'>;

/** Spent on a pixel of a picture: the JPEG it comes from is three to ten times as large. */
const bitsAPixel = 0.2;
/** What the bits are spread over; slower cameras get more a picture, not fewer. */
const nominalFps = 30;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is asked first, before any picture has come. */
const usualSize: Size = { width: 1280, height: 720 };

/** The first format that this machine encodes while pictures come; null: none. */
export async function liveFormat(size: Size = usualSize): Promise<LiveVideoFormat | null> {
  for (const format of liveVideoFormats) if (await isOffered(configOf(format, size))) return format;
  return null;
}

async function isOffered(config: VideoEncoderConfig): Promise<boolean> {
  if (typeof VideoEncoder === 'undefined') return false;
  return VideoEncoder.isConfigSupported(config).then(
    ({ supported }) => supported === true,
    () => false,
  );
}

function configOf(format: LiveVideoFormat, { width, height }: Size): VideoEncoderConfig {
  return {
    codec: codecOf(format, width * height),
    width,
    height,
    framerate: nominalFps,
    bitrate: Math.round(width * height * nominalFps * bitsAPixel),
    // No picture waits for a later one.
    latencyMode: 'realtime',
    ...(format === 'h264' && { avc: { format: 'annexb' } }),
  };
}

/** By the number of pixels, with room for 30 pictures a second and more. H.264: the profile without B frames. */
function codecOf(format: LiveVideoFormat, pixels: number): string {
  const place = [1280 * 720, 1920 * 1088, 4096 * 2304].findIndex((most) => pixels <= most);
  const level = place < 0 ? 3 : place;
  if (format === 'h264') return `avc1.42E0${['1F', '28', '33', '3E'][level]}`;
  if (format === 'av1') return `av01.0.${['05', '08', '12', '16'][level]}M.08`;
  return `vp09.00.${['31', '40', '51', '61'][level]}.08`;
}

/**
 * Encodes one camera's pictures, one after the other. When it fails it says so once and takes nothing more until it
 * is begun anew.
 */
export function createLiveEncoding(
  onPacket: (packet: Omit<Packet, 'stream'>) => void,
  onFailed: (why: string) => void,
) {
  let encoder: { readonly video: VideoEncoder; readonly size: Size } | undefined;
  let work: Promise<void> = Promise.resolve();
  let failed = false;
  /** Pictures in the encoder, by their time (us). */
  const seqs = new Map<number, number>();

  function fail(why: string): void {
    if (failed) return;
    failed = true;
    close();
    onFailed(why);
  }

  function close(): void {
    if (encoder && encoder.video.state !== 'closed') encoder.video.close();
    encoder = undefined;
    seqs.clear();
  }

  async function encoderFor(size: Size): Promise<VideoEncoder> {
    if (encoder?.size.width === size.width && encoder.size.height === size.height) return encoder.video;
    if (encoder) await encoder.video.flush();
    close();
    if (size.width % 2 || size.height % 2) {
      throw new Error(
        `video has an even number of pixels each way, these pictures ${size.width} x ${size.height}`,
      );
    }
    const format = await liveFormat(size);
    if (!format) throw new Error(`no video encoder here takes pictures of ${size.width} x ${size.height}`);
    const video = new VideoEncoder({
      output: (chunk) => {
        const seq = seqs.get(chunk.timestamp);
        seqs.delete(chunk.timestamp);
        if (seq === undefined) return;
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        onPacket({ seq, format, key: chunk.type === 'key', data });
      },
      error: ({ message }) => fail(`the encoder failed: ${message}`),
    });
    video.configure(configOf(format, size));
    encoder = { video, size };
    return video;
  }

  async function encode({ seq, key, timeUs, picture }: Picture): Promise<void> {
    if (failed) return;
    const frame = await frameOf(picture, timeUs);
    try {
      const before = encoder;
      const video = await encoderFor({ width: frame.codedWidth, height: frame.codedHeight });
      if (failed) return;
      seqs.set(timeUs, seq);
      video.encode(frame, { keyFrame: key || encoder !== before });
    } finally {
      frame.close();
    }
  }

  return {
    add(picture: Picture): void {
      work = work.then(() => encode(picture)).catch((error: unknown) => fail(wordsOf(error)));
    },
    /** All packets have been given when this resolves; then it can go on. */
    async end(): Promise<void> {
      await work;
      await encoder?.video.flush().catch(() => undefined);
      close();
      failed = false;
    },
  };
}
export type LiveEncoding = ReturnType<typeof createLiveEncoding>;

const wordsOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 400);

async function frameOf(picture: Picture['picture'], timestamp: number): Promise<VideoFrame> {
  if ('rgb' in picture) {
    const { width, height, rgb } = picture;
    const wide = new Uint8Array(width * height * 4);
    writeRgba(rgb, wide);
    return new VideoFrame(wide, { format: 'RGBX', codedWidth: width, codedHeight: height, timestamp });
  }
  const bitmap = await createImageBitmap(new Blob([new Uint8Array(picture.jpeg)], { type: 'image/jpeg' }));
  try {
    return new VideoFrame(bitmap, { timestamp });
  } finally {
    bitmap.close();
  }
}
