import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { frameHz, jointHz, pictures, size, streams } from './load';
import { benchSeeks } from './seeks';
import { slopeOf } from './statistics';
import { benchThroughput, recordFast } from './throughput';

/**
 * `npm run bench -- recorder [--seconds 20] [--gigabytes 1] [--rounds 5] [--no-inference]`: the recorder's own code
 * under the load of two cameras and an arm, beside the model at work; writing beside the Python `mcap` package;
 * and a large episode looked at. Nothing passes or fails here; other work on the machine shows in the figures.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    gigabytes: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '5' },
    'no-inference': { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const number = (name: 'seconds' | 'gigabytes' | 'rounds', least: number): number => {
  const value = Number(values[name]);
  if (!(value >= least)) throw new Error(`--${name} wants a number from ${least}, not "${values[name]}".`);
  return value;
};
const seconds = number('seconds', 5);
const gigabytes = number('gigabytes', 0.05);
const rounds = number('rounds', 1);

/** The model at work, in a process of its own as in the app. */
async function startInference(): Promise<ChildProcess> {
  const child = fork(resolve('e2e/benchRos2/inferenceLoad.ts'), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  await new Promise<void>((done, reject) => {
    child.once('message', () => done());
    child.once('exit', (code) => reject(new Error(`The model's process ended with code ${code}.`)));
  });
  return child;
}

interface Counts {
  readonly frames: number;
  readonly joints: number;
  readonly records: number;
}
interface LoadReport {
  readonly elapsedSec: number;
  readonly given: Counts & { readonly cpuSec: number };
  readonly found: Counts & { readonly bytes: number };
  readonly ok: boolean;
  readonly text: string;
  readonly bad: readonly string[];
  readonly memory: readonly (readonly [number, number])[];
  readonly cpuSec: number;
}

async function benchLoad(): Promise<void> {
  const inference = values['no-inference'] ? undefined : await startInference();
  const tsx = resolve('node_modules/tsx/dist/cli.mjs');
  let report: LoadReport;
  try {
    const out = execFileSync(
      process.execPath,
      [tsx, join(import.meta.dirname, 'recordLoad.ts'), String(seconds)],
      {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    report = JSON.parse(out) as LoadReport;
  } finally {
    inference?.disconnect();
    inference?.kill();
  }
  const { given, found, memory, elapsedSec } = report;
  const lost = (what: keyof Counts) => `${given[what] - found[what]} of ${given[what]}`;
  // The first quarter is the program's own beginning.
  const { slope, error } = slopeOf(memory.slice(Math.floor(memory.length / 4)));
  const most = Math.max(...memory.map(([, mb]) => mb));
  const share = (100 * (report.cpuSec - given.cpuSec)) / elapsedSec;
  console.log(
    [
      `Recording ${seconds} s of ${streams.length} cameras (${size.width}x${size.height} JPEG, ${frameHz} Hz) and joints (${jointHz} Hz)${inference ? ' while the model computes' : ''}: ${Math.round(found.bytes / 1e6)} MB`,
      `  lost: pictures ${lost('frames')}, joint states ${lost('joints')}, records ${lost('records')}`,
      `  verified: ${report.ok ? 'yes' : 'NO'} (${report.text})`,
      `  memory: ${most.toFixed(0)} MB at most (with the cameras that stand in); slope ${(slope * 60).toFixed(2)} +- ${(error * 60).toFixed(2)} MB a minute`,
      `  processor: ${share.toFixed(0)} % of one core`,
      ...report.bad.map((line) => `  ${line}`),
    ].join('\n'),
  );
}

async function benchLarge(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'r1-large-'));
  try {
    const jpegs = await pictures(8);
    const bytesASecond =
      (jpegs.reduce((sum, { byteLength }) => sum + byteLength, 0) / jpegs.length) * frameHz * streams.length;
    const { path } = await recordFast(folder, jpegs, {
      seconds: Math.ceil((gigabytes * 1e9) / bytesASecond),
      withPictures: true,
    });
    console.log(
      [
        '',
        '| looking at an episode, by what the Review page asks | opened | first picture | picture anywhere, p50 | p95 |',
        '| --- | --- | --- | --- | --- |',
        ...(await benchSeeks(path, 300)),
      ].join('\n'),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores\n`);
await benchLoad();
console.log(`\n${await benchThroughput(rounds)}`);
await benchLarge();
process.exit(0);
