import { expect, it } from 'vitest';
import { type AppendHandle, createAppendFile } from './appendFile';

/** Takes at most `room` bytes, `atOnce` at a time, then refuses like a full disk. */
function disk(room: number, atOnce = 1000) {
  const taken: number[] = [];
  const calls: string[] = [];
  const handle: AppendHandle = {
    async write(bytes, offset, length) {
      const fits = Math.min(length, atOnce, room - taken.length);
      if (fits <= 0) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
      taken.push(...bytes.subarray(offset, offset + fits));
      return { bytesWritten: fits };
    },
    datasync: async () => void calls.push('sync'),
    truncate: async (length) => void taken.splice(length),
    close: async () => void calls.push('close'),
  };
  return { handle, taken, calls };
}

it('appends in the order of the calls, through partial writes', async () => {
  const { handle, taken, calls } = disk(1000, 3);
  const file = createAppendFile(handle);
  void file.append(new Uint8Array([1, 2, 3, 4, 5, 6, 7]));
  void file.append(new Uint8Array([8, 9]));
  expect(file.pendingBytes()).toBe(9);
  await file.sync();
  expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(file.bytes()).toBe(9);
  expect(file.pendingBytes()).toBe(0);
  expect(calls).toEqual(['sync']);
});

it('writes nothing after an error, tells everybody who waits, and keeps the whole blocks', async () => {
  const { handle, taken } = disk(10, 4);
  const file = createAppendFile(handle);
  await file.append(new Uint8Array(6).fill(1));
  const refused = file.append(new Uint8Array(6).fill(2));
  const later = file.append(new Uint8Array(1).fill(3));
  const sync = file.sync();
  await expect(refused).rejects.toThrow('no space');
  await expect(later).rejects.toThrow('no space');
  await expect(sync).rejects.toThrow('no space');
  expect(taken).toHaveLength(10);
  await file.abandon();
  expect(taken).toEqual([1, 1, 1, 1, 1, 1]);
  await expect(file.append(new Uint8Array(1))).rejects.toThrow('no space');
});
