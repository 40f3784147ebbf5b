import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { sha256 } from '../episodes/format/hashChain';
import { type OpenNew, openNew } from './episode/appendFile';
import { freeBytes } from './episode/diskSpace';
import {
  inTemporaryFolder,
  testFrame,
  testJoints,
  testPlanText,
  testRecord,
  testStartSec,
} from './testEpisode';
import { openWithRoom, serveTestCamera, settle, startTestService } from './testRecorder';

const task = { instruction: 'fill the disk', robot: 'fr3', model: 'tiny' };
const plan = testRecord('plan', 'planner', testStartSec, testPlanText);
const approval = testRecord('approval', 'robot', testStartSec, { planHash: sha256(testPlanText) });

function recordMuch(
  test: ReturnType<typeof startTestService>,
  robot: ReturnType<ReturnType<typeof startTestService>['client']>,
) {
  test.now.ms += 10;
  robot.notify('jointState', testJoints(test.now.ms / 1000));
}

it('a full disk stops the recording, keeps what is there, and refuses every further approval', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder, { openNew: openWithRoom(60_000) });
    const seen = test.watchStatus();
    const robot = test.client();
    const { episodeId } = await robot.request('startEpisode', task);
    robot.notify('record', plan);
    await robot.request('recordDurably', approval);
    for (let i = 0; i < 400 && seen.at(-1)?.state !== 'failed'; i++) {
      recordMuch(test, robot);
      if (i % 10 === 0) await settle(10);
    }
    await settle();
    const status = await robot.request('getStatus', {});
    expect(status).toMatchObject({ state: 'failed', episodeId: null, fault: { code: 'diskFull' } });
    expect(status.fault?.happened).toContain('is full');
    expect(status.fault?.robotIs).toContain('no new motion');
    expect(status.fault?.next).toContain('Free some space');
    await expect(robot.request('recordDurably', approval)).rejects.toThrow(/is full/);
    const summary = await robot.request('endEpisode', { outcome: 'stopped' });
    expect(summary).toMatchObject({ episodeId, outcome: 'interrupted' });
    expect(summary.problem).toContain('is full');
    expect(await robot.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true, records: 2 });
    const { joints } = await robot.request('openEpisode', { episodeId });
    expect(joints.timeSec.length).toBeGreaterThan(100);
    test.stop();
  });
});

it('an approval that meets the full disk is refused, not lost in silence', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder, { openNew: openWithRoom(5_000) });
    test.stop();
    const robot = test.client();
    await robot.request('startEpisode', task);
    const large = testRecord('approval', 'robot', testStartSec, { planHash: 'x'.repeat(10_000) });
    await expect(robot.request('recordDurably', large)).rejects.toThrow(/is full.*Free some space/s);
    expect(await robot.request('getStatus', {})).toMatchObject({ state: 'failed' });
  });
});

it('records again after the disk has room', async () => {
  await inTemporaryFolder(async (folder) => {
    let room = 3_000;
    const test = startTestService(folder, { openNew: (path) => openWithRoom(room)(path) });
    const robot = test.client();
    await robot.request('startEpisode', task);
    await robot
      .request('recordDurably', testRecord('note', 'robot', 0, 'y'.repeat(9_000)))
      .catch(() => undefined);
    room = 1e9;
    const { episodeId } = await robot.request('startEpisode', task);
    await robot.request('recordDurably', approval);
    expect(await robot.request('endEpisode', { outcome: 'succeeded' })).toMatchObject({
      episodeId,
      problem: null,
    });
    expect((await robot.request('getStatus', {})).fault).toBeNull();
    test.stop();
  });
});

const refusals: [string, string, RegExp][] = [
  ['EACCES', 'folderNotWritable', /cannot be written \(EACCES\)/],
  ['EROFS', 'folderNotWritable', /cannot be written \(EROFS\)/],
  ['ENOSPC', 'diskFull', /is full/],
  ['EIO', 'writeFailed', /failed: i\/o/],
];
it.each(refusals)('an episode that cannot be created (%s) is refused in words', async (code, name, words) => {
  await inTemporaryFolder(async (folder) => {
    const refuse: OpenNew = () => Promise.reject(Object.assign(new Error('i/o'), { code }));
    const test = startTestService(folder, { openNew: refuse });
    const client = test.client();
    await expect(client.request('startEpisode', task)).rejects.toThrow(words);
    expect(await client.request('getStatus', {})).toMatchObject({ state: 'failed', fault: { code: name } });
    await expect(client.request('recordDurably', approval)).rejects.toThrow(words);
    test.stop();
  });
});

it('a disk that is full from the first byte is refused in words and leaves no empty file', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder, { openNew: openWithRoom(0) });
    const client = test.client();
    await expect(client.request('startEpisode', task)).rejects.toThrow(/is full/);
    expect(await client.request('getStatus', {})).toMatchObject({
      state: 'failed',
      fault: { code: 'diskFull' },
    });
    expect(await readdir(folder)).toEqual([]);
    test.stop();
  });
});

it('measures the space where a folder would be made', async () => {
  await inTemporaryFolder(async (folder) => {
    const free = await freeBytes(folder);
    expect(free).toBeGreaterThan(0);
    expect(await freeBytes(join(folder, 'not', 'yet'))).not.toBeNull();
  });
});

it('a folder that cannot be made is refused in words', async () => {
  await inTemporaryFolder(async (folder) => {
    await writeFile(join(folder, 'file'), '');
    const test = startTestService(join(folder, 'file', 'episodes'));
    const client = test.client();
    await expect(client.request('startEpisode', task)).rejects.toThrow(/no longer there|failed/);
    expect(await client.request('listEpisodes', {}).catch((error: Error) => error.message)).toBeDefined();
    test.stop();
  });
});

it('notices a folder that vanishes, although the open file would still take bytes', async () => {
  await inTemporaryFolder(async (parent) => {
    const folder = join(parent, 'episodes');
    const test = startTestService(folder);
    const robot = test.client();
    await robot.request('startEpisode', task);
    await rename(folder, join(parent, 'moved'));
    await expect(robot.request('recordDurably', approval)).rejects.toThrow(/no longer there/);
    expect(await robot.request('getStatus', {})).toMatchObject({
      state: 'failed',
      fault: { code: 'folderGone' },
    });
    const summary = await robot.request('endEpisode', { outcome: 'stopped' });
    expect(summary.problem).not.toBeNull();
    expect(await readdir(join(parent, 'moved'))).toHaveLength(1);
    test.stop();
  });
});

it('warns when space runs low, does not start without it, and ends while there is room to end', async () => {
  await inTemporaryFolder(async (folder) => {
    let free: number | null = 150e6;
    const test = startTestService(folder, { freeBytes: async () => free });
    const client = test.client();
    const { episodeId } = await client.request('startEpisode', task);
    await test.service.watch();
    expect(await client.request('getStatus', {})).toMatchObject({
      state: 'recording',
      freeBytes: 150e6,
      fault: { code: 'diskLow' },
    });
    free = 9e6;
    await test.service.watch();
    await settle();
    expect(await client.request('getStatus', {})).toMatchObject({
      state: 'failed',
      fault: { code: 'diskFull' },
    });
    expect(await client.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true });
    free = 49e6;
    await expect(client.request('startEpisode', task)).rejects.toThrow(/Only 49 MB are free/);
    free = null;
    await expect(client.request('startEpisode', task)).resolves.toBeDefined();
    await client.request('endEpisode', { outcome: 'stopped' });
    test.stop();
  });
});

it('asks for no more pictures while a slow disk has too much waiting; records still go first come first served', async () => {
  await inTemporaryFolder(async (folder) => {
    let release: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => {
      release = resolve;
    });
    const test = startTestService(folder, {
      openNew: async (path) => {
        const handle = await openNew(path);
        let blocks = 0;
        return {
          ...handle,
          async write(bytes, offset, length) {
            if (++blocks > 2) await slow;
            return handle.write(bytes, offset, length);
          },
        };
      },
    });
    const [cameraEnd, recorderEnd] = memoryPortPair();
    const camera = serveTestCamera(cameraEnd, new Map());
    test.service.attachCamera(recorderEnd);
    const client = test.client();
    const { episodeId } = await client.request('startEpisode', task);
    const large = testFrame(1, testStartSec, 1_000_000);
    let sent = 0;
    for (let i = 0; i < 60; i++) {
      await settle(4);
      if (camera.offer(large)) sent++;
    }
    expect(sent).toBeLessThan(30);
    const durable = client.request('recordDurably', approval);
    release();
    expect((await durable).index).toBe(0);
    await settle(100);
    expect(camera.offer(testFrame(99, testStartSec, 1000))).toBe(true);
    await settle();
    await client.request('endEpisode', { outcome: 'stopped' });
    expect((await client.request('openEpisode', { episodeId })).cameras[0]?.frameTimesSec).toHaveLength(
      sent + 1,
    );
    test.stop();
  });
});

it('what comes while an episode is being closed is in no episode, is logged, and is no fault', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder, {
      openNew: async (path) => {
        const handle = await openNew(path);
        return {
          ...handle,
          async close() {
            await handle.close();
            // As on a slow disk: closed, and not yet done with.
            await settle(150);
          },
        };
      },
    });
    const seen = test.watchStatus();
    const robot = test.client();
    const { episodeId } = await robot.request('startEpisode', task);
    robot.notify('record', plan);
    const ended = robot.request('endEpisode', { outcome: 'stopped' });
    await settle(60);
    robot.notify('record', testRecord('fault', 'robot', testStartSec, { happened: 'lost' }));
    for (let i = 0; i < 3; i++) recordMuch(test, robot);
    await expect(robot.request('recordDurably', approval)).rejects.toThrow('No episode is being recorded');
    expect(await ended).toMatchObject({ episodeId, outcome: 'stopped', problem: null });
    await settle();
    expect(seen.map(({ fault }) => fault).filter((fault) => fault !== null)).toEqual([]);
    expect(await robot.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true, records: 1 });
    expect(test.logged).toEqual([
      `${episodeId} was being closed; what came then is not in it: 1 fault by robot, 3 joint state, 1 approval by robot`,
    ]);
    test.stop();
  });
});

it('an episode that the disk does not let end is a fault, whatever comes late', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder, {
      openNew: async (path) => {
        const handle = await openNew(path);
        let syncs = 0;
        return {
          ...handle,
          async datasync() {
            if (++syncs > 1) throw Object.assign(new Error('i/o error'), { code: 'EIO' });
            return handle.datasync();
          },
        };
      },
    });
    test.stop();
    const robot = test.client();
    const { episodeId } = await robot.request('startEpisode', task);
    robot.notify('record', plan);
    const summary = await robot.request('endEpisode', { outcome: 'stopped' });
    expect(summary.episodeId).toBe(episodeId);
    expect(await robot.request('getStatus', {})).toMatchObject({
      state: 'failed',
      fault: { code: 'writeFailed' },
    });
  });
});

/** A real file system of 2 MB; only root may make one. */
function mountSmallDisk(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

it('survives a really full disk: on one of 2 MB where that can be made, else on /dev/full', async () => {
  await inTemporaryFolder(async (parent) => {
    const folder = join(parent, 'disk');
    await mkdir(folder);
    const real = mountSmallDisk(folder);
    try {
      const openFile = real ? openNew : openWithRoom(1_900_000);
      const space = { warnBytes: 1e6, startBytes: 1e5, stopBytes: 0 };
      const test = startTestService(folder, { freeBytes, space, openNew: openFile });
      const seen = test.watchStatus();
      const [cameraEnd, recorderEnd] = memoryPortPair();
      const camera = serveTestCamera(cameraEnd, new Map());
      test.service.attachCamera(recorderEnd);
      const robot = test.client();
      const { episodeId } = await robot.request('startEpisode', task);
      robot.notify('record', plan);
      await robot.request('recordDurably', approval);
      for (let i = 0; i < 400 && seen.at(-1)?.state !== 'failed'; i++) {
        recordMuch(test, robot);
        camera.offer(testFrame(i, test.now.ms / 1000, 30_000));
        await settle(5);
      }
      expect(seen.at(-1)).toMatchObject({ state: 'failed', fault: { code: 'diskFull' } });
      await expect(robot.request('recordDurably', approval)).rejects.toThrow(/is full/);
      const summary = await robot.request('endEpisode', { outcome: 'stopped' });
      expect(summary.problem).not.toBeNull();
      const files = (await readdir(folder)).filter((name) => name.startsWith(episodeId));
      expect(files).toHaveLength(1);
      const bytes = await readFile(join(folder, files[0] ?? ''));
      expect(bytes.length).toBeGreaterThan(1_000_000);
      if (files[0]?.endsWith('.active')) {
        // Not even the index found room: after some is made, the next start finishes the file.
        await rm(join(folder, '.r1-episode-list.json'), { force: true });
        await writeFile(join(parent, files[0]), bytes);
        const next = startTestService(parent);
        expect(await next.client().request('verifyEpisode', { episodeId })).toMatchObject({ ok: true });
        next.stop();
      } else {
        expect(await robot.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true, records: 2 });
      }
      test.stop();
    } finally {
      if (real) execFileSync('umount', ['-l', folder]);
    }
  });
}, 30_000);
