import {
  BufferTarget,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  VideoSample,
  VideoSampleSource,
} from 'mediabunny';
import type { VideoCodecName } from '../../shared/contract/videoEncoderContract';

/** In the order in which other tools are likely to read them. */
const codecs: readonly VideoCodecName[] = ['avc', 'av1', 'vp9'];

/** Every second frame stands by itself: training reads single frames in any order. */
const framesAKey = 2;
/** Spent on a pixel: little is lost against the JPEG that it comes from. */
const bitsAPixel = 0.5;

export interface Encoding {
  readonly codec: VideoCodecName;
  add(rgba: Uint8Array): Promise<void>;
  finish(): Promise<{ readonly mp4: Uint8Array<ArrayBuffer>; readonly frames: number }>;
  abandon(): Promise<void>;
}

interface Size {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
}

/** Frames of one size at a steady rate into an MP4 in memory. Throws in words where no codec is offered. */
export async function beginEncoding({ width, height, fps }: Size): Promise<Encoding> {
  const bitrate = Math.round(width * height * fps * bitsAPixel);
  const codec = await firstOffered({ width, height, bitrate });
  const target = new BufferTarget();
  const output = new Output({ format: new Mp4OutputFormat({ fastStart: 'in-memory' }), target });
  let packets = 0;
  const source = new VideoSampleSource({
    codec,
    bitrate,
    latencyMode: 'quality',
    keyFrameInterval: framesAKey / fps,
    onEncodedPacket: () => {
      packets++;
    },
  });
  output.addVideoTrack(source, { frameRate: fps });
  await output.start();
  let frames = 0;
  return {
    codec,
    async add(rgba) {
      const sample = new VideoSample(rgba, {
        format: 'RGBX',
        codedWidth: width,
        codedHeight: height,
        timestamp: frames / fps,
        duration: 1 / fps,
      });
      try {
        await source.add(sample, { keyFrame: frames % framesAKey === 0 });
      } finally {
        sample.close();
      }
      frames++;
    },
    async finish() {
      await output.finalize();
      if (!target.buffer) throw new Error('The video came to nothing.');
      return { mp4: new Uint8Array(target.buffer), frames: packets };
    },
    abandon: () => output.cancel(),
  };
}

async function firstOffered(size: {
  readonly width: number;
  readonly height: number;
  readonly bitrate: number;
}): Promise<VideoCodecName> {
  for (const codec of codecs) if (await canEncodeVideo(codec, size)) return codec;
  throw new Error(`This machine offers no video encoder for pictures of ${size.width} x ${size.height}.`);
}
