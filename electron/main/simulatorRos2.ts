import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, ipcMain, type MessagePortMain, session, type UtilityProcess, utilityProcess } from 'electron';
import { z } from 'zod';
import { type Client, connect } from '../../shared/contract/channel';
import { type WorldState, worldContract } from '../../shared/contract/simulatorContract';
import { giveWay, niceness } from '../utility/giveWay';
import { portFromMain } from '../utility/parentPort';
import { childEnvironment } from './childEnvironment';
import type { Link } from './links';
import { servePages } from './pageScheme';
import type { Paths } from './paths';
import { denyEverything } from './permissions';
import { createSwitchboard, type Introduction } from './switchboard';
import { openPictureWindow } from './windows';

/** `npm run sim:ros2` says in R1_SIM_ROS2, as JSON, what to simulate and how ROS is found. */
const orderSchema = z.object({
  seed: z.number().int().min(0),
  rateHz: z.number().positive().max(60),
  /** The whole environment of the process that speaks ROS: prefix, domain, middleware, discovery range. */
  env: z.record(z.string(), z.string()),
});

const links: readonly Link[] = [
  { client: 'simulatorRos2', server: 'simulator', contract: 'simulator' },
  { client: 'simulatorRos2', server: 'picture', contract: 'simulatorCamera' },
  { client: 'picture', server: 'simulator', contract: 'world' },
  { client: 'main', server: 'simulator', contract: 'world' },
];
const processes = ['simulator', 'simulatorRos2'] as const;
type Name = (typeof processes)[number];
const shutDownTimeoutMs = 3000;

/** What tests may ask of this program (R1_E2E=1): the world's truth, and process ids. Nothing moves by it. */
export interface SimulatorRos2Hooks {
  truth(): Promise<WorldState>;
  pid(name: Name): number | undefined;
}

/**
 * The embedded simulator as a ROS 2 robot: physics, its hidden picture, and the process that serves both on
 * the ROS graph; no console. It is a robot, so nothing restarts by itself: when a part ends, all end.
 */
export function runSimulatorRos2(paths: Paths, environment: NodeJS.ProcessEnv): void {
  const order = orderSchema.parse(JSON.parse(environment.R1_SIM_ROS2 ?? ''));
  const children = new Map<Name, UtilityProcess>();
  const switchboard = createSwitchboard(links);
  let ending = false;

  async function end(code: number): Promise<void> {
    if (ending) return;
    ending = true;
    const gone = [...children.values()].map(
      (child) =>
        new Promise<void>((resolve) => {
          child.once('exit', () => resolve());
          child.postMessage({ type: 'shutDown' });
        }),
    );
    await Promise.race([Promise.all(gone), new Promise((resolve) => setTimeout(resolve, shutDownTimeoutMs))]);
    for (const child of children.values()) child.kill();
    app.exit(code);
  }

  const fail = (text: string) => {
    if (!ending) console.error(text);
    void end(1);
  };

  function start(name: Name): void {
    const child = utilityProcess.fork(join(paths.built, 'main', `${name}.js`), [], {
      serviceName: `r1-${name}`,
      stdio: 'pipe',
      env: {
        ...childEnvironment(environment, paths, { sceneSeed: order.seed }),
        R1_SCENE_SEED: String(order.seed),
        R1_SIM_ROS2_RATE: String(order.rateHz),
        ...(name === 'simulatorRos2' ? order.env : {}),
      },
    });
    children.set(name, child);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (data: Buffer) => process.stdout.write(`${name}: ${data.toString()}`));
    }
    child.on('message', (message: { type?: string; problem?: string }) => {
      if (message.type === 'badMessage') console.error(`${name} refused a message: ${message.problem ?? ''}`);
      if (message.type !== 'ready') return;
      if (name === 'simulatorRos2') console.log('serving on the ROS graph');
      switchboard.up(name, (introduction, port) => {
        child.postMessage({ type: 'port', ...introduction }, [port]);
      });
    });
    child.on('exit', (code) => {
      children.delete(name);
      fail(`The ${name} process ended (code ${code}).`);
    });
  }

  function openPicture(): void {
    const window = openPictureWindow(paths);
    const contents = window.webContents;
    ipcMain.on('r1:requestPorts', (event) => {
      if (event.sender.id !== contents.id) return;
      switchboard.up('picture', (introduction, port) =>
        contents.postMessage('r1:port', introduction, [port]),
      );
    });
    contents.on('did-finish-load', () => {
      for (const { type, pid } of app.getAppMetrics()) {
        // Where the processor draws, the picture would take the joint states' time.
        if (type === 'GPU' || type === 'Tab') giveWay(niceness.simulatorPicture, pid);
      }
    });
    contents.on('render-process-gone', (_event, { reason }) => fail(`The picture ended: ${reason}.`));
  }

  let world: Client<typeof worldContract> | undefined;
  switchboard.up('main', (_introduction: Introduction, port: MessagePortMain) => {
    world = connect(portFromMain(port), worldContract, () => undefined);
  });
  const hooks: SimulatorRos2Hooks = {
    truth: () => world?.request('getWorld', {}, { timeoutMs: 3000 }) ?? Promise.reject(new Error('no world')),
    pid: (name) => children.get(name)?.pid,
  };
  if (environment.R1_E2E === '1') {
    (globalThis as typeof globalThis & { r1Test?: SimulatorRos2Hooks }).r1Test = hooks;
  }

  mkdirSync(paths.data, { recursive: true });
  denyEverything(session.defaultSession);
  servePages(`${paths.built}/renderer`);
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', (event) => {
    event.preventDefault();
    void end(0);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0));
  for (const name of processes) start(name);
  openPicture();
}
