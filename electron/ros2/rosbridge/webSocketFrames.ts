import { randomBytes } from 'node:crypto';

/** What a WebSocket (RFC 6455) carries; the numbers are its opcodes. */
export const opcode = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** One message, or one control frame. */
export interface SocketMessage {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** One whole frame. Clients must mask what they send, servers must not. */
export function encodeFrame(code: number, payload: Uint8Array, masked: boolean): Buffer {
  const { length } = payload;
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const at = 2 + lengthBytes + (masked ? 4 : 0);
  const frame = Buffer.allocUnsafe(at + length);
  frame[0] = 0x80 | code;
  frame[1] = (masked ? 0x80 : 0) | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2);
  if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(payload, at);
  if (masked) {
    const mask = randomBytes(4);
    mask.copy(frame, at - 4);
    applyMask(frame.subarray(at), mask);
  }
  return frame;
}

function applyMask(bytes: Buffer, mask: Buffer): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = bytes[i]! ^ mask[i & 3]!;
}

/**
 * Puts messages together from what a socket brings, in pieces of any size. `push` throws in words on what is
 * no WebSocket and on messages beyond `mostBytes`.
 */
export function createFrameReader(onMessage: (message: SocketMessage) => void, mostBytes: number) {
  /** Not joined before a frame is whole: a picture comes in some hundred pieces. */
  let chunks: Buffer[] = [];
  let length = 0;
  let wanted = 2;
  let parts: Buffer[] = [];
  let partsLength = 0;
  let kind = 0;

  function takeFrame(head: number, payload: Buffer): void {
    const code = head & 0x0f;
    if (code >= opcode.close) {
      onMessage({ opcode: code, payload });
      return;
    }
    if (code !== opcode.more) {
      kind = code;
      parts = [];
      partsLength = 0;
    }
    parts.push(payload);
    partsLength += payload.length;
    if (partsLength > mostBytes) throw new Error(`A message has more than ${mostBytes} bytes.`);
    if ((head & 0x80) === 0) return;
    const whole = parts.length === 1 ? parts[0]! : Buffer.concat(parts);
    parts = [];
    onMessage({ opcode: kind, payload: whole });
  }

  /** Reads one frame from the front: its length, or 0 while it is not all there; `wanted` then is more than that. */
  function readFrame(buffer: Buffer): number {
    if (buffer[0]! & 0x70) throw new Error('A frame has bits that were not agreed upon.');
    const masked = (buffer[1]! & 0x80) !== 0;
    const short = buffer[1]! & 0x7f;
    const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
    const start = 2 + lengthBytes + (masked ? 4 : 0);
    wanted = start;
    if (buffer.length < start) return 0;
    const size =
      lengthBytes === 0
        ? short
        : lengthBytes === 2
          ? buffer.readUInt16BE(2)
          : Number(buffer.readBigUInt64BE(2));
    if (size > mostBytes) throw new Error(`A frame has ${size} bytes.`);
    wanted = start + size;
    if (buffer.length < wanted) return 0;
    const payload = buffer.subarray(start, start + size);
    if (masked) applyMask(payload, buffer.subarray(start - 4, start));
    takeFrame(buffer[0]!, payload);
    return start + size;
  }

  return {
    push(chunk: Buffer): void {
      chunks.push(chunk);
      length += chunk.length;
      while (length >= wanted) {
        const buffer = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
        const used = readFrame(buffer);
        if (used > 0) wanted = 2;
        const rest = buffer.subarray(used);
        chunks = rest.length === 0 ? [] : [rest];
        length = rest.length;
      }
    },
  };
}
