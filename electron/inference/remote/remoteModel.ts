import { createHash } from 'node:crypto';
import {
  type Endpoint,
  type EndpointTrial,
  endpointHost,
  endpointReach,
} from '../../../shared/contract/endpoint';
import type { EndpointAccess } from '../../../shared/contract/endpointContract';
import { type ModelIdentity, remoteProvider } from '../../../shared/contract/proposal';
import { encodeJpeg } from '../../pictures/encodePicture';
import { rgbaOfRgb } from '../../pictures/pixels';
import type { Askable } from '../askable';
import { faultOf } from '../pack/packFault';
import type { RgbPicture } from '../preprocess/preprocessImage';
import { drawOfEndpoint, openaiChat } from './openaiChat';
import type { AskServer, RemoteAnswer } from './remoteAnswer';
import { vlaR1Server } from './vlaR1Server';

/** As VLA-R1's own client sends pictures. */
const jpegQuality = 90;

const jpegOf = ({ width, height, rgb }: RgbPicture): Promise<Uint8Array> =>
  encodeJpeg({ width, height, rgba: rgbaOfRgb(rgb) }, jpegQuality);

const kindWords = { openai: 'openai', vlaR1: 'VLA-R1 server' } as const;

function askerOf(access: EndpointAccess): AskServer {
  const { endpoint } = access;
  return endpoint.kind === 'openai'
    ? openaiChat({ ...access, endpoint })
    : vlaR1Server({ ...access, endpoint });
}

/** SHA-256 over the settings, in one order of fields whatever the file's. */
export function endpointHash(endpoint: Endpoint): string {
  const sorted = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, each]) => [name, sorted(each)]),
        )
      : value;
  return createHash('sha256')
    .update(JSON.stringify(sorted(endpoint)))
    .digest('hex');
}

function identityOf(endpoint: Endpoint, served: string | null): ModelIdentity {
  const asked = endpoint.kind === 'openai' ? endpoint.model : endpoint.name;
  return {
    packId: `endpoint:${endpoint.name}`,
    name: asked,
    // A server that only repeats the name that it was asked by has told nothing.
    version: (served === null || served === asked ? 'version not told' : `served as ${served}`).slice(0, 80),
    packHash: endpointHash(endpoint),
    provider: `${remoteProvider}${kindWords[endpoint.kind]}, ${endpointHost(endpoint.url)}`.slice(0, 80),
  };
}

/** A small grey picture: large enough for any model of the family, and nobody's secret. */
const side = 112;
const grey: RgbPicture = { width: side, height: side, rgb: new Uint8Array(side * side * 3).fill(128) };

async function askTiny(ask: AskServer, now: () => number): Promise<RemoteAnswer> {
  return ask({ kind: 'affordance', instruction: 'test' }, await jpegOf(grey), {
    signal: new AbortController().signal,
    onToken: () => undefined,
    now,
    maxTokens: 8,
  });
}

/**
 * Makes the model behind an endpoint one that the engine can ask. It is asked a tiny question first, so that one
 * that does not answer fails here and not in front of a task. Throws EndpointError.
 */
export async function reachEndpoint(access: EndpointAccess, now: () => number): Promise<Askable> {
  const { endpoint } = access;
  const ask = askerOf(access);
  const { served } = await askTiny(ask, now);
  return {
    identity: identityOf(endpoint, served),
    boxConvention: endpoint.boxConvention,
    dialogue: endpoint.kind === 'openai',
    sendsTo: {
      host: endpointHost(endpoint.url),
      reach: endpointReach(endpoint.url),
      encrypted: new URL(endpoint.url).protocol === 'https:',
    },
    draw: endpoint.kind === 'openai' ? drawOfEndpoint(endpoint) : null,
    timeoutSec: endpoint.timeouts.totalSec,
    doubt: undefined,
    async see(picture) {
      const jpeg = await jpegOf(picture);
      return {
        ask: async (question) => ({ answer: (options) => ask(question, jpeg, options) }),
      };
    },
    close: async () => undefined,
  };
}

/** Asks a tiny question about a grey picture, and tells how long it took. Never throws. */
export async function tryEndpoint(access: EndpointAccess, now: () => number): Promise<EndpointTrial> {
  const startedMs = now();
  try {
    const { served, meanLogProb, firstTokenAtMs } = await askTiny(askerOf(access), now);
    return {
      fault: null,
      firstMs: firstTokenAtMs - startedMs,
      totalMs: now() - startedMs,
      served,
      tellsLogProbs: meanLogProb !== null,
    };
  } catch (error) {
    return { fault: faultOf(error), firstMs: null, totalMs: null, served: null, tellsLogProbs: false };
  }
}
