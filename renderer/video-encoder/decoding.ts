/** What a picture that was video is kept with: little is lost on top. */
const jpegQuality = 0.92;

export interface DecodedPicture {
  readonly timestampUs: number;
  readonly jpeg: Uint8Array<ArrayBuffer>;
}

export interface Decoding {
  add(packets: readonly EncodedVideoChunkInit[]): Promise<DecodedPicture[]>;
  finish(): Promise<DecodedPicture[]>;
  close(): void;
}

/** A video track's packets into pictures, each a JPEG. Throws in words where the codec is not decoded here. */
export async function beginDecoding(config: VideoDecoderConfig): Promise<Decoding> {
  const { supported } = await VideoDecoder.isConfigSupported(config).catch(() => ({ supported: false }));
  if (!supported) throw new Error(`This machine does not decode the video's codec (${config.codec}).`);
  let ready: DecodedPicture[] = [];
  let failure: Error | undefined;
  /** Frames become pictures one after the other: they hold the decoder's memory until then. */
  let work: Promise<unknown> = Promise.resolve();
  const decoder = new VideoDecoder({
    output: (frame) => {
      work = work
        .then(() => pictureOf(frame))
        .then(
          (picture) => ready.push(picture),
          (error: unknown) => {
            failure ??= new Error(`A frame of the video could not be kept: ${String(error)}`);
          },
        );
    },
    error: (error) => {
      failure ??= new Error(`The video cannot be decoded: ${error.message}`);
    },
  });
  decoder.configure(config);

  async function taken(): Promise<DecodedPicture[]> {
    await work;
    if (failure) throw failure;
    const pictures = ready;
    ready = [];
    return pictures;
  }

  return {
    async add(packets) {
      for (const packet of packets) {
        if (failure) throw failure;
        decoder.decode(new EncodedVideoChunk(packet));
      }
      while (decoder.state === 'configured' && decoder.decodeQueueSize > 8) {
        await new Promise((resolve) => setTimeout(resolve, 2));
      }
      return taken();
    },
    async finish() {
      await decoder.flush();
      return taken();
    },
    close: () => {
      if (decoder.state !== 'closed') decoder.close();
    },
  };
}

async function pictureOf(frame: VideoFrame): Promise<DecodedPicture> {
  try {
    const canvas = new OffscreenCanvas(frame.displayWidth, frame.displayHeight);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('there is no canvas');
    context.drawImage(frame, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: jpegQuality });
    return { timestampUs: frame.timestamp, jpeg: new Uint8Array(await blob.arrayBuffer()) };
  } finally {
    frame.close();
  }
}
