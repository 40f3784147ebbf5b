import { type FileHandle, open } from 'node:fs/promises';
import type { IReadable } from '@mcap/core';

/** Random access to a file for the MCAP readers; a read beyond its end is refused before memory is taken. */
export interface FileReadable extends IReadable {
  readonly bytes: number;
  readonly mtimeMs: number;
  readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

async function readableOf(handle: FileHandle): Promise<FileReadable> {
  const { size, mtimeMs } = await handle.stat();

  async function readAt(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (offset < 0 || length < 0 || offset + length > size) {
      throw new Error(`The file ends at byte ${size}; ${length} bytes from ${offset} are not in it.`);
    }
    const bytes = new Uint8Array(length);
    let read = 0;
    while (read < length) {
      const { bytesRead } = await handle.read(bytes, read, length - read, offset + read);
      if (bytesRead === 0)
        throw new Error(`The file became shorter while it was read (byte ${offset + read}).`);
      read += bytesRead;
    }
    return bytes;
  }

  return {
    bytes: size,
    mtimeMs,
    size: async () => BigInt(size),
    read: (offset, length) => readAt(Number(offset), Number(length)),
    readAt,
  };
}

export interface OpenFile extends FileReadable {
  close(): Promise<void>;
}

/** Opens `path` for reading, until it is closed. */
export async function openFile(path: string): Promise<OpenFile> {
  const handle = await open(path, 'r');
  try {
    return { ...(await readableOf(handle)), close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** Opens `path` for reading while `use` runs. */
export async function withFile<T>(path: string, use: (file: FileReadable) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}
