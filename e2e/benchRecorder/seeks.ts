import { execFileSync } from 'node:child_process';
import { basename, dirname } from 'node:path';
import { compressedLanes } from '../../electron/episodes/format/topics';
import { openNew } from '../../electron/recorder/episode/appendFile';
import { spaceLimits } from '../../electron/recorder/episode/diskSpace';
import { createRecorderService } from '../../electron/recorder/recorderService';
import { nodePortPair } from '../../electron/robot/testing/nodePorts';
import { connect } from '../../shared/contract/channel';
import { recorderContract } from '../../shared/contract/recorderContract';
import { quantile } from './statistics';

/** What the Review page asks of the recorder: one opening and its first picture, then pictures anywhere. */
export async function benchSeeks(path: string, seeks: number): Promise<readonly string[]> {
  const episodeId = basename(path, '.mcap');
  const ms = (value: number) => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  const lines: string[] = [];
  for (const [name, prepare] of [
    ['not in memory', () => forgetPages(path)],
    ['in memory', () => true],
  ] as const) {
    if (!prepare()) continue;
    const service = createRecorderService({
      folder: dirname(path),
      appVersion: '0',
      wallMs: Date.now,
      openNew,
      compressed: compressedLanes,
      space: spaceLimits,
      graceMs: 0,

      nowMs: () => performance.now(),
      wantLiveVideo: () => undefined,
      onBadMessage: ({ problem }) => {
        throw new Error(problem);
      },
      log: () => undefined,
    });
    const [mine, theirs] = nodePortPair();
    service.addClient(theirs);
    const client = connect(mine, recorderContract, () => undefined);
    const started = performance.now();
    const { cameras, summary } = await client.request('openEpisode', { episodeId }, { timeoutMs: 60_000 });
    const opened = performance.now() - started;
    const topic = cameras[0]?.topic;
    await client.request('readFrame', { episodeId, timeSec: 0.1, which: 'live', topic });
    const first = performance.now() - started;
    const times: number[] = [];
    let seed = 7;
    for (let i = 0; i < seeks; i++) {
      seed = (seed * 48_271) % 0x7fffffff;
      const at = performance.now();
      const timeSec = 0.1 + (seed / 0x7fffffff) * (summary.durationSec - 0.1);
      const frame = await client.request('readFrame', { episodeId, timeSec, which: 'live', topic });
      if (!frame) throw new Error(`There is no picture at ${timeSec} s.`);
      times.push(performance.now() - at);
    }
    lines.push(
      `| ${(summary.bytes / 1e9).toFixed(2)} GB, ${name} | ${ms(opened)} | ${ms(first)} | ${ms(quantile(times, 0.5))} | ${ms(quantile(times, 0.95))} |`,
    );
    mine.close();
    await service.shutDown();
  }
  return lines;
}

/** Has the system forget what it holds of the file; false where it cannot be asked to. */
function forgetPages(path: string): boolean {
  try {
    execFileSync('dd', [`of=${path}`, 'oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}
