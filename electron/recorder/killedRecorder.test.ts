import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { McapIndexedReader } from '@mcap/core';
import { build } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streamTopics, topics } from '../episodes/format/topics';
import { withFile } from '../episodes/mcap/fileReadable';
import { seconds } from '../episodes/ros/rosTime';
import { inTemporaryFolder } from './testEpisode';
import { startTestService } from './testRecorder';

let built = '';
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'r1-killed-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: resolve(import.meta.dirname, 'killedRecorder.ts'),
      outDir: built,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
    // A native module stays where it is.
    ssr: { noExternal: true, external: ['@napi-rs/canvas'] },
  });
  await symlink(resolve(import.meta.dirname, '../../node_modules'), join(built, 'node_modules'));
}, 60_000);
afterAll(() => rm(built, { recursive: true, force: true }));

/** Runs the child, kills it with SIGKILL after `ms` of recording, and returns what it had said. */
function recordAndKill(folder: string, ms: number): Promise<string[]> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [join(built, 'child.mjs'), folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') done(said.split('\n').slice(0, -1));
      else fail(new Error(`the child ended by itself: ${said}`));
    });
  });
}

it.each([130, 700, 1900, 2650])(
  'a recorder killed after %i ms loses less than a second, and nothing it had confirmed',
  async (ms) => {
    await inTemporaryFolder(async (folder) => {
      const said = await recordAndKill(folder, ms);
      expect((await readdir(folder)).every((name) => name.endsWith('.mcap.active'))).toBe(true);
      const test = startTestService(folder);
      const client = test.client();
      const [summary] = (await client.request('listEpisodes', {})).episodes;
      expect(summary).toMatchObject({ outcome: 'interrupted', instruction: 'until killed' });
      expect(summary?.problem).toContain('repaired');
      const episodeId = summary?.episodeId ?? '';
      expect(await client.request('verifyEpisode', { episodeId })).toMatchObject({ ok: true });

      const { records } = await client.request('openEpisode', { episodeId });
      const confirmed = said.filter((line) => line.startsWith('durable')).map((line) => line.split(' '));
      for (const [, index, hash] of confirmed) expect(records[Number(index)]?.hash).toBe(hash);

      const path = join(folder, summary?.fileName ?? '');
      for (const [word, topic] of [
        ['joints', topics.jointStates.topic],
        ['frame', streamTopics().image.topic],
      ] as const) {
        const given = said.filter((line) => line.startsWith(word)).map((line) => Number(line.split(' ')[1]));
        const kept = await stampsOf(path, topic);
        const [first = 0, last = 0] = [given[0], given.at(-1)];
        expect(last - (kept.at(-1) ?? first), word).toBeLessThan(1);
        const old = given.filter((stamp) => stamp < last - 1);
        expect(kept.length, word).toBeGreaterThanOrEqual(old.length);
      }
      test.stop();
    });
  },
  30_000,
);

function stampsOf(path: string, topic: string): Promise<number[]> {
  return withFile(path, async (readable) => {
    const reader = await McapIndexedReader.Initialize({ readable });
    const stamps: number[] = [];
    for await (const { publishTime } of reader.readMessages({ topics: [topic] })) {
      stamps.push(seconds(publishTime));
    }
    return stamps;
  });
}
