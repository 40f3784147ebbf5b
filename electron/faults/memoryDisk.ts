import type { AppendHandle } from '../recorder/episode/appendFile';
import type { Clock } from '../robot/clock';

export type DiskManner = 'works' | 'full' | 'fails' | 'hangs';

/** A file as a disk keeps it: what was synced is there after whatever happens, the rest perhaps. */
export interface DiskFile {
  bytes: Buffer;
  syncedLength: number;
}

/** A disk in memory that can fill up, fail and hang; writing takes its time on the process's clock. */
export function createMemoryDisk(clock: Clock) {
  const files: DiskFile[] = [];
  let manner: DiskManner = 'works';
  const waiting: (() => void)[] = [];
  const latencyMs = 2;

  async function turn(): Promise<void> {
    await new Promise<void>((resolve) => clock.after(latencyMs, resolve));
    if (manner === 'hangs') await new Promise<void>((resolve) => waiting.push(resolve));
    if (manner === 'fails') throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' });
  }

  return {
    files,
    setManner(next: DiskManner): void {
      manner = next;
      if (next === 'hangs') return;
      for (const resolve of waiting.splice(0)) resolve();
    },
    open(): AppendHandle {
      const file: DiskFile = { bytes: Buffer.alloc(0), syncedLength: 0 };
      files.push(file);
      return {
        async write(bytes, offset, length) {
          await turn();
          if (manner === 'full') {
            // A part still fits, as on a disk that fills up.
            const fits = Math.floor(length / 3);
            file.bytes = Buffer.concat([file.bytes, bytes.subarray(offset, offset + fits)]);
            throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
          }
          file.bytes = Buffer.concat([file.bytes, bytes.subarray(offset, offset + length)]);
          return { bytesWritten: length };
        },
        async datasync() {
          await turn();
          file.syncedLength = file.bytes.byteLength;
        },
        truncate: async (length) => {
          await turn();
          file.bytes = file.bytes.subarray(0, length);
        },
        close: turn,
      };
    },
    /** Whether a text is in what is synced of any file. */
    holds: (text: string): boolean =>
      files.some(({ bytes, syncedLength }) => bytes.subarray(0, syncedLength).includes(text)),
  };
}
export type MemoryDisk = ReturnType<typeof createMemoryDisk>;
