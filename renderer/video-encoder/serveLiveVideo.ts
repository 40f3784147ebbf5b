import { type BadMessageReport, type Port, serve } from '../../shared/contract/channel';
import { liveVideoContract } from '../../shared/contract/liveVideoContract';
import { createLiveEncoding, type LiveEncoding, liveFormat } from './liveEncoding';

/** Answers the recorder: one encoder a camera. */
export function serveLiveVideo(port: Port, onBadMessage: BadMessageReport): void {
  const streams = new Map<string, LiveEncoding>();
  const server = serve<typeof liveVideoContract>(
    port,
    liveVideoContract,
    {
      getFormat: async () => ({ format: await liveFormat() }),
      endStream: async ({ stream }) => {
        await streams.get(stream)?.end();
        streams.delete(stream);
        return {};
      },
      picture: (picture) => {
        const { stream } = picture;
        const encoding =
          streams.get(stream) ??
          createLiveEncoding(
            (packet) => server.emit('packet', { stream, ...packet }),
            (why) => server.emit('failed', { stream, why }),
          );
        streams.set(stream, encoding);
        encoding.add(picture);
      },
    },
    onBadMessage,
  );
}
