import { copyFile, mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { McapWriter } from '@mcap/core';
import { expect, it } from 'vitest';
import { episodeDetailSchema, episodeSummarySchema } from '../../../shared/contract/recorderContract';
import { findEpisode } from '../../episodes/reading/episodeFiles';
import {
  bytesOf,
  fillTestRecording,
  inTemporaryFolder,
  recordTestEpisode,
  startTestRecording,
  testFrame,
  testJoints,
  testRecords,
  testStartSec,
} from '../testEpisode';
import { listCacheName, listEpisodes } from './listEpisodes';
import { jointSamplesKept, openEpisode } from './openEpisode';
import { readFrame } from './readFrame';

it('lists episodes newest first with all that the list shows', async () => {
  await inTemporaryFolder(async (folder) => {
    await recordTestEpisode(folder, 'succeeded', { name: 'a', startSec: testStartSec });
    await recordTestEpisode(folder, 'stopped', { name: 'b', startSec: testStartSec + 0.5 });
    const [newest, oldest] = await listEpisodes(folder, undefined);
    expect(episodeSummarySchema.parse(newest)).toMatchObject({
      episodeId: 'b',
      outcome: 'stopped',
      problem: null,
    });
    expect(oldest).toMatchObject({
      episodeId: 'a',
      fileName: 'a.mcap',
      path: join(folder, 'a.mcap'),
      startedAtSec: testStartSec,
      instruction: 'put the red cube in the blue bowl',
      robot: 'fr3 (simulator)',
      model: 'r1-tiny 1',
      outcome: 'succeeded',
    });
    expect(oldest?.durationSec).toBeCloseTo(3.98, 5);
    expect(oldest?.bytes).toBe((await stat(join(folder, 'a.mcap'))).size);
  });
});

it('gives a line with the reason for every file that it cannot read', async () => {
  await inTemporaryFolder(async (folder) => {
    const good = await readFile(await recordTestEpisode(folder, 'succeeded', { name: 'good' }));
    await writeFile(join(folder, 'empty.mcap'), '');
    await writeFile(
      join(folder, 'text.mcap'),
      'this is not an MCAP file, but long enough to look at it twice',
    );
    await writeFile(join(folder, 'short.mcap'), good.subarray(0, 20));
    await writeFile(join(folder, 'cut.mcap'), good.subarray(0, good.length - 100));
    await writeFile(join(folder, `${'n'.repeat(240)}.mcap`), good);
    await writeFile(join(folder, 'foreign.mcap'), await foreignMcap());
    await writeFile(join(folder, 'left.mcap.active'), good.subarray(0, 3000));
    await mkdir(join(folder, 'folder.mcap'));
    const byName = new Map(
      (await listEpisodes(folder, undefined)).map((s) => [s.fileName, episodeSummarySchema.parse(s)]),
    );
    expect(byName.size).toBe(8);
    expect(byName.get('good.mcap')?.problem).toBeNull();
    expect(byName.get('empty.mcap')?.problem).toBe('The file is empty.');
    expect(byName.get('text.mcap')?.problem).toMatch(/damaged or cut off/);
    expect(byName.get('short.mcap')?.problem).toMatch(/damaged or cut off/);
    expect(byName.get('cut.mcap')?.problem).toMatch(/damaged or cut off/);
    expect(byName.get('foreign.mcap')).toMatchObject({
      problem: null,
      outcome: 'unverified',
      origin: expect.stringContaining('Recorded by another program (other'),
    });
    expect(byName.get('left.mcap.active')?.problem).toMatch(/was cut off/);
    expect(byName.get(`${'n'.repeat(240)}.mcap`)?.problem).toBeNull();
    for (const { episodeId } of byName.values()) {
      const file = await findEpisode(folder, episodeId);
      expect(file.episodeId).toBe(episodeId);
    }
    const cut = await findEpisode(folder, 'cut');
    await expect(openEpisode(cut)).rejects.toThrow(/damaged or cut off/);
    await expect(readFrame(cut, { timeSec: 0, which: 'live' })).rejects.toThrow(/damaged or cut off/);
  });
});

async function foreignMcap(): Promise<Uint8Array> {
  const blocks: Uint8Array[] = [];
  const position = () => BigInt(blocks.reduce((sum, block) => sum + block.byteLength, 0));
  const writable = { write: async (block: Uint8Array) => blocks.push(block.slice()), position };
  const writer = new McapWriter({ writable });
  await writer.start({ profile: 'ros2', library: 'other' });
  const channelId = await writer.registerChannel({
    schemaId: 0,
    topic: '/t',
    messageEncoding: '',
    metadata: new Map(),
  });
  await writer.addMessage({ channelId, sequence: 0, logTime: 1n, publishTime: 1n, data: new Uint8Array(3) });
  await writer.end();
  return Buffer.concat(blocks);
}

it('lists nothing where there is no folder yet, and leaves out what is being recorded', async () => {
  await inTemporaryFolder(async (folder) => {
    expect(await listEpisodes(join(folder, 'none'), undefined)).toEqual([]);
    const { recording } = await startTestRecording(folder);
    expect(await listEpisodes(folder, recording.activePath)).toEqual([]);
    await recording.end('stopped');
  });
});

it('remembers what it read until a file changes, and does without its memory', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder, 'succeeded', { name: 'a' });
    await listEpisodes(folder, undefined);
    const cachePath = join(folder, listCacheName);
    const cache = await readFile(cachePath, 'utf8');
    await writeFile(cachePath, cache.replace('fr3 (simulator)', 'remembered'));
    expect((await listEpisodes(folder, undefined))[0]?.robot).toBe('remembered');
    await utimes(path, 1, 1);
    expect((await listEpisodes(folder, undefined))[0]?.robot).toBe('fr3 (simulator)');
    for (const damaged of ['', '{', '{"version":1,"entries":{"a.mcap":{"size":"x"}}}', '[]']) {
      await writeFile(cachePath, damaged);
      expect((await listEpisodes(folder, undefined))[0]?.robot).toBe('fr3 (simulator)');
    }
    await rm(path);
    expect(await listEpisodes(folder, undefined)).toEqual([]);
  });
});

it('opens an episode with records, joints and frame times on one axis', async () => {
  await inTemporaryFolder(async (folder) => {
    await recordTestEpisode(folder, 'succeeded', { name: 'a' });
    const detail = episodeDetailSchema.parse(await openEpisode(await findEpisode(folder, 'a')));
    expect(detail.records.map(({ index, kind }) => [index, kind])).toEqual(
      testRecords().map(({ kind }, i) => [i, kind]),
    );
    expect(detail.records[3]?.json).toBe(testRecords()[3]?.json);
    expect(detail.joints.names).toEqual(testJoints(0).names);
    expect(detail.joints.timeSec).toHaveLength(200);
    expect(detail.joints.timeSec[100]).toBeCloseTo(2, 6);
    expect(detail.joints.positions[1]?.[100]).toBeCloseTo(testJoints(testStartSec + 2).positions[1] ?? 0, 9);
    expect(detail.cameras[0]?.frameTimesSec).toHaveLength(40);
    expect(detail.cameras[0]?.frameTimesSec[10]).toBeCloseTo(1, 6);
  });
});

it('thins long joint curves to what can be drawn, first to last', async () => {
  await inTemporaryFolder(async (folder) => {
    const { recording, now } = await startTestRecording(folder);
    for (let i = 0; i < 9000; i++) {
      now.sec = testStartSec + i / 500;
      recording.addJointState(testJoints(now.sec));
    }
    await recording.end('succeeded');
    const { joints } = await openEpisode(await findEpisode(folder, recording.episodeId));
    expect(joints.timeSec).toHaveLength(3000);
    expect(joints.timeSec.length).toBeLessThanOrEqual(jointSamplesKept);
    expect(joints.timeSec.at(-1)).toBeGreaterThan(17.99);
  });
});

it('reads the frame at or before a time, none before the first, and the decision frame', async () => {
  await inTemporaryFolder(async (folder) => {
    await recordTestEpisode(folder, 'succeeded', { name: 'a' });
    const file = await findEpisode(folder, 'a');
    const frame = await readFrame(file, { timeSec: 1.05, which: 'live' });
    expect(frame?.timeSec).toBeCloseTo(1, 6);
    expect(frame).toMatchObject({ format: 'jpeg', data: testFrame(11, 0).jpeg });
    const frameTimesSec = (await openEpisode(file)).cameras[0]?.frameTimesSec ?? [];
    for (const time of frameTimesSec)
      expect((await readFrame(file, { timeSec: time, which: 'live' }))?.timeSec).toBe(time);
    expect((await readFrame(file, { timeSec: 1e9, which: 'live' }))?.timeSec).toBeCloseTo(3.9, 6);
    expect(await readFrame(file, { timeSec: -1, which: 'live' })).toBeNull();
    expect(await readFrame(file, { timeSec: -1e300, which: 'live' })).toBeNull();
    expect(await readFrame(file, { timeSec: 1e300, which: 'live' })).not.toBeNull();
    const decision = await readFrame(file, { timeSec: 0, which: 'decision' });
    expect(decision).toMatchObject({ format: 'png' });
    expect(decision?.timeSec).toBeCloseTo(0.75, 6);
    expect(bytesOf(decision).byteLength).toBeGreaterThan(0);
  });
});

it('opens an episode in which nothing happened', async () => {
  await inTemporaryFolder(async (folder) => {
    const { recording } = await startTestRecording(folder);
    await recording.end('refused');
    const file = await findEpisode(folder, recording.episodeId);
    expect(await openEpisode(file)).toMatchObject({ records: [], cameras: [], joints: { names: [] } });
    expect(await readFrame(file, { timeSec: 0, which: 'live' })).toBeNull();
    expect(await readFrame(file, { timeSec: 0, which: 'decision' })).toBeNull();
  });
});

it('finds no file outside the folder, whatever the id says', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder, 'succeeded', { name: 'a' });
    await mkdir(join(folder, 'inner'));
    await copyFile(path, join(folder, 'secret.mcap'));
    for (const id of ['../secret', join(folder, 'secret'), 'secret\0', './../inner/../secret', '']) {
      await expect(findEpisode(join(folder, 'inner'), id)).rejects.toThrow('There is no episode');
    }
  });
});

it('takes a second recording in the same folder for another episode', async () => {
  await inTemporaryFolder(async (folder) => {
    const first = await startTestRecording(folder, { name: 'a' });
    const second = await startTestRecording(folder, { name: 'b' });
    await Promise.all([fillTestRecording(first), fillTestRecording(second)]);
    await first.recording.end('succeeded');
    await second.recording.end('stopped');
    expect((await listEpisodes(folder, undefined)).map(({ outcome }) => outcome).sort()).toEqual([
      'stopped',
      'succeeded',
    ]);
  });
});

it('lists 1,000 episodes in under a second once it knows them, and finds what changed among them', async () => {
  await inTemporaryFolder(async (folder) => {
    const bytes = await readFile(await recordTestEpisode(folder, 'succeeded', { name: 'first' }));
    await rm(join(folder, 'first.mcap'));
    for (let i = 0; i < 1000; i += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, k) =>
          writeFile(join(folder, `e${String(i + k).padStart(4, '0')}.mcap`), bytes),
        ),
      );
    }
    expect(await listEpisodes(folder, undefined)).toHaveLength(1000);
    await writeFile(join(folder, 'e0500.mcap'), '');
    const started = performance.now();
    const listed = await listEpisodes(folder, undefined);
    const ms = performance.now() - started;
    expect(listed).toHaveLength(1000);
    expect(listed.find(({ fileName }) => fileName === 'e0500.mcap')?.problem).toBe('The file is empty.');
    expect(ms).toBeLessThan(1000);
  });
});

it('names an episode file whatever it is called', async () => {
  await inTemporaryFolder(async (folder) => {
    const bytes = await readFile(await recordTestEpisode(folder, 'succeeded', { name: 'first' }));
    const names = [
      '赤いキューブ',
      'with space and "quotes"',
      "it's; rm -rf",
      '🤖',
      '-dash',
      '.hidden',
      'a%20b',
      'back\\slash',
      'new\nline',
    ];
    for (const name of names) await writeFile(join(folder, `${name}.mcap`), bytes);
    const listed = await listEpisodes(folder, undefined);
    expect(listed.map(({ fileName }) => fileName).sort()).toEqual(
      ['first', ...names].map((name) => `${name}.mcap`).sort(),
    );
    for (const { episodeId, fileName } of listed) {
      const file = await findEpisode(folder, episodeId);
      expect(file.fileName).toBe(fileName);
      expect((await openEpisode(file)).summary.problem).toBeNull();
      expect((await readFrame(file, { timeSec: 1, which: 'live' }))?.format).toBe('jpeg');
    }
  });
});
