import { crc32 } from 'node:zlib';
import { type Channel, type Header, McapRecordBuilder } from '@mcap/core';
import { type ChunkBuilder, type ClosedChunk, createChunkBuilder, createChunkMemory } from './chunkBuilder';
import { createMcapIndex } from './mcapIndex';
import { zstdCompress } from './zstd';

/** What a channel carries and how; becomes one Schema and one Channel record. */
export interface ChannelDescription {
  readonly topic: string;
  readonly messageEncoding: string;
  readonly schemaName: string;
  readonly schemaEncoding: string;
  readonly schemaText: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * Turns messages into the bytes of an MCAP file. Unlike McapWriter it closes a chunk when it is told to,
 * which is what a recording needs that must survive a sudden end; and it keeps several chunks open at a
 * time (lanes), so that small messages can be read without the pictures recorded beside them.
 *
 * The bytes of start, closeChunk, metadata and end must be appended to the file in the order of the calls.
 */
export function createMcapEncoder(
  header: Header,
  laneNames: readonly string[],
  /** Lanes whose chunks are compressed (zstd); `zstdReady` comes first. */
  compressed: readonly string[] = [],
) {
  const index = createMcapIndex();
  const memory = createChunkMemory();
  const lanes = new Map(laneNames.map((name) => [name, createChunkBuilder(memory)]));
  const known: {
    readonly channel: Channel;
    readonly description: ChannelDescription;
    lane: string | undefined;
    /** Of the channel's next message: a reader sees by it that one is missing. */
    sequence: number;
  }[] = [];
  const schemaIds = new Map<string, number>();

  function lane(name: string): ChunkBuilder {
    const builder = lanes.get(name);
    if (!builder) throw new Error(`"${name}" is not a lane of this file.`);
    return builder;
  }

  function emit(builder: McapRecordBuilder): Uint8Array {
    const bytes = builder.buffer;
    index.addBytes(bytes);
    return bytes;
  }

  return {
    start(): Uint8Array {
      const builder = new McapRecordBuilder();
      builder.writeMagic();
      builder.writeHeader(header);
      return emit(builder);
    },

    addChannel(description: ChannelDescription): number {
      const id = known.length;
      const schemaId = schemaIds.get(description.schemaName) ?? schemaIds.size + 1;
      schemaIds.set(description.schemaName, schemaId);
      const { topic, messageEncoding } = description;
      const channel = { id, schemaId, topic, messageEncoding, metadata: new Map(description.metadata) };
      known.push({ channel, description, lane: undefined, sequence: 0 });
      return id;
    },

    /** Adds to the lane's open chunk; returns the chunk's size in bytes so far. */
    addMessage(
      laneName: string,
      channelId: number,
      logTime: bigint,
      publishTime: bigint,
      /** One after the other: a large part need not be copied to stand behind its head. */
      ...data: readonly Uint8Array[]
    ): number {
      const entry = known[channelId];
      if (!entry) throw new Error(`There is no channel ${channelId} in this file.`);
      const chunk = lane(laneName);
      if (entry.lane === undefined) {
        entry.lane = laneName;
        const { schemaName: name, schemaEncoding: encoding, schemaText } = entry.description;
        const schema = {
          id: entry.channel.schemaId,
          name,
          encoding,
          data: new TextEncoder().encode(schemaText),
        };
        chunk.addSchema(schema);
        chunk.addChannel(entry.channel);
        index.addSchema(schema);
        index.addChannel(entry.channel);
      }
      if (entry.lane !== laneName)
        throw new Error(`The topic ${entry.channel.topic} goes the lane ${entry.lane}.`);
      return chunk.addMessage({ channelId, sequence: entry.sequence++, logTime, publishTime, data });
    },

    /**
     * The lane's chunk, and then its message indexes; nothing when there is nothing in it. The first of them
     * may be given back (`recycle`) when it is written.
     */
    closeChunk(laneName: string): readonly Uint8Array[] {
      const chunk = lane(laneName).close();
      if (!chunk) return [];
      const { messageStartTime, messageEndTime } = chunk;
      const packed = compressed.includes(laneName) ? compressedChunk(chunk) : undefined;
      if (packed) memory.give(chunk.record);
      const record = packed?.record ?? chunk.record;
      const size = BigInt(chunk.size);
      const chunkStartOffset = BigInt(index.position());
      index.addBytes(record);
      const builder = new McapRecordBuilder();
      const messageIndexOffsets = new Map<number, bigint>();
      for (const messageIndex of chunk.indexes) {
        messageIndexOffsets.set(messageIndex.channelId, BigInt(index.position() + builder.length));
        builder.writeMessageIndex(messageIndex);
        index.countMessages(messageIndex.channelId, messageIndex.records.length);
      }
      index.addChunk({
        messageStartTime,
        messageEndTime,
        chunkStartOffset,
        chunkLength: BigInt(record.byteLength),
        messageIndexOffsets,
        messageIndexLength: BigInt(builder.length),
        compression: packed ? 'zstd' : '',
        compressedSize: packed ? BigInt(packed.size) : size,
        uncompressedSize: size,
      });
      return [record, emit(builder)];
    },

    /** A chunk's bytes are in the file: their memory may be used again. */
    recycle: (chunk: Uint8Array): void => memory.give(chunk),

    metadata(name: string, entries: ReadonlyMap<string, string>): Uint8Array {
      const builder = new McapRecordBuilder();
      const offset = BigInt(index.position());
      const length = builder.writeMetadata({ name, metadata: new Map(entries) });
      index.addMetadata({ name, offset, length });
      return emit(builder);
    },

    /** Ends the file; close all chunks first. */
    end: (): Uint8Array => index.ending(),
  };
}
/** The same chunk compressed; undefined where that makes it no smaller. */
function compressedChunk(
  chunk: ClosedChunk,
): { readonly record: Uint8Array; readonly size: number } | undefined {
  const plain = chunk.record.subarray(chunk.record.byteLength - chunk.size);
  const records = zstdCompress(plain);
  if (records.byteLength >= plain.byteLength) return undefined;
  const builder = new McapRecordBuilder();
  builder.writeChunk({
    messageStartTime: chunk.messageStartTime,
    messageEndTime: chunk.messageEndTime,
    uncompressedSize: BigInt(chunk.size),
    uncompressedCrc: crc32(plain),
    compression: 'zstd',
    records,
  });
  return { record: builder.buffer, size: records.byteLength };
}

export type McapEncoder = ReturnType<typeof createMcapEncoder>;
