import { McapStreamReader, Opcode, type TypedMcapRecords } from '@mcap/core';
import { type RecordFrame, recordFrames, viewOf } from './recordFrames';

/** Parses one record that stands alone; undefined when it is not of that type or its content is damaged. */
export function readRecord<T extends 'Schema' | 'Channel' | 'Metadata' | 'DataEnd'>(
  frame: RecordFrame,
  type: T,
): TypedMcapRecords[T] | undefined {
  const reader = new McapStreamReader({ noMagicPrefix: true });
  try {
    reader.append(frame.bytes);
    const record = reader.nextRecord();
    return record?.type === type ? (record as TypedMcapRecords[T]) : undefined;
  } catch {
    return undefined;
  }
}

export interface ChunkContent {
  readonly messageStartTime: bigint;
  readonly messageEndTime: bigint;
  readonly uncompressedSize: bigint;
  /** Of the records before they were compressed. */
  readonly crc: number;
  readonly compression: string;
  /** As they lie in the file. */
  readonly records: Uint8Array;
}

/** The parts of a Chunk record (times u64, u64; size u64; CRC u32; compression string; records u64 + bytes). */
export function readChunk(content: Uint8Array): ChunkContent | undefined {
  const view = viewOf(content);
  const fixed = 8 + 8 + 8 + 4;
  if (content.byteLength < fixed + 4) return undefined;
  const nameLength = view.getUint32(fixed, true);
  const sizeAt = fixed + 4 + nameLength;
  if (sizeAt + 8 > content.byteLength) return undefined;
  const size = view.getBigUint64(sizeAt, true);
  if (size !== BigInt(content.byteLength - sizeAt - 8)) return undefined;
  return {
    messageStartTime: view.getBigUint64(0, true),
    messageEndTime: view.getBigUint64(8, true),
    uncompressedSize: view.getBigUint64(16, true),
    crc: view.getUint32(24, true),
    compression: new TextDecoder().decode(content.subarray(fixed + 4, sizeAt)),
    records: content.subarray(sizeAt + 8),
  };
}

export interface MessageContent {
  readonly channelId: number;
  readonly sequence: number;
  readonly logTime: bigint;
  readonly publishTime: bigint;
  readonly data: Uint8Array;
}

/** The parts of a Message record (channel u16, sequence u32, log and publish time u64, data). */
export function readMessage(content: Uint8Array): MessageContent | undefined {
  const head = 2 + 4 + 8 + 8;
  if (content.byteLength < head) return undefined;
  const view = viewOf(content);
  return {
    channelId: view.getUint16(0, true),
    sequence: view.getUint32(2, true),
    logTime: view.getBigUint64(6, true),
    publishTime: view.getBigUint64(14, true),
    data: content.subarray(head),
  };
}

/** The messages of a chunk's records; `offset` is where a message index points to. */
export function* messagesOf(records: Uint8Array): Generator<MessageContent & { readonly offset: number }> {
  for (const frame of recordFrames(records)) {
    const message = frame.opcode === Opcode.MESSAGE ? readMessage(frame.content) : undefined;
    if (message) yield { ...message, offset: frame.start };
  }
}
