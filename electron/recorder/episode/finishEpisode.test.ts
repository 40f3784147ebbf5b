import { copyFile, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { McapStreamReader } from '@mcap/core';
import { expect, it } from 'vitest';
import { episodeSummary } from '../library/episodeSummary';
import { openEpisode } from '../library/openEpisode';
import { verifyEpisode } from '../library/verifyEpisode';
import {
  fillTestRecording,
  inTemporaryFolder,
  recordTestEpisode,
  startTestRecording,
  testRecords,
  testStartSec,
} from '../testEpisode';
import { type AppendHandle, openNew } from './appendFile';
import { finishEpisode } from './finishEpisode';

function fileAt(path: string) {
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  return { episodeId: 'e', fileName, path, active: false };
}

/** What a process that was killed after its last flush leaves behind. */
async function leaveActive(folder: string): Promise<string> {
  const handles: AppendHandle[] = [];
  const test = await startTestRecording(folder, {
    openNew: async (path) => {
      const handle = await openNew(path);
      handles.push(handle);
      return handle;
    },
  });
  await fillTestRecording(test);
  await test.recording.durable();
  await Promise.all(handles.map((handle) => handle.close()));
  return test.recording.activePath;
}

function readsToItsEnd(bytes: Uint8Array): boolean {
  const reader = new McapStreamReader({ validateCrcs: true });
  reader.append(bytes);
  for (let record = reader.nextRecord(); record; record = reader.nextRecord());
  return reader.done();
}

it('gives a recording that was cut off its end; nothing that was on the disk is lost', async () => {
  await inTemporaryFolder(async (folder) => {
    const active = await leaveActive(folder);
    const before = await readFile(active);
    const path = await finishEpisode(active, 'It was cut off.');
    expect(await readdir(folder)).toEqual(['2025-11-21T08-00-00Z-test.mcap']);
    const after = await readFile(path);
    expect(after.subarray(0, before.length)).toEqual(before);
    expect(readsToItsEnd(after)).toBe(true);
    const file = fileAt(path);
    expect(await episodeSummary(file)).toMatchObject({ outcome: 'interrupted', problem: 'It was cut off.' });
    const detail = await openEpisode(file);
    expect(detail.records.map(({ json }) => json)).toEqual(testRecords().map(({ json }) => json));
    expect(await verifyEpisode(file)).toMatchObject({ ok: true, records: 7 });
  });
});

it('keeps every whole part wherever the file was cut, and the chain of what is left holds', async () => {
  await inTemporaryFolder(async (folder) => {
    const active = await leaveActive(folder);
    const { length } = await readFile(active);
    const whole = join(folder, 'whole');
    await copyFile(active, whole);
    let recordsBefore = 0;
    for (let i = 1; i <= 60; i++) {
      const cut = Math.round((length * i) / 60);
      const path = join(folder, `cut-${i}.mcap.active`);
      await copyFile(whole, path);
      await truncate(path, cut);
      const finished = await finishEpisode(path, 'cut').catch((error: Error) => error.message);
      if (finished === 'The file does not say which episode it is.') {
        expect(cut).toBeLessThan(1500);
        continue;
      }
      expect(readsToItsEnd(await readFile(finished)), `cut at ${cut}`).toBe(true);
      const { ok, records, text } = await verifyEpisode(fileAt(finished));
      expect(ok, text).toBe(true);
      expect(records).toBeGreaterThanOrEqual(recordsBefore);
      recordsBefore = records;
    }
    expect(recordsBefore).toBe(7);
  });
});

it('makes the message indexes anew that a chunk came without', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder);
    const bytes = await readFile(path);
    const offsets: number[] = [];
    let chunkEnd = 0;
    for (let at = 8; at + 9 <= bytes.length; at += 9 + Number(bytes.readBigUInt64LE(at + 1))) {
      if (bytes[at] === 0x06) chunkEnd = at + 9 + Number(bytes.readBigUInt64LE(at + 1));
      if (bytes[at] === 0x07 && chunkEnd > 0) offsets.push(at);
      if (bytes[at] === 0x0f) break;
    }
    for (const cut of [chunkEnd, offsets.at(-1) ?? 0]) {
      const active = join(folder, `${cut}.mcap.active`);
      await writeFile(active, bytes.subarray(0, cut));
      const finished = await finishEpisode(active, 'cut');
      const detail = await openEpisode(fileAt(finished));
      expect(detail.joints.timeSec).toHaveLength(200);
      expect(detail.cameras[0]?.frameTimesSec).toHaveLength(40);
      expect((await verifyEpisode(fileAt(finished))).ok).toBe(true);
    }
  });
});

it('passes over a damaged part and says so', async () => {
  await inTemporaryFolder(async (folder) => {
    const active = await leaveActive(folder);
    const bytes = await readFile(active);
    const at = bytes.indexOf('"kind":"proposal"');
    bytes[at + 9] = 0x58;
    await writeFile(active, bytes);
    const path = await finishEpisode(active, 'It was cut off.');
    const summary = await episodeSummary(fileAt(path));
    expect(summary.problem).toBe('It was cut off. 1 damaged part(s) of it cannot be read.');
    const detail = await openEpisode(fileAt(path));
    expect(detail.records.map(({ kind }) => kind)).not.toContain('proposal');
    expect(detail.records.length).toBeGreaterThan(4);
    expect((await verifyEpisode(fileAt(path))).text).toMatch(/Record 2/);
  });
});

it('ignores zeros that a power cut left, and takes up an end that was itself cut off', async () => {
  await inTemporaryFolder(async (folder) => {
    const active = await leaveActive(folder);
    const bytes = await readFile(active);
    const withZeros = join(folder, 'zeros.mcap.active');
    await writeFile(withZeros, Buffer.concat([bytes, Buffer.alloc(10_000)]));
    const finished = await finishEpisode(withZeros, 'zeros');
    expect(await verifyEpisode(fileAt(finished))).toMatchObject({ ok: true, records: 7 });

    const complete = await readFile(finished);
    for (const missing of [1, 40, 500, 3000]) {
      const again = join(folder, `again-${missing}.mcap.active`);
      await writeFile(again, complete.subarray(0, complete.length - missing));
      const path = await finishEpisode(again, 'again');
      expect(await readFile(path)).toEqual(complete);
    }
  });
});

it('keeps the outcome of an episode that was ended but not yet renamed', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder, 'succeeded');
    const active = join(folder, 'x.mcap.active');
    await copyFile(path, active);
    const finished = await finishEpisode(active, 'cut');
    expect(await readFile(finished)).toEqual(await readFile(path));
    expect(await episodeSummary(fileAt(finished))).toMatchObject({
      outcome: 'succeeded',
      problem: null,
      startedAtSec: testStartSec,
    });
  });
});

it('leaves a file alone that holds no episode', async () => {
  await inTemporaryFolder(async (folder) => {
    for (const content of ['', 'not an mcap file', '\x89MCAP0\r\n']) {
      const active = join(folder, 'x.mcap.active');
      await writeFile(active, content, 'latin1');
      await expect(finishEpisode(active, 'cut')).rejects.toThrow();
      expect(await readFile(active, 'latin1')).toBe(content);
    }
  });
});
