import { crc32 } from 'node:zlib';
import { type McapIndexedReader, type McapTypes, Opcode } from '@mcap/core';
import { decompressHandlers } from '../mcap/decompress';
import type { FileReadable } from '../mcap/fileReadable';
import { type MessageContent, readChunk, readMessage } from '../mcap/readRecord';
import { frameHeadLength, frameLength, frameOf, viewOf } from '../mcap/recordFrames';

/** Where a message lies. */
export interface MessagePlace {
  /** ns */
  readonly logTime: bigint;
  readonly chunk: McapTypes.ChunkIndex;
  /** From the beginning of the chunk's records. */
  readonly offset: number;
}

const readsAtOnce = 16;
const channelIdLength = 2;
const indexHeadLength = channelIdLength + 4;
const indexEntryLength = 16;

/**
 * The places of all messages of a topic, by their log times, from the message indexes alone: the messages
 * themselves are not read. MessageIndex: channel u16, length u32, then (time u64, offset u64) each.
 */
export async function messageIndex(
  file: FileReadable,
  reader: McapIndexedReader,
  topic: string,
): Promise<readonly MessagePlace[]> {
  const channels = [...reader.channelsById.values()].filter((channel) => channel.topic === topic);
  const wanted = channels.flatMap(({ id }) =>
    reader.chunkIndexes.flatMap((chunk) => {
      const offset = chunk.messageIndexOffsets.get(id);
      return offset === undefined ? [] : [{ chunk, offset: Number(offset) }];
    }),
  );
  const places: MessagePlace[] = [];
  for (let at = 0; at < wanted.length; at += readsAtOnce) {
    const read = wanted.slice(at, at + readsAtOnce).map(async ({ chunk, offset }) => {
      const length = frameLength(await file.readAt(offset, frameHeadLength), file.bytes - offset);
      if (length === undefined) throw new Error(`The index at byte ${offset} is not whole.`);
      const { opcode, content } = frameOf(await file.readAt(offset, length), offset);
      if (opcode !== Opcode.MESSAGE_INDEX) throw new Error(`There is no index at byte ${offset}.`);
      return { chunk, view: viewOf(content) };
    });
    for (const { chunk, view } of await Promise.all(read)) {
      for (let i = indexHeadLength; i + indexEntryLength <= view.byteLength; i += indexEntryLength) {
        const offset = Number(view.getBigUint64(i + 8, true));
        places.push({ logTime: view.getBigUint64(i, true), chunk, offset });
      }
    }
  }
  return places.sort((a, b) => Number(a.logTime - b.logTime));
}

/** Start, end and size u64 each, CRC u32, an empty name of the compression u32, length u64. */
const plainChunkHeadLength = frameHeadLength + 8 + 8 + 8 + 4 + 4 + 8;

/**
 * The bytes of one message. Of a chunk that is not compressed only the message itself is read; its CRC is
 * that of the whole chunk and is not checked here, but when an episode is verified.
 */
export async function readMessageAt(file: FileReadable, place: MessagePlace): Promise<Uint8Array> {
  return (await readMessagePlace(file, place)).data;
}

/** The same with its place in the count of its channel's messages. */
export async function readMessagePlace(
  file: FileReadable,
  place: MessagePlace,
): Promise<Pick<MessageContent, 'sequence' | 'data'>> {
  const { chunk, offset } = place;
  const { bytes, at } =
    chunk.compression === ''
      ? { bytes: file, at: Number(chunk.chunkStartOffset) + plainChunkHeadLength + offset }
      : { bytes: memory(await chunkRecords(file, chunk)), at: offset };
  const available = bytes.bytes - at;
  const length =
    available < frameHeadLength ? undefined : frameLength(await bytes.readAt(at, frameHeadLength), available);
  const frame = length === undefined ? undefined : frameOf(await bytes.readAt(at, length), at);
  const message = frame?.opcode === Opcode.MESSAGE ? readMessage(frame.content) : undefined;
  if (message?.logTime !== place.logTime)
    throw new Error('The index of its messages does not fit them: it is damaged.');
  return message;
}

function memory(bytes: Uint8Array): Pick<FileReadable, 'bytes' | 'readAt'> {
  return {
    bytes: bytes.byteLength,
    readAt: async (offset, length) => bytes.slice(offset, offset + length) as Uint8Array<ArrayBuffer>,
  };
}

/** The records of a chunk, decompressed and checked. */
async function chunkRecords(file: FileReadable, chunk: McapTypes.ChunkIndex): Promise<Uint8Array> {
  const start = Number(chunk.chunkStartOffset);
  const { opcode, content } = frameOf(await file.readAt(start, Number(chunk.chunkLength)), start);
  const read = opcode === Opcode.CHUNK ? readChunk(content) : undefined;
  if (!read) throw new Error(`There is no whole chunk at byte ${start}.`);
  const decompress = decompressHandlers[read.compression];
  if (!decompress)
    throw new Error(`Its parts are compressed with "${read.compression}", which is not known here.`);
  const records = decompress(read.records, chunk.uncompressedSize);
  if (read.crc !== 0 && crc32(records) !== read.crc)
    throw new Error(`The chunk at byte ${start} is damaged (CRC).`);
  return records;
}
