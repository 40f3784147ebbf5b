import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Connection, connectionSchema } from '../../shared/contract/connection';
import { type Console, launchConsole } from '../console';
import { randomDomain, rosProcess } from '../ros2/rosNetwork';
import { percentile, slope } from './figures';
import { type Drawn, probeLiveView, takeDrawn } from './liveProbe';

const rateHz = 30;
const warmUpMs = 8000;
const sampleEveryMs = 1000;

interface Sample {
  readonly atMs: number;
  readonly cameraMb: number;
  readonly pageMb: number;
  readonly cameraCpuSec: number;
  readonly pageCpuSec: number;
}

/**
 * Pictures of 1280x720 at 30 Hz, raw over real DDS, from a publisher of rclpy to the live view of the real
 * app: rate and age at the screen beside those of a subscriber of rclpy in the same run, processor time, and
 * the slope of the memory. Answers a table.
 */
export async function benchCamera(seconds: number): Promise<string> {
  const domainId = randomDomain();
  const { python, env } = rosProcess(domainId);
  const dataFolder = dataFolderWith(profileFor(domainId));
  const start = (file: string, ...args: string[]) =>
    spawn(python, [join(import.meta.dirname, file), ...args], { env });
  const publisher = start('stamped_camera.py', String(rateHz));
  const watcher = start('watcher.py');
  const said = createInterface({ input: watcher.stdout })[Symbol.asyncIterator]();
  await said.next();
  const console_ = await launchConsole({ dataFolder });
  try {
    const { page } = console_;
    await page.locator('[data-testid="live-view"][data-live="true"]').waitFor({ timeout: 60_000 });
    await probeLiveView(page);
    await page.waitForTimeout(warmUpMs);
    watcher.stdin.write('reset\n');
    await takeDrawn(page);
    const samples = [await sample(console_)];
    const drawn: Drawn[] = [];
    const end = performance.now() + seconds * 1000;
    while (performance.now() < end) {
      await page.waitForTimeout(sampleEveryMs);
      samples.push(await sample(console_));
      drawn.push(...(await takeDrawn(page)));
    }
    watcher.stdin.write('say\n');
    const beside = JSON.parse((await said.next()).value as string) as {
      agesMs: number[];
      arrivalsMs: number[];
    };
    return table(seconds, drawn, beside, samples);
  } finally {
    await console_.close();
    endProcess(publisher);
    endProcess(watcher);
    rmSync(dataFolder, { recursive: true, force: true });
  }
}

function profileFor(domainId: number): Connection {
  return connectionSchema.parse({
    version: 1,
    kind: 'ros2',
    name: 'Bench camera',
    network: { domainId },
    model: { source: { kind: 'bundled', name: 'fr3' } },
    trajectory: { action: '/arm/follow_joint_trajectory' },
    gripper: { kind: 'none' },
    cameras: [
      {
        name: 'Bench camera',
        color: { topic: '/camera/image', transport: 'raw' },
        depth: null,
        info: '/camera/camera_info',
        pose: { kind: 'tf' },
      },
    ],
  });
}

/** The operator's data, with this profile chosen. */
function dataFolderWith(profile: Connection): string {
  const folder = mkdtempSync(join(tmpdir(), 'r1-bench-camera-'));
  mkdirSync(join(folder, 'profiles'));
  writeFileSync(join(folder, 'profiles/bench-camera.json'), JSON.stringify(profile));
  writeFileSync(join(folder, 'settings.json'), JSON.stringify({ connection: 'own:bench-camera' }));
  return folder;
}

async function sample(console_: Console): Promise<Sample> {
  const cameraPid = await console_.pid('camera');
  const pagePid = await console_.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .find((window) => window.isVisible())!
      .webContents.getOSProcessId(),
  );
  return {
    atMs: performance.now(),
    cameraMb: residentMb(cameraPid),
    pageMb: residentMb(pagePid),
    cameraCpuSec: cpuSec(cameraPid),
    pageCpuSec: cpuSec(pagePid),
  };
}

/** What is in memory and is the process's own; pages shared with others (DDS segments) are not counted. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/RssAnon:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

function cpuSec(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function endProcess(child: ChildProcessWithoutNullStreams): void {
  child.stdin.end();
  setTimeout(() => child.kill('SIGKILL'), 1000).unref();
}

function table(
  seconds: number,
  drawn: readonly Drawn[],
  beside: { readonly agesMs: readonly number[]; readonly arrivalsMs: readonly number[] },
  samples: readonly Sample[],
): string {
  const ages = drawn.map(({ ageMs }) => ageMs);
  const perSecond = (count: number, atMs: readonly number[]) =>
    (((count - 1) * 1000) / (atMs.at(-1)! - atMs[0]!)).toFixed(2);
  const line = (...cells: (string | number)[]) => `| ${cells.join(' | ')} |`;
  const [first, last] = [samples[0]!, samples.at(-1)!];
  const share = (key: 'cameraCpuSec' | 'pageCpuSec') => {
    const cpuMs = (last[key] - first[key]) * 1000;
    const ofCore = (cpuMs * 100) / (last.atMs - first.atMs);
    return `${ofCore.toFixed(0)} % of a core, ${(cpuMs / drawn.length).toFixed(1)} ms a picture`;
  };
  const memory = (key: 'cameraMb' | 'pageMb') => {
    const fit = slope(samples.map((each) => [(each.atMs - first.atMs) / 60_000, each[key]] as const));
    return `${first[key].toFixed(0)} to ${last[key].toFixed(0)} MB, slope ${fit.slope.toFixed(2)} ± ${(2 * fit.error).toFixed(2)} MB a minute`;
  };
  return [
    `1280x720 rgb8 at ${rateHz} Hz, raw, ${seconds} s; load ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`,
    '',
    line('what', 'live view of the console', 'rclpy subscriber'),
    line('---', '---', '---'),
    line(
      'pictures a second',
      perSecond(
        drawn.length,
        drawn.map(({ atMs }) => atMs),
      ),
      perSecond(beside.agesMs.length, beside.arrivalsMs),
    ),
    ...([50, 95, 99] as const).map((p) =>
      line(
        `age p${p} (ms)`,
        percentile(ages, p / 100).toFixed(0),
        percentile(beside.agesMs, p / 100).toFixed(1),
      ),
    ),
    line('camera process, processor', share('cameraCpuSec'), ''),
    line('page, processor', share('pageCpuSec'), ''),
    line('camera process, memory', memory('cameraMb'), ''),
    line('page, memory', memory('pageMb'), ''),
  ].join('\n');
}
