import { portIntroductionSchema } from '../../shared/contract/bridge';
import { type BadMessageReport, type Port, serve } from '../../shared/contract/channel';
import { liveVideoContract } from '../../shared/contract/liveVideoContract';
import { videoEncoderContract } from '../../shared/contract/videoEncoderContract';
import { portFromDom } from '../services/portFromDom';
import { beginDecoding, type Decoding } from './decoding';
import { beginEncoding, type Encoding } from './encoding';
import { serveLiveVideo } from './serveLiveVideo';

/**
 * A page that is never shown. One is opened when an export or import needs video, and closed with it; another one
 * encodes what is being recorded, so that neither waits for the other or falls with it.
 */
const encodings = new Map<string, Encoding>();
const decodings = new Map<string, Decoding>();

function known(encodingId: string): Encoding {
  const encoding = encodings.get(encodingId);
  if (!encoding) throw new Error('There is no such encoding.');
  return encoding;
}

function knownDecoding(decodingId: string): Decoding {
  const decoding = decodings.get(decodingId);
  if (!decoding) throw new Error('There is no such decoding.');
  return decoding;
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  if (event.source !== window || event.origin !== window.location.origin) return;
  const introduction = portIntroductionSchema.safeParse(event.data);
  const port = event.ports[0];
  if (!introduction.success || !port) return;
  const { role, contract } = introduction.data;
  if (role === 'serve' && contract === liveVideoContract.name) serveLiveVideo(portFromDom(port), refused);
  else if (role === 'serve' && contract === videoEncoderContract.name) serveVideoEncoder(portFromDom(port));
  else port.close();
});
window.r1.requestPorts();

const refused: BadMessageReport = ({ contract, name, problem }) =>
  console.warn(`refused a message: ${contract}.${name}: ${problem}`);

function serveVideoEncoder(port: Port): void {
  serve<typeof videoEncoderContract>(
    port,
    videoEncoderContract,
    {
      begin: async (size) => {
        const encoding = await beginEncoding(size);
        const encodingId = crypto.randomUUID();
        encodings.set(encodingId, encoding);
        return { encodingId, codec: encoding.codec };
      },
      addFrame: async ({ encodingId, rgba }) => {
        await known(encodingId).add(rgba);
        return {};
      },
      finish: async ({ encodingId }) => {
        const result = await known(encodingId).finish();
        encodings.delete(encodingId);
        return result;
      },
      abandon: async ({ encodingId }) => {
        await encodings.get(encodingId)?.abandon();
        encodings.delete(encodingId);
        return {};
      },
      beginDecoding: async ({ codec, codedWidth, codedHeight, description }) => {
        const decoding = await beginDecoding({
          codec,
          ...(codedWidth && codedHeight ? { codedWidth, codedHeight } : {}),
          ...(description ? { description: Uint8Array.from(description) } : {}),
        });
        const decodingId = crypto.randomUUID();
        decodings.set(decodingId, decoding);
        return { decodingId };
      },
      decode: async ({ decodingId, packets }) => ({
        pictures: await knownDecoding(decodingId).add(
          packets.map(({ type, timestampUs, data }) => ({
            type,
            timestamp: timestampUs,
            data: Uint8Array.from(data),
          })),
        ),
      }),
      endDecoding: async ({ decodingId }) => {
        const decoding = knownDecoding(decodingId);
        decodings.delete(decodingId);
        try {
          return { pictures: await decoding.finish() };
        } finally {
          decoding.close();
        }
      },
    },
    refused,
  );
}
