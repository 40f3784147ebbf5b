import { type ChildProcess, spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildKilledRecorder } from './kills/killOnce';
import { inTemporaryFolder } from './testEpisode';
import { settle, startTestService } from './testRecorder';

let recorder: Awaited<ReturnType<typeof buildKilledRecorder>>;
beforeAll(async () => {
  recorder = await buildKilledRecorder();
}, 60_000);
afterAll(() => recorder?.remove());

/** Another console's recorder, in a process of its own, once it records. */
async function startOther(folder: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [recorder.program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((done) => child.stdout?.once('data', done));
  child.stdout?.resume();
  return child;
}

it('leaves alone what another console records in the same folder, and gives it its end when that one has died', async () => {
  await inTemporaryFolder(async (folder) => {
    const other = await startOther(folder);
    const mine = startTestService(folder);
    const client = mine.client();
    try {
      for (let i = 0; i < 3; i++) {
        const { episodes } = await client.request('listEpisodes', {});
        expect(episodes).toMatchObject([{ problem: 'Another console is recording this episode now.' }]);
        expect((await readdir(folder)).filter((name) => name.endsWith('.mcap.active'))).toHaveLength(1);
        await settle(300);
      }
      const own = await client.request('startEpisode', {
        instruction: 'until killed',
        robot: 'r',
        model: 'm',
      });
      await client.request('endEpisode', { outcome: 'succeeded' });
      expect(await client.request('verifyEpisode', own)).toMatchObject({ ok: true });

      other.kill('SIGKILL');
      await new Promise((done) => other.once('close', done));
      const { episodes } = await client.request('listEpisodes', {});
      const theirs = episodes.find(({ episodeId }) => episodeId !== own.episodeId);
      expect(theirs?.problem).toContain('repaired');
      expect(await client.request('verifyEpisode', { episodeId: theirs?.episodeId ?? '' })).toMatchObject({
        ok: true,
      });
    } finally {
      other.kill('SIGKILL');
      mine.stop();
    }
  });
});
