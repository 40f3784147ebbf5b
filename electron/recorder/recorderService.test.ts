import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { liveFrameSchema } from '../../shared/contract/cameraContract';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { decodePicture } from '../pictures/decodePicture';
import {
  bytesOf,
  inTemporaryFolder,
  recordTestEpisode,
  testDecision,
  testFrame,
  testJoints,
  testRecord,
  testRecords,
  testStartSec,
} from './testEpisode';
import { serveTestCamera, settle, startTestService } from './testRecorder';

const task = { instruction: 'put the red cube in the blue bowl', robot: 'fr3', model: 'tiny' };

it('records what several clients say, in the order of their messages, and lists, opens and verifies it', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const renderer = test.client();
    const robot = test.client();
    const { episodeId, path } = await renderer.request('startEpisode', task);
    expect(path).toBe(join(folder, `${episodeId}.mcap`));
    for (const record of testRecords().slice(0, 4)) renderer.notify('record', record);
    const approval = testRecords()[4];
    if (!approval) throw new Error('no approval');
    const link = await robot.request('recordDurably', approval);
    for (let i = 0; i < 20; i++) {
      test.now.ms += 20;
      robot.notify('jointState', testJoints(test.now.ms / 1000));
    }
    robot.notify('record', testRecord('execution', 'robot', test.now.ms / 1000, { type: 'succeeded' }));
    await settle();
    const summary = await renderer.request('endEpisode', { outcome: 'succeeded' });
    expect(summary).toMatchObject({ episodeId, outcome: 'succeeded', problem: null, robot: 'fr3', path });
    const { episodes } = await renderer.request('listEpisodes', {});
    expect(episodes).toEqual([summary]);
    const detail = await renderer.request('openEpisode', { episodeId });
    expect(detail.records.map(({ kind }) => kind).filter((kind) => kind !== 'note')).toEqual([
      'instruction',
      'observation',
      'proposal',
      'plan',
      'approval',
      'execution',
    ]);
    expect(detail.records[link.index]).toMatchObject({ kind: 'approval', hash: link.hash });
    expect(detail.joints.timeSec).toHaveLength(20);
    expect(await renderer.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true });
    expect(test.bad).toEqual([]);
    test.stop();
  });
});

it('answers a durable record only when it can be read back from the disk', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const robot = test.client();
    const { episodeId } = await robot.request('startEpisode', task);
    test.stop();
    await robot.request('recordDurably', testRecord('approval', 'robot', testStartSec, { planHash: 'beef' }));
    const onDisk = await readFile(join(folder, `${episodeId}.mcap.active`), 'latin1');
    expect(onDisk).toContain('beef');
    await robot.request('endEpisode', { outcome: 'stopped' });
  });
});

it("files a record without a stamp at the robot's time, not at this machine's", async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const robot = test.client();
    // The robot's clock is 20 s behind this machine's.
    robot.notify('jointState', testJoints(testStartSec - 20));
    const { episodeId } = await robot.request('startEpisode', task);
    test.now.ms += 1500;
    const { json } = testRecord('fault', 'camera', 0, { text: 'Camera stopped' });
    robot.notify('record', { kind: 'fault', source: 'camera', stampSec: null, json });
    await robot.request('endEpisode', { outcome: 'stopped' });
    const { summary, records } = await robot.request('openEpisode', { episodeId });
    expect(records[0]?.stampSec).toBeCloseTo(testStartSec - 18.5, 6);
    expect(summary.startedAtSec).toBeCloseTo(testStartSec - 20, 6);
    expect(await robot.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true });
    expect(test.bad).toEqual([]);
    test.stop();
  });
});

it('says no outside an episode: nothing can rest on a record that nobody keeps', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const robot = test.client();
    const record = testRecord('approval', 'robot', testStartSec, {});
    robot.notify('record', record);
    await expect(robot.request('recordDurably', record)).rejects.toThrow('No episode is being recorded');
    await expect(robot.request('endEpisode', { outcome: 'stopped' })).rejects.toThrow('No episode');
    expect(await robot.request('getStatus', {})).toMatchObject({ state: 'idle', episodeId: null });
    test.stop();
  });
});

it('takes frames from the camera only while it records, one at a time', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const [cameraEnd, recorderEnd] = memoryPortPair();
    const camera = serveTestCamera(cameraEnd, new Map());
    test.service.attachCamera(recorderEnd);
    await settle(120);
    expect(camera.credit()).toBe(0);
    const client = test.client();
    const { episodeId } = await client.request('startEpisode', task);
    await settle();
    let sent = 0;
    for (let i = 0; i < 10; i++) {
      test.now.ms += 33;
      if (camera.offer(testFrame(i, test.now.ms / 1000))) sent++;
      await settle(5);
    }
    expect(sent).toBe(10);
    await client.request('endEpisode', { outcome: 'stopped' });
    camera.offer(testFrame(11, test.now.ms / 1000));
    await settle(120);
    expect(camera.credit()).toBe(0);
    expect((await client.request('openEpisode', { episodeId })).cameras[0]?.frameTimesSec).toHaveLength(10);
    const frame = await client.request('readFrame', { episodeId, timeSec: 0.1, which: 'live' });
    expect(frame).toMatchObject({ format: 'jpeg', data: testFrame(2, 0).jpeg });
    test.stop();
  });
});

it('records as JPEG what comes as pixels, and refuses pixels that are not of their size', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const [cameraEnd, recorderEnd] = memoryPortPair();
    const camera = serveTestCamera(cameraEnd, new Map());
    test.service.attachCamera(recorderEnd);
    const client = test.client();
    const { episodeId } = await client.request('startEpisode', task);
    await settle();
    const rgb = Uint8Array.from({ length: 32 * 16 * 3 }, (_, i) => [200, 100, 50][i % 3]!);
    const { seq, stampSec, camera: model } = testFrame(1, test.now.ms / 1000);
    camera.offer({ seq, stampSec, camera: model, width: 32, height: 16, rgb });
    await settle(120);
    expect(camera.credit()).toBeGreaterThan(0);
    await client.request('endEpisode', { outcome: 'stopped' });
    const frame = await client.request('readFrame', { episodeId, timeSec: 0, which: 'live' });
    const pixels = await decodePicture(bytesOf(frame));
    expect(pixels).toMatchObject({ width: 32, height: 16 });
    for (const [i, want] of [200, 100, 50].entries()) {
      expect(Math.abs(pixels.rgba[i]! - want)).toBeLessThan(6);
    }
    test.stop();
  });
  const short = { seq: 1, stampSec: 1, camera: null, width: 32, height: 16, rgb: new Uint8Array(9) };
  expect(liveFrameSchema.safeParse(short).success).toBe(false);
});

it('goes on with the next camera after one that went away', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const [firstEnd, firstRecorderEnd] = memoryPortPair();
    const first = serveTestCamera(firstEnd, new Map());
    test.service.attachCamera(firstRecorderEnd);
    const client = test.client();
    const { episodeId } = await client.request('startEpisode', task);
    await settle();
    first.offer(testFrame(1, testStartSec));
    first.close();
    await settle();
    const [secondEnd, secondRecorderEnd] = memoryPortPair();
    const second = serveTestCamera(secondEnd, new Map());
    test.service.attachCamera(secondRecorderEnd);
    await settle();
    expect(second.offer(testFrame(1, testStartSec + 1))).toBe(true);
    await settle();
    await client.request('endEpisode', { outcome: 'stopped' });
    expect((await client.request('openEpisode', { episodeId })).cameras[0]?.frameTimesSec).toHaveLength(2);
    test.stop();
  });
});

it('records the decision picture of an observation, once, and says when it cannot be had', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const frame = testDecision(testStartSec);
    const [cameraEnd, recorderEnd] = memoryPortPair();
    serveTestCamera(cameraEnd, new Map([['obs-1', frame]]));
    test.service.attachCamera(recorderEnd);
    const client = test.client();
    const { episodeId } = await client.request('startEpisode', task);
    const observed = testRecord('observation', 'renderer', testStartSec, frame.observation);
    client.notify('record', observed);
    client.notify('record', observed);
    client.notify(
      'record',
      testRecord('observation', 'renderer', testStartSec, { ...frame.observation, observationId: 'obs-9' }),
    );
    client.notify('record', testRecord('observation', 'renderer', testStartSec, 'not json'));
    await client.request('endEpisode', { outcome: 'stopped' });
    const { records } = await client.request('openEpisode', { episodeId });
    const notes = records.filter(({ source }) => source === 'recorder');
    expect(notes.map(({ json }) => json)).toEqual([
      expect.stringMatching(/obs-9 is not recorded.*does not hold/),
    ]);
    const picture = await client.request('readFrame', { episodeId, timeSec: 0, which: 'decision' });
    expect(picture?.format).toBe('png');
    const verified = await client.request('verifyEpisode', { episodeId });
    expect(verified).toMatchObject({ ok: true });
    expect(verified.text).toContain('1 decision picture');
    test.stop();
  });
});

it('ends a running episode as interrupted when the next one starts, and when the program ends', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const client = test.client();
    const first = await client.request('startEpisode', task);
    const second = await client.request('startEpisode', task);
    expect(second.episodeId).not.toBe(first.episodeId);
    await test.service.shutDown();
    const { episodes } = await client.request('listEpisodes', {});
    expect(episodes.map(({ outcome, problem }) => [outcome, problem])).toEqual([
      ['interrupted', null],
      ['interrupted', null],
    ]);
    expect((await readdir(folder)).filter((name) => name.endsWith('.active'))).toEqual([]);
    test.stop();
  });
});

it('repairs at its start what an earlier run left, before it lists', async () => {
  await inTemporaryFolder(async (folder) => {
    const path = await recordTestEpisode(folder, 'succeeded', { name: 'left' });
    const bytes = await readFile(path);
    await rename(path, `${path}.active`);
    await writeFile(`${path}.active`, bytes.subarray(0, bytes.length - 20_000));
    await writeFile(join(folder, 'nothing.mcap.active'), '');
    const test = startTestService(folder);
    const client = test.client();
    const { episodes } = await client.request('listEpisodes', {});
    const left = episodes.find(({ fileName }) => fileName === 'left.mcap');
    expect(left).toMatchObject({ outcome: 'interrupted', instruction: task.instruction });
    expect(left?.problem).toContain('was repaired at the next start');
    expect(episodes.find(({ fileName }) => fileName === 'nothing.mcap.active')?.problem).toContain(
      'Nothing was written',
    );
    expect(test.logged).toHaveLength(2);
    expect(await client.request('verifyEpisode', { episodeId: 'left' })).toMatchObject({ ok: true });
    test.stop();
  });
});

it('does not open the episode that is being recorded, nor one that is not there', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const client = test.client();
    await client.request('startEpisode', task);
    const [name] = await readdir(folder);
    await expect(client.request('openEpisode', { episodeId: name ?? '' })).rejects.toThrow(
      'still being recorded',
    );
    await expect(client.request('openEpisode', { episodeId: '../x' })).rejects.toThrow('There is no episode');
    await client.request('endEpisode', { outcome: 'stopped' });
    test.stop();
  });
});

it('takes messages with any stamps without losing its time axis', async () => {
  await inTemporaryFolder(async (folder) => {
    const test = startTestService(folder);
    const client = test.client();
    const instruction = 'Lege den Würfel 赤 in die Schale 🤖';
    const { episodeId } = await client.request('startEpisode', { ...task, instruction });
    for (const stampSec of [0, -1, 1e300, Number.MIN_VALUE]) {
      client.notify('record', testRecord('note', 'renderer', stampSec, { text: 'odd' }));
    }
    const summary = await client.request('endEpisode', { outcome: 'stopped' });
    expect(summary.durationSec).toBeLessThan(1);
    expect(summary.instruction).toBe(instruction);
    const { records } = await client.request('openEpisode', { episodeId });
    expect(records.map(({ stampSec }) => stampSec)).toEqual([0, -1, 1e300, Number.MIN_VALUE]);
    expect(await client.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true, records: 4 });
    test.stop();
  });
});
