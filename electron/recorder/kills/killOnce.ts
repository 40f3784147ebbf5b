import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { McapIndexedReader } from '@mcap/core';
import { build } from 'vite';
import { createRandom } from '../../../shared/scene/random';
import { streamTopics, topics } from '../../episodes/format/topics';
import { decompressHandlers } from '../../episodes/mcap/decompress';
import { withFile } from '../../episodes/mcap/fileReadable';
import { zstdReady } from '../../episodes/mcap/zstd';
import { seconds } from '../../episodes/ros/rosTime';
import { inTemporaryFolder } from '../testEpisode';
import { startTestService } from '../testRecorder';

/** What came of one killed recording. */
export interface Kill {
  readonly afterMs: number;
  /** Everything that does not hold, in words. */
  readonly problems: readonly string[];
  /** From the last that was kept to the last that was given. */
  readonly lostSec: number;
  readonly lostMessages: number;
  readonly givenMessages: number;
  /** Records that had been confirmed to be on the disk, and are not there. */
  readonly confirmedLost: number;
}

/** The recorder as one file that Node runs, and its removal. */
export async function buildKilledRecorder(): Promise<{ readonly program: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'r1-killed-'));
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: resolve(import.meta.dirname, 'killedRecorder.ts'),
      outDir: folder,
      target: 'node20',
      rolldownOptions: { output: { entryFileNames: 'child.mjs' } },
    },
    // Native and WebAssembly modules stay where they are.
    ssr: { noExternal: true, external: ['@napi-rs/canvas', '@foxglove/wasm-zstd'] },
  });
  await symlink(resolve(import.meta.dirname, '../../../node_modules'), join(folder, 'node_modules'));
  return { program: join(folder, 'child.mjs'), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Runs the recorder, kills it with SIGKILL after `ms` of recording, and returns what it had said. */
function recordAndKill(program: string, folder: string, ms: number): Promise<string[]> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
    });
    child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), ms));
    child.on('close', (_code, signal) => {
      if (signal === 'SIGKILL') done(said.split('\n').slice(0, -1));
      else fail(new Error(`the recorder ended by itself: ${said}`));
    });
  });
}

/** Kills one recording after `afterMs`, starts the recorder again, and looks at what it made of the file. */
export function killOnce(program: string, afterMs: number): Promise<Kill> {
  return inTemporaryFolder(async (folder) => {
    const problems: string[] = [];
    const must = (holds: boolean, text: string) => {
      if (!holds) problems.push(text);
    };
    const said = await recordAndKill(program, folder, afterMs);
    must(
      (await readdir(folder)).every((name) => name.endsWith('.mcap.active')),
      'a file had its final name before it had an end',
    );
    const service = startTestService(folder);
    const client = service.client();
    const { episodes } = await client.request('listEpisodes', {});
    const [summary] = episodes;
    if (!summary || episodes.length !== 1)
      throw new Error(`There are ${episodes.length} episodes after a kill.`);
    must(summary.outcome === 'interrupted', `its outcome is ${summary.outcome}`);
    must(
      summary.problem?.includes('repaired') ?? false,
      `it does not say that it was repaired: ${summary.problem}`,
    );
    const { episodeId } = summary;
    const verified = await client.request('verifyEpisode', { episodeId });
    must(verified.ok, `it does not verify: ${verified.text}`);
    const { records, cameras } = await client.request('openEpisode', { episodeId });
    const pictures = cameras[0]?.frameTimesSec.length ?? 0;
    const frame = await client.request('readFrame', { episodeId, timeSec: 1e6, which: 'live' });
    must(pictures === 0 || frame !== null, 'its pictures cannot be read');
    service.stop();

    const confirmed = said.filter((line) => line.startsWith('durable')).map((line) => line.split(' '));
    const confirmedLost = confirmed.filter(([, index, hash]) => records[Number(index)]?.hash !== hash).length;
    must(confirmedLost === 0, `${confirmedLost} confirmed records are not there`);

    let lostSec = 0;
    let givenMessages = 0;
    let lostMessages = 0;
    for (const [word, topic] of [
      ['joints', topics.jointStates.topic],
      ['frame', streamTopics().image.topic],
    ] as const) {
      const given = said
        .filter((line) => line.startsWith(`${word} `))
        .map((line) => Number(line.split(' ')[1]));
      const kept = new Set(await stampsOf(join(folder, summary.fileName), topic));
      const lost = given.filter((stamp) => ![...roundings(stamp)].some((each) => kept.has(each)));
      const last = given.at(-1) ?? 0;
      const sec = lost.length === 0 ? 0 : last - Math.min(...lost);
      must(sec < 1, `${word}: ${sec.toFixed(2)} s are lost`);
      lostSec = Math.max(lostSec, sec);
      lostMessages += lost.length;
      givenMessages += given.length;
    }
    return { afterMs, problems, lostSec, lostMessages, givenMessages, confirmedLost };
  });
}

/** A stamp as microseconds: doubles and nanoseconds agree to that. */
function* roundings(stampSec: number): Generator<number> {
  const micros = Math.round(stampSec * 1e6);
  yield* [micros - 1, micros, micros + 1];
}

function stampsOf(path: string, topic: string): Promise<number[]> {
  return withFile(path, async (readable) => {
    await zstdReady();
    const reader = await McapIndexedReader.Initialize({ readable, decompressHandlers });
    const stamps: number[] = [];
    for await (const { publishTime } of reader.readMessages({ topics: [topic] })) {
      stamps.push(Math.round(seconds(publishTime) * 1e6));
    }
    return stamps;
  });
}

/** So many moments (ms) of the first three seconds, the same for the same seed. */
export function killMoments(seed: number, count: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => Math.floor(random.next() * 3000));
}
