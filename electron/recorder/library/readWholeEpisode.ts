import { crc32 } from 'node:zlib';
import { MCAP_MAGIC, Opcode } from '@mcap/core';
import {
  type EpisodeEnd,
  type EpisodeStart,
  endFromMetadata,
  episodeMetadataName,
  outcomeMetadataName,
  startFromMetadata,
} from '../../episodes/format/episodeMetadata';
import type { ChainedRecord } from '../../episodes/format/hashChain';
import { topics } from '../../episodes/format/topics';
import { recordsOf } from '../../episodes/mcap/decompress';
import type { FileReadable } from '../../episodes/mcap/fileReadable';
import { messagesOf, readChunk, readRecord } from '../../episodes/mcap/readRecord';
import { type RecordFrame, recordFrames } from '../../episodes/mcap/recordFrames';
import { walkFile } from '../../episodes/mcap/walkFile';
import { zstdReady } from '../../episodes/mcap/zstd';
import { openIndexed } from '../../episodes/reading/openIndexed';
import { parseRecord } from '../../episodes/reading/readRecords';
import { decodeCompressedImage } from '../../episodes/ros/readMessages';

export interface EpisodeContent {
  readonly start: EpisodeStart;
  readonly end: EpisodeEnd | undefined;
  /** In the order of the file. */
  readonly records: readonly ChainedRecord[];
  readonly messages: number;
  /** Decision pictures (PNG) by their stamp in nanoseconds. */
  readonly pictures: ReadonlyMap<bigint, Uint8Array>;
  /** The first record whose text is damaged, in words. */
  readonly damagedRecord: string | undefined;
  /** The first thing about the file itself that does not hold, in words. */
  readonly problem: string | undefined;
}

/**
 * Reads all of an episode's file from front to back, checks its CRCs, and goes on past what is damaged as
 * far as it can be made out. Throws when the file holds no episode at all.
 */
export async function readWholeEpisode(file: FileReadable): Promise<EpisodeContent> {
  const records: ChainedRecord[] = [];
  const pictures = new Map<bigint, Uint8Array>();
  const topicOf = new Map<number, string>();
  let start: EpisodeStart | undefined;
  let end: EpisodeEnd | undefined;
  let messages = 0;
  let damagedRecord: string | undefined;
  let problem: string | undefined;
  let dataCrc = crc32(new Uint8Array(MCAP_MAGIC));
  let ended = false;

  const note = (text: string) => {
    problem ??= text;
  };

  function takeMessage(channelId: number, data: Uint8Array): void {
    messages++;
    const topic = topicOf.get(channelId);
    if (topic === topics.records.topic) {
      const record = parseRecord(data);
      if (record) records.push(record);
      else damagedRecord ??= `Record ${records.length} cannot be read: its text is damaged.`;
    } else if (topic === topics.decisionImage.topic) {
      try {
        const { header, data: png } = decodeCompressedImage(data);
        pictures.set(BigInt(header.stamp.sec) * 1_000_000_000n + BigInt(header.stamp.nanosec), png);
      } catch {
        note('A decision picture cannot be read: it is damaged.');
      }
    }
  }

  function takeChunk(frame: RecordFrame): void {
    const chunk = readChunk(frame.content);
    const plain = chunk && recordsOf(chunk);
    if (!chunk || !plain) {
      note(`The file is damaged at byte ${frame.start}, after record ${records.length - 1}.`);
      return;
    }
    const before = records.length;
    for (const inner of recordFrames(plain)) {
      const channel = inner.opcode === Opcode.CHANNEL ? readRecord(inner, 'Channel') : undefined;
      if (channel) topicOf.set(channel.id, channel.topic);
    }
    for (const { channelId, data } of messagesOf(plain)) takeMessage(channelId, data);
    if (crc32(plain) === chunk.crc) return;
    const within = records.length > before ? `, among records ${before} to ${records.length - 1}` : '';
    note(`The file was changed or damaged between bytes ${frame.start} and ${frame.end}${within} (CRC).`);
  }

  await zstdReady();
  for await (const frame of walkFile(file)) {
    if (frame.opcode === Opcode.DATA_END) {
      ended = true;
      const stated = readRecord(frame, 'DataEnd')?.dataSectionCrc;
      if (stated !== dataCrc) note('The file was changed or damaged: the CRC of its data does not hold.');
      break;
    }
    dataCrc = crc32(frame.bytes, dataCrc);
    if (frame.opcode === Opcode.CHUNK) takeChunk(frame);
    const metadata = frame.opcode === Opcode.METADATA ? readRecord(frame, 'Metadata') : undefined;
    if (metadata?.name === episodeMetadataName) start = startFromMetadata(metadata.metadata);
    if (metadata?.name === outcomeMetadataName) end = endFromMetadata(metadata.metadata);
  }
  if (!ended) note('The file is cut off: it has no end.');
  if (!end) note('The file does not say how the episode ended.');
  const unindexed = await openIndexed(file).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (unindexed !== undefined) note(unindexed);
  // Without a beginning, what the index says tells a file of another program from a broken one.
  if (!start) throw new Error(unindexed ?? problem ?? 'The file does not say which episode it is.');
  return { start, end, records, messages, pictures, damagedRecord, problem };
}
