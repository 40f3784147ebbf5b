import { crc32 } from 'node:zlib';
import { MCAP_MAGIC, McapRecordBuilder, Opcode } from '@mcap/core';
import { recordsOf } from './decompress';
import type { FileReadable } from './fileReadable';
import { createMcapIndex, type McapIndex } from './mcapIndex';
import { type ChunkContent, messagesOf, readChunk, readRecord } from './readRecord';
import { type RecordFrame, recordFrames, viewOf } from './recordFrames';
import { walkFile } from './walkFile';
import { zstdReady } from './zstd';

export interface RebuildVisitor {
  metadata(name: string, entries: ReadonlyMap<string, string>): void;
  message(topic: string, logTime: bigint, data: Uint8Array): void;
}

export interface RebuiltIndex {
  readonly index: McapIndex;
  /** Where the whole records of the data section end; what follows in the file is not whole. */
  readonly keptBytes: number;
  /** To be written after them: message indexes of a last chunk that came without all of its own. */
  readonly tail: Uint8Array;
  /** Chunks whose CRC does not hold; they stay in the file, but no index points to them. */
  readonly damagedChunks: number;
  /** Whether the data section was ended properly. */
  readonly ended: boolean;
}

/** Reads an MCAP file that has no proper end and collects what its end must hold. */
export async function rebuildIndex(file: FileReadable, visitor: RebuildVisitor): Promise<RebuiltIndex> {
  const index = createMcapIndex();
  const topics = new Map<number, string>();
  let damagedChunks = 0;
  let ended = false;
  let open: OpenChunk | undefined;
  index.addBytes(new Uint8Array(MCAP_MAGIC));

  function takeDefinition(frame: RecordFrame): void {
    const schema = frame.opcode === Opcode.SCHEMA ? readRecord(frame, 'Schema') : undefined;
    if (schema) index.addSchema(schema);
    const channel = frame.opcode === Opcode.CHANNEL ? readRecord(frame, 'Channel') : undefined;
    if (!channel) return;
    index.addChannel(channel);
    topics.set(channel.id, channel.topic);
  }

  function takeChunk(frame: RecordFrame): OpenChunk | undefined {
    const chunk = readChunk(frame.content);
    const records = chunk && recordsOf(chunk);
    if (!chunk || !records || crc32(records) !== chunk.crc) {
      damagedChunks++;
      index.addBytes(frame.bytes);
      return undefined;
    }
    for (const inner of recordFrames(records)) takeDefinition(inner);
    const expected = new Map<number, [bigint, bigint][]>();
    for (const { channelId, logTime, offset, data } of messagesOf(records)) {
      const entries = expected.get(channelId) ?? [];
      expected.set(channelId, entries);
      entries.push([logTime, BigInt(offset)]);
      visitor.message(topics.get(channelId) ?? '', logTime, data);
    }
    return { frame, chunk, expected, indexes: [] };
  }

  await zstdReady();
  for await (const frame of walkFile(file)) {
    if (frame.opcode === Opcode.MESSAGE_INDEX && open) {
      open.indexes.push(frame);
      continue;
    }
    if (open) addWithOwnIndexes(index, open);
    open = undefined;
    if (frame.opcode === Opcode.DATA_END || frame.opcode === Opcode.FOOTER) {
      ended = true;
      break;
    }
    if (frame.opcode === Opcode.CHUNK) {
      open = takeChunk(frame);
      continue;
    }
    const metadata = frame.opcode === Opcode.METADATA ? readRecord(frame, 'Metadata') : undefined;
    if (metadata) {
      const length = BigInt(frame.bytes.byteLength);
      index.addMetadata({ name: metadata.name, offset: BigInt(index.position()), length });
      visitor.metadata(metadata.name, metadata.metadata);
    }
    index.addBytes(frame.bytes);
  }

  if (open && isComplete(open)) {
    addWithOwnIndexes(index, open);
    open = undefined;
  }
  const keptBytes = open ? open.frame.end : index.position();
  const tail = open ? addWithNewIndexes(index, open) : new Uint8Array();
  return { index, keptBytes, tail, damagedChunks, ended };
}

interface OpenChunk {
  readonly frame: RecordFrame;
  readonly chunk: ChunkContent;
  /** Channel id -> (log time, offset) of its messages. */
  readonly expected: ReadonlyMap<number, [bigint, bigint][]>;
  /** The MessageIndex records that followed. */
  readonly indexes: RecordFrame[];
}

function isComplete(open: OpenChunk): boolean {
  return open.indexes.length === open.expected.size;
}

function addWithOwnIndexes(index: McapIndex, open: OpenChunk): void {
  const offsets = new Map(
    open.indexes.map(({ content, start }) => [viewOf(content).getUint16(0, true), BigInt(start)] as const),
  );
  const length = open.indexes.reduce((sum, { bytes }) => sum + bytes.byteLength, 0);
  addChunk(index, open, offsets, length);
  index.addBytes(open.frame.bytes);
  for (const { bytes } of open.indexes) index.addBytes(bytes);
}

function addWithNewIndexes(index: McapIndex, open: OpenChunk): Uint8Array {
  const builder = new McapRecordBuilder();
  const offsets = new Map<number, bigint>();
  for (const [channelId, records] of open.expected) {
    offsets.set(channelId, BigInt(open.frame.end + builder.length));
    builder.writeMessageIndex({ channelId, records });
  }
  const tail = builder.buffer;
  addChunk(index, open, offsets, tail.byteLength);
  index.addBytes(open.frame.bytes);
  index.addBytes(tail);
  return tail;
}

function addChunk(
  index: McapIndex,
  open: OpenChunk,
  offsets: Map<number, bigint>,
  indexLength: number,
): void {
  const { messageStartTime, messageEndTime, records, compression, uncompressedSize } = open.chunk;
  for (const [channelId, messages] of open.expected) index.countMessages(channelId, messages.length);
  index.addChunk({
    messageStartTime,
    messageEndTime,
    chunkStartOffset: BigInt(open.frame.start),
    chunkLength: BigInt(open.frame.bytes.byteLength),
    messageIndexOffsets: offsets,
    messageIndexLength: BigInt(indexLength),
    compression,
    compressedSize: BigInt(records.byteLength),
    uncompressedSize,
  });
}
