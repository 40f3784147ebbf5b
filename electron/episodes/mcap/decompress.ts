import * as zlib from 'node:zlib';
import { lz4Decompress } from './lz4';

/** More than this in one chunk is no recording, but memory that somebody wants taken. */
const mostChunkBytes = 1 << 29;

type Decompress = (bytes: Uint8Array, size: bigint) => Uint8Array;

/** What this runtime's zlib has (zstd from Node 22.15 on). */
const zstd = (
  zlib as { zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer }
).zstdDecompressSync;

function bounded(size: bigint): number {
  if (size > BigInt(mostChunkBytes)) throw new Error(`A part of it claims to hold ${size} bytes.`);
  return Number(size);
}

/** A file that is in order, and not for this console: the message says why. */
export class NotReadable extends Error {}

function refuse(name: string): Decompress {
  return () => {
    throw new NotReadable(
      `Its parts are compressed with ${name}, which this version of the console cannot read. Write it anew without compression (ros2 bag convert, or mcap compress --compression none).`,
    );
  };
}

/** How compressed parts of a file from elsewhere are read; our own are not compressed. */
export const decompressHandlers: Readonly<Record<string, Decompress>> = {
  lz4: (bytes, size) => lz4Decompress(bytes, bounded(size)),
  zstd: zstd ? (bytes, size) => zstd(bytes, { maxOutputLength: Math.max(1, bounded(size)) }) : refuse('zstd'),
};
