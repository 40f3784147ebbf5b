import { crc32 } from 'node:zlib';
import { type Channel, type Header, McapChunkBuilder, McapRecordBuilder } from '@mcap/core';
import { createMcapIndex } from './mcapIndex';

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
export function createMcapEncoder(header: Header, laneNames: readonly string[]) {
  const index = createMcapIndex();
  const lanes = new Map(laneNames.map((name) => [name, new McapChunkBuilder({ useMessageIndex: true })]));
  const known: { channel: Channel; description: ChannelDescription; lane: string | undefined }[] = [];
  const schemaIds = new Map<string, number>();
  let sequence = 0;

  function lane(name: string): McapChunkBuilder {
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
      known.push({ channel, description, lane: undefined });
      return id;
    },

    /** Adds to the lane's open chunk; returns the chunk's size in bytes so far. */
    addMessage(
      laneName: string,
      channelId: number,
      logTime: bigint,
      publishTime: bigint,
      data: Uint8Array,
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
      chunk.addMessage({ channelId, sequence: sequence++, logTime, publishTime, data });
      return chunk.byteLength;
    },

    /** The lane's chunk with its message indexes; undefined when there is nothing in it. */
    closeChunk(laneName: string): Uint8Array | undefined {
      const chunk = lane(laneName);
      if (chunk.numMessages === 0) return undefined;
      const records = chunk.buffer;
      const { messageStartTime, messageEndTime } = chunk;
      const size = BigInt(records.byteLength);
      const builder = new McapRecordBuilder();
      const chunkStartOffset = BigInt(index.position());
      const chunkLength = builder.writeChunk({
        messageStartTime,
        messageEndTime,
        uncompressedSize: size,
        uncompressedCrc: crc32(records),
        compression: '',
        records,
      });
      const messageIndexOffsets = new Map<number, bigint>();
      for (const messageIndex of chunk.indices) {
        messageIndexOffsets.set(messageIndex.channelId, chunkStartOffset + BigInt(builder.length));
        builder.writeMessageIndex(messageIndex);
        index.countMessages(messageIndex.channelId, messageIndex.records.length);
      }
      index.addChunk({
        messageStartTime,
        messageEndTime,
        chunkStartOffset,
        chunkLength,
        messageIndexOffsets,
        messageIndexLength: BigInt(builder.length) - chunkLength,
        compression: '',
        compressedSize: size,
        uncompressedSize: size,
      });
      chunk.reset();
      return emit(builder);
    },

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
export type McapEncoder = ReturnType<typeof createMcapEncoder>;
