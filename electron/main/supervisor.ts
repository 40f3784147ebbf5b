import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type UtilityProcess, utilityProcess } from 'electron';
import type { ProcessName, ProcessStatus } from '../../shared/contract/bridge';
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
  onVideoEncoder(wanted: boolean): void;
}

/** Starts the utility processes, hands them to the switchboard, and starts again those that end. */
export function createSupervisor(
  paths: Paths,
  environment: NodeJS.ProcessEnv,
  switchboard: Switchboard,
  log: Log,
  events: SupervisorEvents,
) {
  const entries = new Map<UtilityName, Entry>();
  let closing = false;

  const statuses = () => [...entries.values()].map((entry) => entry.status);

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
      env: { ...environment },
    });
    entry.child = child;
    child.stdout?.on('data', (data: Buffer) => log.line(name, data.toString()));
    child.stderr?.on('data', (data: Buffer) => log.line(name, data.toString()));
    child.on('message', (message: { type?: string; problem?: string; wanted?: boolean }) => {
      if (message.type === 'ready') {
        setStatus(name, 'running', 'running');
        switchboard.up(name, (introduction, port) => {
          child.postMessage({ type: 'port', ...introduction }, [port]);
        });
      } else if (message.type === 'badMessage') {
        log.line(name, `refused a message: ${message.problem ?? ''}`);
        events.onBadMessage(name, message.problem ?? '');
      } else if (message.type === 'wantVideoEncoder') {
        events.onVideoEncoder(message.wanted === true);
      }
    });
    child.on('exit', (code) => ended(name, entry, child, code));
  }

  function ended(name: UtilityName, entry: Entry, child: UtilityProcess, code: number): void {
    if (entry.child !== child) return;
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
      if (!closing && !entry.child) start(name);
    }, restartDelayMs);
  }

  return {
    startAll(): void {
      mkdirSync(paths.data, { recursive: true });
      for (const name of utilityNames) start(name);
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
      await Promise.all(
        children.map(
          (child) =>
            new Promise<void>((resolve) => {
              const timer = setTimeout(() => {
                child.kill();
                resolve();
              }, shutDownTimeoutMs);
              child.once('exit', () => {
                clearTimeout(timer);
                resolve();
              });
              child.postMessage({ type: 'shutDown' });
            }),
        ),
      );
    },
  };
}
export type Supervisor = ReturnType<typeof createSupervisor>;
