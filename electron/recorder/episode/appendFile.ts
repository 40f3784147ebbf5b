import { open } from 'node:fs/promises';

/** The part of a file handle that a recording needs; tests put a failing one in its place. */
export interface AppendHandle {
  write(bytes: Uint8Array, offset: number, length: number): Promise<{ readonly bytesWritten: number }>;
  datasync(): Promise<void>;
  truncate(length: number): Promise<void>;
  close(): Promise<void>;
}
export type OpenNew = (path: string) => Promise<AppendHandle>;

/** Creates the file; rejects if there is one already. */
export const openNew: OpenNew = async (path) => {
  const handle = await open(path, 'wx');
  return {
    write: (bytes, offset, length) => handle.write(bytes, offset, length),
    datasync: () => handle.datasync(),
    truncate: (length) => handle.truncate(length),
    close: () => handle.close(),
  };
};

/**
 * Appends blocks to a file in the order of the calls. After the first error nothing more is written, and
 * every later call rejects with that error: a gap in the middle would be worse than a missing end. A disk that
 * takes its time to sync does not hold up what is written meanwhile: the system has it, whatever becomes of us.
 */
export function createAppendFile(handle: AppendHandle) {
  let queue: Promise<void> = Promise.resolve();
  let failure: { readonly error: unknown } | undefined;
  let wholeBytes = 0;
  let pendingBytes = 0;

  /** One sync is under way at most; all that is asked for meanwhile is one more after it. */
  let syncing: Promise<void> | undefined;
  let nextSync: Promise<void> | undefined;

  async function unlessFailed(work: () => Promise<void>): Promise<void> {
    if (failure) throw failure.error;
    try {
      await work();
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  }

  function enqueue(work: () => Promise<void>): Promise<void> {
    const done = queue.then(() => unlessFailed(work));
    queue = done.catch(() => undefined);
    return done;
  }

  function sync(): Promise<void> {
    if (nextSync) return nextSync;
    const before = syncing?.catch(() => undefined) ?? Promise.resolve();
    const done: Promise<void> = before.then(async () => {
      nextSync = undefined;
      syncing = done;
      await queue;
      await unlessFailed(() => handle.datasync());
    });
    nextSync = done;
    return done;
  }

  /** All that was asked of the disk so far has been answered. */
  async function settled(): Promise<void> {
    await queue;
    await Promise.allSettled([syncing, nextSync]);
  }

  return {
    append(block: Uint8Array): Promise<void> {
      pendingBytes += block.byteLength;
      return enqueue(async () => {
        // A nearly full disk takes part of a block and refuses the rest at the next try.
        for (let at = 0; at < block.byteLength; ) {
          const { bytesWritten } = await handle.write(block, at, block.byteLength - at);
          if (bytesWritten <= 0) throw new Error('The disk takes no more bytes.');
          at += bytesWritten;
        }
        wholeBytes += block.byteLength;
      }).finally(() => {
        pendingBytes -= block.byteLength;
      });
    },
    /** Resolves when all that was appended before is on the disk itself. */
    sync,
    async close(): Promise<void> {
      await settled();
      await enqueue(() => handle.close());
    },
    /** After a failure: drops the block that was not wholly written, as far as the disk lets it, and closes. */
    async abandon(): Promise<void> {
      await settled();
      failure ??= { error: new Error('The recording was given up.') };
      await handle.truncate(wholeBytes).catch(() => undefined);
      await handle.close().catch(() => undefined);
    },
    /** Bytes in the file, whole blocks only. */
    bytes: () => wholeBytes,
    /** Bytes that wait to be written. */
    pendingBytes: () => pendingBytes,
  };
}
export type AppendFile = ReturnType<typeof createAppendFile>;
