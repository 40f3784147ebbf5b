import { type ChildProcess, type ChildProcessByStdio, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { _electron } from 'playwright';
import type { SimulatorRos2Hooks } from '../../electron/main/simulatorRos2';
import { electronCommand } from '../../resources/setup/electron.mjs';
import {
  networkEnvironment,
  type Ros2Environment,
  simulatorEnvironment,
} from '../../resources/setup/ros2/simulatorEnvironment.mjs';
import { type Ros2Profile, ros2ProfileSchema } from '../../shared/contract/connection';
import type { WorldState } from '../../shared/contract/simulatorContract';
import { type Console, launchConsole } from '../console';
import { type Cable, layCable, onFarSide } from './cable';

/** The ROS 2 that set-up found or made. Throws in words when there is none. */
export function ros2(): Ros2Environment {
  const file = resolve('.cache', 'ros2', 'environment.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Ros2Environment;
  } catch {
    throw new Error(`There is no ${file}: run "npm run setup:ros2" first.`);
  }
}

/** A ROS domain that hardly anybody else on this machine uses at the same time. */
export const randomDomain = (): number => randomInt(1, 101);

/** The Python that has rclpy, and the whole environment of a process on this domain. */
export function rosProcess(domain: number): { readonly python: string; readonly env: NodeJS.ProcessEnv } {
  const { distro, prefix, env } = ros2();
  return {
    // The environment from wheels has its own Python; an installed ROS uses the system's.
    python: env.PYTHONPATH ? 'python3' : join(prefix, 'bin', 'python'),
    env: { ...process.env, ...env, ...networkEnvironment(domain, distro) },
  };
}

/** `npm run sim:ros2` as a child, with a line to its truth. */
export interface SimulatorRobot {
  /** Its camera goes on or hangs; all else of the robot goes on. */
  camera(how: 'goesOn' | 'hangs'): Promise<void>;
  /** Joint values and object poses. For judging, never for doing. */
  truth(): Promise<WorldState>;
  /** To kill a part of it. */
  pid(name: 'simulator' | 'simulatorRos2'): Promise<number>;
  close(): Promise<void>;
}

type WithHooks = typeof globalThis & { r1Test?: SimulatorRos2Hooks };

export async function startSimulatorRobot(options: {
  readonly seed: number;
  readonly domain: number;
  readonly rateHz?: number;
}): Promise<SimulatorRobot> {
  const command = electronCommand();
  if (!command) throw new Error('Electron is not set up; run `npm test` or `npm start` once.');
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-sim-ros2-'));
  const app = await _electron.launch({
    executablePath: command.executable,
    args: [...command.args],
    env: {
      ...(process.env as Record<string, string>),
      ...simulatorEnvironment({ rateHz: 10, ...options }, ros2()),
      R1_E2E: '1',
      R1_DATA_DIR: dataFolder,
    },
  });
  return {
    truth: () => app.evaluate(() => (globalThis as WithHooks).r1Test!.truth()),
    pid: async (name) => {
      const pid = await app.evaluate((_app, wanted) => (globalThis as WithHooks).r1Test?.pid(wanted), name);
      if (pid === undefined) throw new Error(`${name} is not running`);
      return pid;
    },
    camera: async (how) => {
      const pid = await app.evaluate(
        ({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()
            .find((window) => window.webContents.getURL().includes('simulator-camera'))
            ?.webContents.getOSProcessId() ?? 0,
      );
      if (pid === 0) throw new Error("The simulator's camera has no process.");
      process.kill(pid, how === 'hangs' ? 'SIGSTOP' : 'SIGCONT');
    },
    close: async () => {
      await app.close().catch(() => undefined);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A profile of this repository, on the test's own domain. */
export function readProfile(file: string, domain: number): Ros2Profile {
  const profile = ros2ProfileSchema.parse(JSON.parse(readFileSync(resolve(file), 'utf8')));
  return { ...profile, network: { ...profile.network, domainId: domain } };
}

export const simulatorProfile = (domain: number) =>
  readProfile('resources/profiles/simulator-over-ros2.json', domain);
export const fixtureProfile = (domain: number) => readProfile('e2e/ros2/fixture-profile.json', domain);

/** The console as an operator has it who chose this profile the last time. */
export async function launchRosConsole(
  profile: Ros2Profile,
  env: Readonly<Record<string, string>> = {},
): Promise<Console> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-console-'));
  mkdirSync(join(dataFolder, 'profiles'));
  writeFileSync(join(dataFolder, 'profiles', 'test.json'), JSON.stringify(profile));
  writeFileSync(join(dataFolder, 'settings.json'), JSON.stringify({ connection: 'own:test' }));
  const console_ = await launchConsole({ dataFolder, env });
  return {
    ...console_,
    close: async () => {
      await console_.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A rosbridge to the robot's graph: see ddsBridge.ts. */
export interface Bridge {
  readonly url: string;
  /** Cancels that came by it. */
  cancels(): number;
  close(): Promise<void>;
}

export async function startBridge(domain: number): Promise<Bridge> {
  const { env } = rosProcess(domain);
  const child = spawn(process.execPath, ['--import', 'tsx', resolve('e2e/ros2/ddsBridge.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let cancels = 0;
  const url = await new Promise<string>((done, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const news = JSON.parse(line) as { readonly event: string; readonly url: string };
      if (news.event === 'ready') done(news.url);
      else cancels++;
    });
    child.once('exit', (code) => reject(new Error(`The rosbridge of the tests ended with code ${code}.`)));
  });
  return { url, cancels: () => cancels, close: () => ended(child) };
}

/** Ends a process as a crash would. */
const ended = (child: ChildProcess) =>
  new Promise<void>((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', () => done());
    child.kill('SIGKILL');
  });

/** What the fixture says, one JSON line each: see fixture_robot.py. */
export interface FixtureEvent {
  readonly event: string;
  /** Unix time (s). */
  readonly t: number;
  readonly [more: string]: unknown;
}

export interface FixtureRobot {
  /** Everything that it said so far. */
  readonly events: readonly FixtureEvent[];
  readonly process: ChildProcess;
  readonly cable: Cable | null;
  /** Gives a command and waits until the fixture has taken it. */
  command(line: string): Promise<void>;
  waitFor(event: string, timeoutMs?: number): Promise<FixtureEvent>;
  close(): Promise<void>;
}

/** Lays the cable once the far side's network is there, and lets the robot start. */
async function plugIn(child: ChildProcessByStdio<Writable, Readable, null>): Promise<Cable> {
  const here = readlinkSync('/proc/self/ns/net');
  const there = () => child.pid !== undefined && readlinkSync(`/proc/${child.pid}/ns/net`) !== here;
  while (!there()) await new Promise((resolve) => setTimeout(resolve, 20));
  const cable = layCable(child.pid!);
  child.stdin.write('plugged\n');
  return cable;
}

/** Starts the rclpy robot, which shares no code with the console. */
export async function startFixture(options: {
  readonly domain: number;
  readonly rateHz?: number;
  /** rad that its last joint stands off home at the start; by default it is at home. */
  readonly turned?: number;
  /** On another machine, at the end of a cable that can be pulled out; otherwise on this one. */
  readonly overCable?: boolean;
}): Promise<FixtureRobot> {
  const { python, env } = rosProcess(options.domain);
  const command = [
    python,
    resolve('e2e/ros2/fixture_robot.py'),
    '--rate',
    String(options.rateHz ?? 500),
    '--turned',
    String(options.turned ?? 0),
  ];
  const [program = '', ...words] = options.overCable ? onFarSide(command) : command;
  const child = spawn(program, words, {
    env: { ...env, ...(options.overCable && { ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET' }) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const cable = options.overCable ? await plugIn(child) : null;
  const events: FixtureEvent[] = [];
  const listeners = new Set<() => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    events.push(JSON.parse(line) as FixtureEvent);
    for (const listener of listeners) listener();
  });

  function waitUntil(find: () => FixtureEvent | undefined, what: string, timeoutMs: number) {
    return new Promise<FixtureEvent>((done, reject) => {
      const end = (work: () => void) => {
        clearTimeout(timer);
        listeners.delete(look);
        work();
      };
      const timer = setTimeout(
        () => end(() => reject(new Error(`The fixture robot did not say "${what}" in ${timeoutMs} ms.`))),
        timeoutMs,
      );
      const look = () => {
        const found = find();
        if (found) end(() => done(found));
      };
      listeners.add(look);
      look();
    });
  }

  const robot: FixtureRobot = {
    events,
    process: child,
    cable,
    async command(line) {
      const before = events.length;
      child.stdin.write(`${line}\n`);
      if (line === 'vanish') return;
      const answer = await waitUntil(
        () => events.slice(before).find(({ event }) => event === 'ok' || event === 'problem'),
        `ok ${line}`,
        10_000,
      );
      if (answer.event === 'problem') throw new Error(`The fixture robot: ${String(answer.text)}`);
    },
    waitFor: (event, timeoutMs = 20_000) =>
      waitUntil(() => events.find((entry) => entry.event === event), event, timeoutMs),
    close: () => {
      cable?.remove();
      return ended(child);
    },
  };
  await robot.waitFor('ready', 30_000);
  return robot;
}
