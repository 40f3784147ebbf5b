import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { acceptOf } from '../../ros2/rosbridge/webSocketClient';
import { createFrameReader, encodeFrame, opcode } from '../../ros2/rosbridge/webSocketFrames';

export interface Peer {
  sendText(text: string): void;
  sendBinary(bytes: Uint8Array): void;
}

/** A WebSocket server on loopback, for tests: what the console never is. */
export async function webSocketServer(
  events: {
    readonly onPeer: (peer: Peer) => void;
    readonly onText: (text: string, peer: Peer) => void;
    readonly onGone: (peer: Peer) => void;
  },
  tls?: { readonly key: string; readonly cert: string },
) {
  const sockets = new Set<Duplex>();
  let frozen = false;
  const server: Server = tls ? createTlsServer(tls) : createServer();
  server.on('upgrade', ({ headers }, socket) => {
    sockets.add(socket);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${acceptOf(headers['sec-websocket-key'] ?? '')}\r\n\r\n`,
    );
    const send = (code: number, payload: Uint8Array) => {
      if (socket.writable && !frozen) socket.write(encodeFrame(code, payload, false));
    };
    const peer: Peer = {
      sendText: (text) => send(opcode.text, Buffer.from(text)),
      sendBinary: (bytes) => send(opcode.binary, bytes),
    };
    const reader = createFrameReader(({ opcode: code, payload }) => {
      if (code === opcode.text) events.onText(payload.toString(), peer);
      if (code === opcode.ping) send(opcode.pong, payload);
    }, 1e6);
    socket.on('data', (chunk: Buffer) => reader.push(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      events.onGone(peer);
    });
    events.onPeer(peer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `${tls ? 'wss' : 'ws'}://localhost:${port}`,
    /** Every connection breaks; new ones are taken. */
    breakAll,
    /** Says nothing any more, and lets nobody know: as a cable that was pulled. */
    freeze() {
      frozen = true;
      for (const socket of sockets) socket.pause();
    },
    close() {
      breakAll();
      server.close();
    },
  };
}
