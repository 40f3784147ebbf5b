import http from 'node:http';
import https from 'node:https';
import { endpointHost } from '../../../shared/contract/endpoint';
import type { EndpointAccess } from '../../../shared/contract/endpointContract';
import { GenerationCancelled } from '../model/generate';
import { EndpointError } from './endpointError';
import { networkError } from './networkWords';
import { createPatience, type Patience, type Waits } from './patience';
import { statusError } from './statusWords';

export interface Question {
  /** Behind the endpoint's address, unless that ends with it already. */
  readonly path: string;
  readonly contentType: string;
  readonly accept: string;
  readonly body: Uint8Array;
  readonly waits: Waits;
  readonly signal: AbortSignal;
}

/** A server's answer with status 200, as far as it has come. */
export interface Reply {
  readonly contentType: string;
  /** Throws EndpointError when there is more of it than `maxReplyBytes`, or it ends too early. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Each piece of the answer proper, so that a server that only keeps the line open is found out. */
  readonly heard: Patience['heard'];
}

/** A long answer with its log probabilities has about a tenth of this. */
const maxReplyBytes = 16 * 1024 * 1024;
/** Of an error's words. */
const maxErrorBytes = 16 * 1024;

const addressOf = (url: string, path: string): URL => {
  const base = url.replace(/\/+$/, '');
  return new URL(base.endsWith(path) ? base : base + path);
};

async function beginningOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    kept.push(chunk.subarray(0, maxErrorBytes - length));
    length += chunk.length;
    if (length >= maxErrorBytes) break;
  }
  return Buffer.concat(kept).toString('utf8');
}

/**
 * Posts one question to the endpoint and reads the answer. The question goes to the endpoint's own address and
 * nowhere else: no proxy, no redirect. Throws EndpointError with words for the operator, or GenerationCancelled.
 */
export async function exchange<T>(
  { endpoint, ca, token }: EndpointAccess,
  question: Question,
  read: (reply: Reply) => Promise<T>,
): Promise<T> {
  const { signal, waits, body, contentType, accept } = question;
  if (signal.aborted) throw new GenerationCancelled();
  const host = endpointHost(endpoint.url);
  const address = addressOf(endpoint.url, question.path);
  const secure = address.protocol === 'https:';
  const request = (secure ? https : http).request(address, {
    method: 'POST',
    // A connection of its own for each question, and none of the environment's proxies.
    agent: false,
    ...(ca !== null && { ca }),
    headers: {
      'content-type': contentType,
      'content-length': body.length,
      accept,
      'accept-encoding': 'identity',
      'user-agent': 'R1-Console',
      ...(token !== null && { authorization: `Bearer ${token}` }),
    },
  });

  /** The first thing that went wrong; what the sockets say afterwards is only its consequence. */
  let cause: Error | undefined;
  const fail = (error: Error) => {
    cause ??= error;
    request.destroy(error);
  };
  const cancel = () => fail(new GenerationCancelled());
  signal.addEventListener('abort', cancel, { once: true });
  const patience = createPatience(host, waits, fail);
  request.once('socket', (socket) => socket.once(secure ? 'secureConnect' : 'connect', patience.connected));

  let answering = false;
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request.once('response', resolve);
      // Stays: an error without a listener would end the process.
      request.on('error', reject);
      request.end(body);
    });
    answering = true;
    if (response.statusCode !== 200) {
      const { location } = response.headers;
      throw statusError(response.statusCode ?? 0, host, {
        body: await beginningOf(response),
        token,
        ...(location !== undefined && { location }),
      });
    }
    return await read({
      contentType: response.headers['content-type']?.toLowerCase() ?? '',
      bytes: limited(response, host),
      heard: patience.heard,
    });
  } catch (error) {
    const first = cause ?? error;
    throw first instanceof EndpointError || first instanceof GenerationCancelled
      ? first
      : networkError(first, host, answering);
  } finally {
    patience.stop();
    signal.removeEventListener('abort', cancel);
    request.destroy();
  }
}

async function* limited(bytes: AsyncIterable<Uint8Array>, host: string): AsyncGenerator<Uint8Array, void> {
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > maxReplyBytes) throw tooMuch(host);
    yield chunk;
  }
}

export const tooMuch = (host: string): EndpointError =>
  new EndpointError(
    'endpointTooMuch',
    `${host} sends more than an answer can be long.`,
    'Look whether the address is that of a model, and at what the server sends.',
  );

export const notAnAnswer = (host: string, what: string): EndpointError =>
  new EndpointError(
    'endpointBadReply',
    `What ${host} answers does not fit: ${what}`.slice(0, 600),
    'Look at the kind and the path of the endpoint: something else may be listening there.',
  );
