import { lz4Decompress } from './lz4';
import type { ChunkContent } from './readRecord';
import { zstdDecompress } from './zstd';

/** More than this in one chunk is no recording, but memory that somebody wants taken. */
const mostChunkBytes = 1 << 29;

function bounded(size: bigint): number {
  if (size > BigInt(mostChunkBytes)) throw new Error(`A part of it claims to hold ${size} bytes.`);
  return Number(size);
}

/** A file that is in order, and not for this console: the message says why. */
export class NotReadable extends Error {}

/** How compressed parts of a file are read; `zstdReady` comes first. */
export const decompressHandlers: Readonly<Record<string, (bytes: Uint8Array, size: bigint) => Uint8Array>> = {
  lz4: (bytes, size) => lz4Decompress(bytes, bounded(size)),
  zstd: (bytes, size) => zstdDecompress(bytes, bounded(size)),
};

/** The records of a chunk; undefined when they are damaged, or compressed in a way that is not known here. */
export function recordsOf({ compression, records, uncompressedSize }: ChunkContent): Uint8Array | undefined {
  if (compression === '') return records;
  try {
    const plain = decompressHandlers[compression]?.(records, uncompressedSize);
    return BigInt(plain?.byteLength ?? -1) === uncompressedSize ? plain : undefined;
  } catch {
    return undefined;
  }
}
