import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { ProcessName, ProcessStatus } from '../../shared/contract/bridge';
import type { EncoderPageName } from './links';
import type { Log } from './log';
import type { Paths } from './paths';
import type { Switchboard } from './switchboard';

export const utilityNames = [
  'simulator',
  'robot',
  'camera',
  'planner',
  'inference',
  'recorder',
  'exporter',
] as const;
export type UtilityName = (typeof utilityNames)[number];

/** More ends than this within a minute, and the process is left down until the operator restarts it. */
const endsAllowedPerMinute = 4;
const restartDelayMs = 300;
const shutDownTimeoutMs = 4000;
/** A process that is asked to end, then told to, and still runs after this (ms), is killed. */
const killAfterMs = 1500;

interface Entry {
  child: UtilityProcess | undefined;
  status: ProcessStatus;
  ends: number[];
}

export interface SupervisorEvents {
  /** A process ended by itself: motion is stopped first, then it is started again, or left down. */
  onLost(name: UtilityName, text: string, leftDown: boolean): void;
  onStatus(all: readonly ProcessStatus[]): void;
  /** A process refused a message at its border. */
  onBadMessage(name: UtilityName, problem: string): void;
  /** The exporter needs the page that encodes video, or is done with it. */
  /** A process needs a page that encodes video, or no longer. */
  onEncoderPage(name: EncoderPageName, wanted: boolean): void;
}

/**
 * Starts the utility processes, hands them to the switchboard, and starts again those that end by
 * themselves. `environmentOf` is asked at every start: what a process is connected to may have changed.
 */
export function createSupervisor(
  paths: Paths,
  environmentOf: (name: UtilityName) => NodeJS.ProcessEnv,
  switchboard: Switchboard,
  log: Log,
  events: SupervisorEvents,
) {
  const entries = new Map<UtilityName, Entry>();
  let closing = false;

  const statuses = () =>
    utilityNames.flatMap((name) => {
      const entry = entries.get(name);
      return entry ? [entry.status] : [];
    });

  function setStatus(name: UtilityName, state: ProcessStatus['state'], text: string): void {
    const entry = entries.get(name);
    if (!entry) return;
    entry.status = { ...entry.status, state, text };
    log.line('main', `${name} is ${state}: ${text}`);
    events.onStatus(statuses());
  }

  function start(name: UtilityName): void {
    const entry = entries.get(name) ?? {
      child: undefined,
      status: { name, state: 'starting', restarts: 0, text: '' },
      ends: [],
    };
    entries.set(name, entry);
    const child = utilityProcess.fork(join(paths.built, 'main', `${name}.js`), [], {
      serviceName: `r1-${name}`,
      stdio: 'pipe',
      env: environmentOf(name),
    });
    entry.child = child;
    child.stdout?.on('data', (data: Buffer) => log.line(name, data.toString()));
    child.stderr?.on('data', (data: Buffer) => log.line(name, data.toString()));
    child.on('message', (message: { type?: string; problem?: string; page?: string; wanted?: boolean }) => {
      if (message.type === 'ready') {
        setStatus(name, 'running', 'running');
        switchboard.up(name, (introduction, port) => {
          child.postMessage({ type: 'port', ...introduction }, [port]);
        });
      } else if (message.type === 'badMessage') {
        log.line(name, `refused a message: ${message.problem ?? ''}`);
        events.onBadMessage(name, message.problem ?? '');
      } else if (
        message.type === 'wantPage' &&
        (message.page === 'videoEncoder' || message.page === 'liveVideo')
      ) {
        events.onEncoderPage(message.page, message.wanted === true);
      }
    });
    child.on('exit', (code) => ended(name, entry, child, code));
  }

  function ended(name: UtilityName, entry: Entry, child: UtilityProcess, code: number): void {
    if (entry.child !== child || entries.get(name) !== entry) return;
    entry.child = undefined;
    switchboard.down(name);
    if (closing) return;
    const now = Date.now();
    entry.ends = [...entry.ends.filter((at) => now - at < 60_000), now];
    entry.status = { ...entry.status, restarts: entry.status.restarts + 1 };
    const text = `The ${name} process ended unexpectedly (code ${code}).`;
    const leftDown = entry.ends.length > endsAllowedPerMinute;
    events.onLost(name, text, leftDown);
    if (leftDown) {
      setStatus(
        name,
        'failed',
        `${text} It failed ${entry.ends.length} times within a minute and is left down.`,
      );
      return;
    }
    setStatus(name, 'restarting', text);
    setTimeout(() => {
      if (!closing && !entry.child && entries.get(name) === entry) start(name);
    }, restartDelayMs);
  }

  /** Asks a process to flush and end, tells it, kills it: resolves when it is gone. */
  function finish(child: UtilityProcess, askedForMs: number): Promise<void> {
    return new Promise((resolve) => {
      const told = setTimeout(() => child.kill(), askedForMs);
      const killed = setTimeout(() => {
        if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
      }, askedForMs + killAfterMs);
      child.once('exit', () => {
        clearTimeout(told);
        clearTimeout(killed);
        resolve();
      });
      child.postMessage({ type: 'shutDown' });
    });
  }

  return {
    /** Starts these; one that runs already is left as it is. */
    start(names: readonly UtilityName[]): void {
      mkdirSync(paths.data, { recursive: true });
      for (const name of names) if (!entries.has(name)) start(name);
    },
    /** Ends these on purpose, for as long as they are not started again; resolves when they are gone. */
    async end(names: readonly UtilityName[]): Promise<void> {
      const children = names.flatMap((name) => {
        const child = entries.get(name)?.child;
        if (entries.delete(name)) switchboard.down(name);
        return child ? [child] : [];
      });
      events.onStatus(statuses());
      await Promise.all(children.map((child) => finish(child, shutDownTimeoutMs)));
    },
    statuses,
    /** The operator's wish: a process that was left down, or hangs, is started anew. */
    restart(name: ProcessName): void {
      const known = utilityNames.find((candidate) => candidate === name);
      const entry = known && entries.get(known);
      if (!known || !entry) return;
      entry.ends = [];
      if (entry.child) entry.child.kill();
      else start(known);
    },
    pid: (name: UtilityName): number | undefined => entries.get(name)?.child?.pid,
    /** Asks every process to flush and end; the slow ones are ended. */
    async shutDown(): Promise<void> {
      closing = true;
      const children = [...entries.values()].flatMap((entry) => (entry.child ? [entry.child] : []));
      await Promise.all(children.map((child) => finish(child, shutDownTimeoutMs)));
    },
  };
}
export type Supervisor = ReturnType<typeof createSupervisor>;
