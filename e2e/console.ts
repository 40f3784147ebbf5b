import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { UtilityName } from '../electron/main/supervisor';
import type { TestHooks } from '../electron/main/testHooks';
import { electronCommand } from '../resources/setup/electron.mjs';
import type { WorldState } from '../shared/contract/simulatorContract';

export interface ConsoleOptions {
  readonly seed?: number;
  /** Kept if given; otherwise a temporary folder that close() removes. */
  readonly dataFolder?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real app, started as a person would, with handles for what a test looks at. */
export interface Console {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  /** ms from the start of the process to the window's first content. */
  readonly windowMs: number;
  /** The simulator's truth: joint values and object poses. For judging, never for doing. */
  truth(): Promise<WorldState>;
  pid(name: UtilityName): Promise<number>;
  close(): Promise<void>;
}

type GlobalWithHooks = typeof globalThis & { r1Test?: TestHooks };

export async function launchConsole(options: ConsoleOptions = {}): Promise<Console> {
  const command = electronCommand();
  if (!command) throw new Error('Electron is not set up; run `npm test` or `npm start` once.');
  const dataFolder = options.dataFolder ?? mkdtempSync(join(tmpdir(), 'r1-console-'));
  const started = performance.now();
  const app = await _electron.launch({
    executablePath: command.executable,
    args: [...command.args],
    env: {
      ...(process.env as Record<string, string>),
      R1_E2E: '1',
      R1_DATA_DIR: dataFolder,
      R1_SCENE_SEED: String(options.seed ?? 1),
      ...options.env,
    },
  });
  const page = await consolePage(app);
  await page.getByTestId('session-state').waitFor({ timeout: 60_000 });
  const windowMs = performance.now() - started;
  return {
    app,
    page,
    dataFolder,
    windowMs,
    truth: () =>
      app.evaluate(() => {
        const hooks = (globalThis as GlobalWithHooks).r1Test;
        if (!hooks) throw new Error('no test hooks');
        return hooks.truth();
      }),
    pid: async (name) => {
      const pid = await app.evaluate(
        (_electron, wanted) => (globalThis as GlobalWithHooks).r1Test?.pid(wanted),
        name,
      );
      if (pid === undefined) throw new Error(`${name} is not running`);
      return pid;
    },
    close: async () => {
      await app.close();
      if (!options.dataFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** The operator's window, not the hidden one that draws the simulator's camera. */
async function consolePage(app: ElectronApplication): Promise<Page> {
  const isConsole = (page: Page) =>
    page.url().endsWith('/index.html') && !page.url().includes('simulator-camera');
  const found = app.windows().find(isConsole);
  if (found) return found;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The console window did not open.')), 60_000);
    const poll = setInterval(() => {
      const page = app.windows().find(isConsole);
      if (!page) return;
      clearTimeout(timer);
      clearInterval(poll);
      resolve(page);
    }, 50);
  });
}
