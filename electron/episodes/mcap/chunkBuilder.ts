import { crc32 } from 'node:zlib';
import { type Channel, McapRecordBuilder, type MessageIndex, Opcode, type Schema } from '@mcap/core';
import { frameHeadLength, viewOf } from './recordFrames';

/** Of a Chunk record before its records: start, end and size (u64), CRC (u32), no compression (u32), length (u64). */
const headLength = frameHeadLength + 8 + 8 + 8 + 4 + 4 + 8;
/** Of a Message record before its data: channel (u16), sequence (u32), log and publish time (u64). */
const messageHeadLength = frameHeadLength + 2 + 4 + 8 + 8;
const firstBytes = 1 << 16;

const mostSpare = 6;

/**
 * Memory for chunks that is used again once a chunk is in the file. Left to the garbage collector, a megabyte
 * four times a picture keeps it busier than all the rest of the recorder.
 */
export function createChunkMemory() {
  const spare: Buffer[] = [];
  return {
    take(atLeast: number): Buffer {
      const fits = spare.findIndex(({ byteLength }) => byteLength >= atLeast && byteLength <= 8 * atLeast);
      return fits >= 0 ? spare.splice(fits, 1)[0]! : Buffer.allocUnsafeSlow(atLeast);
    },
    /** Nobody may look at these bytes any more. */
    give({ buffer }: Uint8Array): void {
      spare.push(Buffer.from(buffer as ArrayBuffer));
      if (spare.length > mostSpare) spare.shift();
    },
  };
}
export type ChunkMemory = ReturnType<typeof createChunkMemory>;

export interface ChunkMessage {
  readonly channelId: number;
  readonly sequence: number;
  readonly logTime: bigint;
  readonly publishTime: bigint;
  /** One after the other. */
  readonly data: readonly Uint8Array[];
}

export interface ClosedChunk {
  /** The whole Chunk record, until it is given back. */
  readonly record: Uint8Array;
  readonly messageStartTime: bigint;
  readonly messageEndTime: bigint;
  /** Bytes of the records in it. */
  readonly size: number;
  /** What must follow it in the file. */
  readonly indexes: readonly MessageIndex[];
}

/**
 * Fills one uncompressed Chunk record after the other. Every message is copied once, to its place in the
 * file: pictures are large, and the recorder shares the machine with a model.
 */
export function createChunkBuilder(memory: ChunkMemory) {
  let bytes = memory.take(firstBytes);
  let view = viewOf(bytes);
  let length = headLength;
  let messages = 0;
  let startTime = 0n;
  let endTime = 0n;
  let indexes = new Map<number, [bigint, bigint][]>();

  function make(room: number): void {
    if (length + room <= bytes.byteLength) return;
    const grown = memory.take(Math.max(length + room, 2 * bytes.byteLength));
    grown.set(bytes.subarray(0, length));
    memory.give(bytes);
    bytes = grown;
    view = viewOf(bytes);
  }

  function define(write: (builder: McapRecordBuilder) => void): void {
    const builder = new McapRecordBuilder();
    write(builder);
    const record = builder.buffer;
    make(record.byteLength);
    bytes.set(record, length);
    length += record.byteLength;
  }

  return {
    addSchema: (schema: Schema): void => define((builder) => builder.writeSchema(schema)),
    addChannel: (channel: Channel): void => define((builder) => builder.writeChannel(channel)),

    /** Returns the bytes in the chunk so far. */
    addMessage({ channelId, sequence, logTime, publishTime, data }: ChunkMessage): number {
      const dataLength = data.reduce((sum, part) => sum + part.byteLength, 0);
      make(messageHeadLength + dataLength);
      if (messages === 0 || logTime < startTime) startTime = logTime;
      if (messages === 0 || logTime > endTime) endTime = logTime;
      messages++;
      const entries = indexes.get(channelId);
      const entry: [bigint, bigint] = [logTime, BigInt(length - headLength)];
      if (entries) entries.push(entry);
      else indexes.set(channelId, [entry]);
      view.setUint8(length, Opcode.MESSAGE);
      view.setBigUint64(length + 1, BigInt(messageHeadLength - frameHeadLength + dataLength), true);
      view.setUint16(length + 9, channelId, true);
      view.setUint32(length + 11, sequence, true);
      view.setBigUint64(length + 15, logTime, true);
      view.setBigUint64(length + 23, publishTime, true);
      length += messageHeadLength;
      for (const part of data) {
        bytes.set(part, length);
        length += part.byteLength;
      }
      return length - headLength;
    },

    /** The chunk, and a new one is begun; undefined when there is no message in it. */
    close(): ClosedChunk | undefined {
      if (messages === 0) return undefined;
      const size = length - headLength;
      const record = bytes.subarray(0, length);
      view.setUint8(0, Opcode.CHUNK);
      view.setBigUint64(1, BigInt(length - frameHeadLength), true);
      view.setBigUint64(9, startTime, true);
      view.setBigUint64(17, endTime, true);
      view.setBigUint64(25, BigInt(size), true);
      view.setUint32(33, crc32(record.subarray(headLength)), true);
      view.setUint32(37, 0, true);
      view.setBigUint64(41, BigInt(size), true);
      const closed = {
        record,
        messageStartTime: startTime,
        messageEndTime: endTime,
        size,
        indexes: [...indexes].map(([channelId, records]) => ({ channelId, records })),
      };
      // About as much comes next; the file has its own time to take this one.
      bytes = memory.take(Math.max(firstBytes, length + (length >> 3)));
      view = viewOf(bytes);
      length = headLength;
      messages = 0;
      indexes = new Map();
      return closed;
    },
  };
}
export type ChunkBuilder = ReturnType<typeof createChunkBuilder>;
