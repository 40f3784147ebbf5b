import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import { createFrameReader, encodeFrame, opcode } from './webSocketFrames';

/** RFC 6455: what a server hashes with the client's key. */
const acceptGuid = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
export const acceptOf = (key: string): string =>
  createHash('sha1').update(`${key}${acceptGuid}`).digest('base64');

/** Far above any picture: beyond it the other side is broken. */
const mostBytes = 64 * 1024 * 1024;
const openWithinMs = 5000;
/** ms: a side that says nothing at all is asked for a sign of life, and given up after twice as long. */
const pingAfterMs = 2000;

export interface WebSocketEvents {
  onOpen(): void;
  onText(text: string): void;
  onBinary(bytes: Buffer): void;
  /** Once; for whatever reason it is over, in words. Nothing comes after it. */
  onClose(why: string): void;
}

export interface WebSocketClient {
  /** On the wire when this returns; false when there is no connection. */
  send(text: string): boolean;
  close(): void;
}

/**
 * A WebSocket (ws:// or wss://) to another program. Node 20 has none of its own, and here a message must be
 * handed to the system before `send` returns: a stop waits for no queue. `ca`: a file with the certificate to
 * trust, where the other side's is not from a public authority.
 */
export function connectWebSocket(
  url: string,
  ca: string | undefined,
  events: WebSocketEvents,
): WebSocketClient {
  const key = randomBytes(16).toString('base64');
  let socket: Duplex | undefined;
  let over = false;
  let heardAtMs = performance.now();

  function end(why: string): void {
    if (over) return;
    over = true;
    clearTimeout(opening);
    clearInterval(life);
    handshake?.destroy();
    socket?.destroy();
    events.onClose(why);
  }
  const opening = setTimeout(() => end(`it does not answer within ${openWithinMs / 1000} s`), openWithinMs);
  const life = setInterval(() => {
    const silentMs = performance.now() - heardAtMs;
    if (silentMs > 2 * pingAfterMs) end(`it has been silent for ${(silentMs / 1000).toFixed(0)} s`);
    else if (silentMs > pingAfterMs) socket?.write(encodeFrame(opcode.ping, new Uint8Array(), true));
  }, pingAfterMs / 2);

  const reader = createFrameReader(({ opcode: code, payload }) => {
    if (over) return;
    if (code === opcode.text) events.onText(payload.toString('utf8'));
    else if (code === opcode.binary) events.onBinary(payload);
    else if (code === opcode.ping) socket?.write(encodeFrame(opcode.pong, payload, true));
    else if (code === opcode.close) end('it closed the connection');
  }, mostBytes);
  function take(chunk: Buffer): void {
    heardAtMs = performance.now();
    if (over || chunk.length === 0) return;
    try {
      reader.push(chunk);
    } catch (error) {
      end((error as Error).message);
    }
  }

  let handshake: ClientRequest | undefined;
  try {
    const to = new URL(url);
    const options = {
      host: to.hostname.replace(/^\[(.*)\]$/, '$1'),
      port: to.port || (to.protocol === 'wss:' ? 443 : 80),
      path: `${to.pathname}${to.search}`,
      agent: false as const,
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': key,
      },
    };
    handshake =
      to.protocol === 'wss:'
        ? httpsRequest({ ...options, ...(ca === undefined ? {} : { ca: readFileSync(ca) }) })
        : httpRequest(options);
    handshake.on('error', (error: NodeJS.ErrnoException) => end(wordsOf(error)));
    handshake.on('response', ({ statusCode }) => end(`it answers ${statusCode} and is no WebSocket`));
    handshake.on('upgrade', ({ headers }, upgraded, head) => {
      if (headers['sec-websocket-accept'] !== acceptOf(key)) {
        upgraded.destroy();
        end('it answers the handshake wrongly');
        return;
      }
      clearTimeout(opening);
      socket = upgraded;
      upgraded.setNoDelay?.(true);
      upgraded.on('error', (error: NodeJS.ErrnoException) => end(wordsOf(error)));
      upgraded.on('close', () => end('the connection broke'));
      upgraded.on('data', take);
      events.onOpen();
      take(head);
    });
    handshake.end();
  } catch (error) {
    // Whoever opens it has its handle first.
    setImmediate(() => end((error as Error).message));
  }

  return {
    send(text) {
      if (over || !socket) return false;
      socket.write(encodeFrame(opcode.text, Buffer.from(text, 'utf8'), true));
      return true;
    },
    close() {
      if (!over) socket?.write(encodeFrame(opcode.close, new Uint8Array(), true));
      end('closed from here');
    },
  };
}

const known: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no machine of that name',
  EHOSTUNREACH: 'that machine cannot be reached',
  ENETUNREACH: 'there is no network to it',
  ECONNRESET: 'the connection broke',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is not trusted (self-signed): name the certificate in the profile',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is not trusted: name the certificate of its authority in the profile',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not trusted: name the certificate of its authority in the profile',
};
const wordsOf = (error: NodeJS.ErrnoException) => known[error.code ?? ''] ?? error.message;
