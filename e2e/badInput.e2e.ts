import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { armMovement, instruct, sessionState, waitForState, waitUntilReady } from './operate';

const bundledPack = resolve('resources/models/r1-sim-small');

describe('bad input: words, and nothing moves', () => {
  let console_: Console | undefined;
  const folders: string[] = [];

  const temporaryFolder = () => {
    const folder = mkdtempSync(join(tmpdir(), 'r1-bad-'));
    folders.push(folder);
    return folder;
  };
  const faultText = async () =>
    (await console_?.page.getByTestId('fault-message').allInnerTexts())?.join(' ') ?? '';

  afterEach(async () => {
    await console_?.close();
    console_ = undefined;
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  });

  it('an instruction that is empty, far too long, or names nothing in view', async () => {
    console_ = await launchConsole({ seed: 3 });
    const { page } = console_;
    await waitUntilReady(page);
    const before = await console_.truth();

    await page.getByTestId('instruction-input').fill('   ');
    await page.getByTestId('instruction-input').press('Enter');
    expect(await sessionState(page)).toBe('idle');

    await page.getByTestId('instruction-input').fill('put the red cube '.repeat(600));
    await page.getByTestId('instruction-input').press('Enter');
    await expect.poll(() => page.getByTestId('instruction-problem').innerText()).toMatch(/too long/i);
    expect(await sessionState(page)).toBe('idle');

    await instruct(page, 'put the purple ball on the green plate');
    await waitForState(page, ['proposing']);
    await waitForState(page, ['idle']);
    await expect.poll(faultText).toMatch(/nothing|not in view|does not see/i);
    expect(await page.getByTestId('overlay-box').count()).toBe(0);
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
  });

  it('a model folder with a damaged and with a missing file', async () => {
    for (const damage of ['truncate', 'remove'] as const) {
      const pack = join(temporaryFolder(), 'pack');
      cpSync(bundledPack, pack, { recursive: true });
      const decoder = join(pack, 'onnx', 'decoder_model_merged.onnx');
      if (damage === 'truncate') truncateSync(decoder, 1000);
      else rmSync(decoder);
      console_ = await launchConsole({ seed: 1, env: { R1_MODEL_PACK: pack } });
      // The operator is told, and has a model all the same: the bundled one.
      await expect.poll(faultText, { timeout: 60_000 }).toMatch(/decoder_model_merged\.onnx/);
      expect(await faultText()).toMatch(/bundled pack answers instead/);
      await console_.page
        .locator('[data-testid="model-state"][data-state="ready"]')
        .waitFor({ timeout: 60_000 });
      await console_.close();
      console_ = undefined;
    }
  });

  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('a disk that is full', async () => {
    const folder = join(temporaryFolder(), 'episodes');
    mkdirSync(folder);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder]);
    try {
      console_ = await launchConsole({ seed: 1, env: { R1_EPISODES_DIR: folder } });
      const { page } = console_;
      await waitUntilReady(page);
      const before = await console_.truth();
      await instruct(page, 'put the red cube in the blue bowl');
      await expect.poll(faultText, { timeout: 60_000 }).toMatch(/disk|space/i);
      const approve = page.getByTestId('approve-button');
      if (await approve.isVisible()) await approve.click();
      await page.waitForTimeout(2000);
      expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
      await console_.close();
      console_ = undefined;
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  /** The hidden window that draws the simulator's camera: its operating system process. */
  const pictureProcess = () =>
    console_!.app.evaluate(({ BrowserWindow }) => {
      const picture = BrowserWindow.getAllWindows().find((window) =>
        window.webContents.getURL().includes('simulator-camera'),
      );
      return picture?.webContents.getOSProcessId() ?? 0;
    });

  it('a camera that hangs: the view says so, nothing is proposed on an old picture, and it comes back', async () => {
    console_ = await launchConsole({ seed: 1 });
    const { page } = console_;
    await waitUntilReady(page);
    const before = await console_.truth();
    const pid = await pictureProcess();
    process.kill(pid, 'SIGSTOP');
    try {
      await page.locator('[data-testid="live-view"][data-live="false"]').waitFor({ timeout: 10_000 });
      await instruct(page, 'put the red cube in the blue bowl');
      await expect.poll(faultText, { timeout: 30_000 }).toMatch(/picture/i);
      await waitForState(page, ['idle']);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await waitUntilReady(page);
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
  });

  it('a camera that crashes: it is started again and its pictures go on', async () => {
    console_ = await launchConsole({ seed: 1 });
    const { page } = console_;
    await waitUntilReady(page);
    const pid = await pictureProcess();
    process.kill(pid, 'SIGKILL');
    await expect.poll(pictureProcess, { timeout: 20_000 }).not.toBe(pid);
    const pictures = async () => Number(await page.getByTestId('live-age').getAttribute('data-frames'));
    const first = await pictures();
    await expect.poll(pictures, { timeout: 30_000 }).toBeGreaterThan(first + 10);
    await waitUntilReady(page);
  });

  it('a process killed while nothing moves: it comes back, and the task can be done again', async () => {
    console_ = await launchConsole({ seed: 4 });
    const { page } = console_;
    await waitUntilReady(page);
    const before = await console_.truth();
    for (const name of ['inference', 'camera', 'planner', 'recorder'] as const) {
      await instruct(page, 'put the red cube in the blue bowl');
      await waitForState(page, ['observing', 'proposing', 'planning', 'awaitingApproval']);
      process.kill(await console_.pid(name), 'SIGKILL');
      await expect.poll(faultText, { timeout: 20_000 }).toMatch(new RegExp(name, 'i'));
      const state = await waitForState(page, ['awaitingApproval', 'idle']);
      if (state === 'awaitingApproval') await page.getByTestId('refuse-button').click();
      await waitForState(page, ['idle']);
      await waitUntilReady(page);
      expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
    }
  });

  it('a process killed while the arm moves: the motion is stopped first', async () => {
    for (const name of ['recorder', 'simulator'] as const) {
      console_ = await launchConsole({ seed: 5 });
      const { page } = console_;
      await waitUntilReady(page);
      await instruct(page, 'put the red cube in the blue bowl');
      await waitForState(page, ['awaitingApproval']);
      await page.getByTestId('approve-button').click();
      await waitForState(page, ['executing']);
      await page.waitForTimeout(2000);
      process.kill(await console_.pid(name), 'SIGKILL');
      await waitForState(page, ['stopped', 'idle'], 10_000);
      await expect.poll(faultText, { timeout: 10_000 }).toMatch(new RegExp(name, 'i'));
      await page.waitForTimeout(1000);
      const first = await console_.truth();
      await page.waitForTimeout(1000);
      expect(armMovement(first, await console_.truth())).toBeLessThan(0.003);
      await console_.close();
      console_ = undefined;
    }
  });
});
