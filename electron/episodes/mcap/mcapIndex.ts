import { crc32 } from 'node:zlib';
import {
  type Channel,
  type ChunkIndex,
  McapRecordBuilder,
  type MetadataIndex,
  Opcode,
  type Schema,
  type Statistics,
  type SummaryOffset,
} from '@mcap/core';
import { frameHeadLength, viewOf } from './recordFrames';

/**
 * Collects, while the data of an MCAP file is written or read back, all that its end must hold: schemas,
 * channels, chunk and metadata index, statistics and CRCs.
 */
export function createMcapIndex() {
  const schemas = new Map<number, Schema>();
  const channels = new Map<number, Channel>();
  const chunks: ChunkIndex[] = [];
  const metadata: MetadataIndex[] = [];
  const counts = new Map<number, bigint>();
  let position = 0;
  let dataCrc = 0;
  let firstTime: bigint | undefined;
  let lastTime = 0n;

  function statistics(): Statistics {
    let messageCount = 0n;
    for (const count of counts.values()) messageCount += count;
    return {
      messageCount,
      schemaCount: schemas.size,
      channelCount: channels.size,
      attachmentCount: 0,
      metadataCount: metadata.length,
      chunkCount: chunks.length,
      messageStartTime: firstTime ?? 0n,
      messageEndTime: lastTime,
      channelMessageCounts: counts,
    };
  }

  return {
    /** Bytes of the file so far. */
    position: () => position,
    /** Every byte of the data section passes here once, in order. */
    addBytes(bytes: Uint8Array): void {
      position += bytes.byteLength;
      dataCrc = crc32(bytes, dataCrc);
    },
    addSchema(schema: Schema): void {
      schemas.set(schema.id, schema);
    },
    addChannel(channel: Channel): void {
      channels.set(channel.id, channel);
    },
    addChunk(chunk: ChunkIndex): void {
      chunks.push(chunk);
      if (chunk.messageIndexOffsets.size === 0) return;
      if (firstTime === undefined || chunk.messageStartTime < firstTime) firstTime = chunk.messageStartTime;
      if (chunk.messageEndTime > lastTime) lastTime = chunk.messageEndTime;
    },
    addMetadata(entry: MetadataIndex): void {
      metadata.push(entry);
    },
    countMessages(channelId: number, count: number): void {
      counts.set(channelId, (counts.get(channelId) ?? 0n) + BigInt(count));
    },

    /** What ends the file: DataEnd, the summary with its offsets, the footer and the magic. */
    ending(): Uint8Array {
      const builder = new McapRecordBuilder();
      builder.writeDataEnd({ dataSectionCrc: dataCrc });
      const dataEndLength = builder.length;
      const offsetOf = () => BigInt(position + builder.length);
      const offsets: SummaryOffset[] = [];
      const group = (groupOpcode: number, write: () => void) => {
        const groupStart = offsetOf();
        write();
        const groupLength = offsetOf() - groupStart;
        if (groupLength > 0n) offsets.push({ groupOpcode, groupStart, groupLength });
      };
      group(Opcode.SCHEMA, () => {
        for (const schema of schemas.values()) builder.writeSchema(schema);
      });
      group(Opcode.CHANNEL, () => {
        for (const channel of channels.values()) builder.writeChannel(channel);
      });
      group(Opcode.STATISTICS, () => builder.writeStatistics(statistics()));
      group(Opcode.METADATA_INDEX, () => {
        for (const entry of metadata) builder.writeMetadataIndex(entry);
      });
      group(Opcode.CHUNK_INDEX, () => {
        for (const chunk of chunks) builder.writeChunkIndex(chunk);
      });
      const summaryOffsetStart = offsetOf();
      for (const offset of offsets) builder.writeSummaryOffset(offset);
      const footerAt = builder.length;
      const footer = { summaryStart: BigInt(position + dataEndLength), summaryOffsetStart, summaryCrc: 0 };
      builder.writeFooter(footer);
      // The summary's CRC covers it all up to the footer's CRC field, which is its last.
      const covered = builder.buffer.subarray(dataEndLength, footerAt + frameHeadLength + 8 + 8);
      builder.writeMagic();
      const bytes = builder.buffer.slice();
      viewOf(bytes).setUint32(footerAt + frameHeadLength + 8 + 8, crc32(covered), true);
      return bytes;
    },
  };
}
export type McapIndex = ReturnType<typeof createMcapIndex>;
