import type { RecordedFrame } from '../../shared/contract/recorderContract';
import { videoNames } from '../../shared/video/videoFormat';

type VideoPart = Extract<RecordedFrame, { packets: unknown }>;

/**
 * Decoders hold the pictures of some streams back until they are told that nothing more comes: after so long (ms), and
 * of a stream that did so several times, sooner. On a busy machine a picture may just be late.
 */
const patienceMs = { first: 500, known: 30 } as const;
const knownAfter = 2;

/**
 * Decodes recorded video for a cursor that jumps and plays: it keeps its decoder from one picture to the next, so
 * that the next one costs a single packet.
 */
export function createRecordedVideo() {
  let decoder: VideoDecoder | undefined;
  let codec: string | undefined;
  /** The time of the picture that the decoder stands at; undefined: it needs a key frame. */
  let stands: number | undefined;
  let wantedUs = Number.POSITIVE_INFINITY;
  let failure: Error | undefined;
  /** The picture that the decoder stands at. */
  let picture: ImageBitmap | undefined;
  let onFrame: ((frame: VideoFrame) => void) | undefined;
  /** Times in a row that a picture came only after it was told that nothing more comes. */
  let heldBack = 0;

  function close(): void {
    if (decoder && decoder.state !== 'closed') decoder.close();
    decoder = undefined;
    stands = undefined;
  }

  async function begin(part: VideoPart & { readonly codec: string }): Promise<VideoDecoder> {
    const config = { codec: part.codec, optimizeForLatency: true };
    if (decoder && codec === part.codec && decoder.state === 'configured') {
      decoder.reset();
      decoder.configure(config);
      return decoder;
    }
    close();
    const supported = await VideoDecoder.isConfigSupported(config).then(
      (answer) => answer.supported === true,
      () => false,
    );
    if (!supported)
      throw new Error(`This machine does not decode ${videoNames[part.format]} (${part.codec}).`);
    codec = part.codec;
    const made = new VideoDecoder({
      output: (frame) => {
        if (frame.timestamp === wantedUs && onFrame) onFrame(frame);
        else frame.close();
      },
      error: (error) => {
        failure = new Error(`The video cannot be decoded here: ${error.message}`);
      },
    });
    made.configure(config);
    decoder = made;
    return made;
  }

  return {
    /** The time (s) behind which packets are enough; undefined: from a key frame on. */
    stands: (): number | undefined => (decoder?.state === 'configured' ? stands : undefined),

    /** The last picture of a part; of an empty one that before. Fails in words. One at a time. */
    async show(part: VideoPart): Promise<ImageBitmap> {
      const last = part.packets.at(-1);
      if (!last && picture) return picture;
      failure = undefined;
      const from = part.codec;
      const video = from === null ? decoder : await begin({ ...part, codec: from });
      if (!video || !last) throw new Error('The video was to go on where nothing had been decoded.');
      wantedUs = microseconds(last.timeSec);
      const shown = new Promise<VideoFrame>((resolve) => {
        onFrame = resolve;
      });
      try {
        for (const { key, timeSec, data } of part.packets) {
          const type = key ? 'key' : 'delta';
          video.decode(new EncodedVideoChunk({ type, timestamp: microseconds(timeSec), data }));
        }
        stands = last.timeSec;
        const came = await inTime(shown, video);
        const frame = came ?? (await flushed(shown, video));
        try {
          picture = await createImageBitmap(frame);
          return picture;
        } finally {
          frame.close();
        }
      } catch (error) {
        close();
        throw failure ?? error;
      } finally {
        onFrame = undefined;
      }
    },
    close,
  };

  /** Undefined: it has been given all and keeps the picture back. */
  async function inTime(shown: Promise<VideoFrame>, video: VideoDecoder): Promise<VideoFrame | undefined> {
    const idle = (async () => {
      while (video.state === 'configured' && video.decodeQueueSize > 0) await after(5);
      await after(heldBack >= knownAfter ? patienceMs.known : patienceMs.first);
      return undefined;
    })();
    const frame = await Promise.race([shown, idle]);
    heldBack = frame ? 0 : heldBack + 1;
    return frame;
  }

  /** A decoder that was flushed needs a key frame next. */
  async function flushed(shown: Promise<VideoFrame>, video: VideoDecoder): Promise<VideoFrame> {
    stands = undefined;
    await video.flush();
    return Promise.race([
      shown,
      after(patienceMs.first).then(() => Promise.reject(new Error('The video has no such picture.'))),
    ]);
  }
}
export type RecordedVideo = ReturnType<typeof createRecordedVideo>;

const microseconds = (timeSec: number) => Math.round(timeSec * 1e6);
const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
