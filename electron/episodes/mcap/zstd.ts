import * as zlib from 'node:zlib';
import wasm from '@foxglove/wasm-zstd';

/** What this runtime's own zlib has (Node 22.15 and later); else WebAssembly does it. */
const own = zlib as {
  zstdCompressSync?: (bytes: Uint8Array, options: { params: Record<number, number> }) => Buffer;
  zstdDecompressSync?: (bytes: Uint8Array, options: { maxOutputLength: number }) => Buffer;
  constants: { ZSTD_c_compressionLevel?: number };
};

/** Fast: the recorder shares the machine with a model. */
const level = 1;

/** Call before the others, once or more often. */
export const zstdReady = async (): Promise<void> => {
  if (!own.zstdDecompressSync) await wasm.isLoaded;
};

export function zstdCompress(bytes: Uint8Array): Uint8Array {
  const { zstdCompressSync, constants } = own;
  return zstdCompressSync
    ? zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel ?? 100]: level } })
    : wasm.compress(bytes, level);
}

/** Throws when it is none, or more than `size` bytes. */
export function zstdDecompress(bytes: Uint8Array, size: number): Uint8Array {
  return own.zstdDecompressSync
    ? own.zstdDecompressSync(bytes, { maxOutputLength: Math.max(1, size) })
    : wasm.decompress(bytes, size);
}
