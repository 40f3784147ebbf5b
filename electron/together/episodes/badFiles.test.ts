import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { ExportFormat } from '../../../shared/contract/exporterContract';
import { createRandom } from '../../../shared/scene/random';
import { foreignRecording } from '../../episodes/testing/foreignRecording';
import { writeTestEpisode } from '../../exporter/testing/testEpisodes';
import { carryOut, plainOrder, startTestExporter } from '../../exporter/testing/testExporter';
import { inTemporaryFolder, recordTestEpisode } from '../../recorder/testEpisode';
import { startTestService } from '../../recorder/testRecorder';
import { mutate } from './mutate';

/**
 * `R1_FUZZ_FILES=10000 npx vitest run electron/together/episodes/badFiles.test.ts`; with `R1_FUZZ_SEED=n` and
 * one file, that one again.
 */
const files = Number(process.env.R1_FUZZ_FILES ?? 200);
const firstSeed = Number(process.env.R1_FUZZ_SEED ?? 1);
/** Of one file through all of it. Nothing of these takes a tenth of it where the machine is free. */
const mostMs = 10_000;
const mostMemoryBytes = 600e6;

/** How a program speaks that did not foresee what it met. */
const unforeseen =
  /undefined|is not a function|Cannot read prop|\[object|NaN|Invalid (typed )?array|out of (range|bounds)|Maximum call|of null|ERR_|Offset is outside|heap/i;

async function wholeFiles(): Promise<
  readonly { readonly name: string; readonly bytes: Uint8Array; readonly own: boolean }[]
> {
  return inTemporaryFolder(async (folder) => [
    { name: 'recorded', bytes: await readFile(await recordTestEpisode(folder)), own: true },
    {
      name: 'two cameras',
      bytes: await readFile(await writeTestEpisode(folder, { name: 'b', cameras: ['a', 'b'] })),
      own: true,
    },
    { name: 'foreign', bytes: await foreignRecording(), own: false },
  ]);
}

const problems: string[] = [];
const onError = (error: unknown) => problems.push(`nobody caught: ${String(error)}`);
process.on('unhandledRejection', onError);
afterAll(() => process.off('unhandledRejection', onError));

it(`says a clear word about each of ${files} bad files, and neither breaks nor hangs nor eats the memory`, async () => {
  const whole = await wholeFiles();
  const formats: readonly ExportFormat[] = ['lerobot', 'vlaCot', 'rosbag'];
  let opened = 0;
  await inTemporaryFolder(async (parent) => {
    for (let seed = firstSeed; seed < firstSeed + files; seed++) {
      const random = createRandom(seed);
      const { name, bytes, own } = random.pick(whole);
      const mutant = mutate(bytes, random);
      const active = random.next() < 0.15;
      const label = `seed ${seed}: ${name}, ${mutant.how}${active ? ', left unfinished' : ''}`;
      const folder = join(parent, String(seed));
      await mkdir(folder);
      await writeFile(join(folder, `x.mcap${active ? '.active' : ''}`), mutant.bytes);
      const changed = Buffer.compare(mutant.bytes, bytes) !== 0;
      const note = (text: string) => problems.push(`${label}: ${text}`);
      const started = performance.now();

      const recorder = startTestService(folder);
      const client = recorder.client();
      const words = (what: string, text: string) => {
        if (text.length < 10 || text.length > 1000 || unforeseen.test(text))
          note(`${what} says "${text.slice(0, 300)}"`);
      };
      const ask = async <T>(what: string, question: Promise<T>): Promise<T | undefined> => {
        try {
          return await question;
        } catch (error) {
          words(what, (error as Error).message);
          return undefined;
        }
      };
      const list = await ask('the list', client.request('listEpisodes', {}));
      if (list?.episodes.length !== 1) note(`the list has ${list?.episodes.length} lines`);
      const summary = list?.episodes[0];
      if (summary?.problem) words('the list', summary.problem);
      const episodeId = summary?.episodeId ?? 'x';
      const detail = await ask('opening', client.request('openEpisode', { episodeId }));
      if (detail) opened++;
      for (const text of detail?.notShown ?? []) words('opening', text);
      for (const topic of [undefined, ...(detail?.cameras ?? []).map(({ topic }) => topic)]) {
        for (const timeSec of [0, 1, 1e9]) {
          await ask('a picture', client.request('readFrame', { episodeId, timeSec, which: 'live', topic }));
        }
      }
      await ask('a picture', client.request('readFrame', { episodeId, timeSec: 1, which: 'decision' }));
      const verified = await ask('verifying', client.request('verifyEpisode', { episodeId }));
      if (verified) words('verifying', verified.text);
      // What was cut off is repaired to something whole, which then holds; so does what is no longer the same file.
      if (own && changed && !mutant.healed && !active && verified?.ok) note('verifying found nothing');
      recorder.stop();
      if (recorder.bad.length > 0) note(`messages were refused: ${recorder.bad.join('; ')}`);

      const exporter = startTestExporter(folder);
      const format = random.pick(formats);
      await exporter.client.request('describeSelection', { episodeIds: [episodeId] });
      const status = await carryOut(exporter.client, {
        ...plainOrder,
        format,
        episodeIds: [episodeId],
        folder: join(folder, 'out'),
      });
      if (status.state === 'failed') words(`export as ${format}`, status.text);
      for (const { why } of status.skipped) words(`export as ${format}`, why);

      const ms = performance.now() - started;
      if (ms > mostMs) note(`it took ${Math.round(ms)} ms`);
      const { rss } = process.memoryUsage();
      if (rss > baseline + mostMemoryBytes) note(`memory grew by ${Math.round((rss - baseline) / 1e6)} MB`);
      await rm(folder, { recursive: true, force: true });
    }
  });
  expect([...new Set(problems)].slice(0, 20), `${problems.length} problems`).toEqual([]);
  // Files that were still good enough to be opened: else only the first border would have been tried.
  if (files >= 100) expect(opened).toBeGreaterThan(files / 20);
}, 3_600_000);

const baseline = process.memoryUsage().rss;
