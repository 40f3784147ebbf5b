import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { instruct, waitForState, waitUntilReady } from './operate';

const processNames = (page: Page) =>
  page.locator('[data-process]').evaluateAll((all) => all.map((each) => each.getAttribute('data-process')));

async function choose(page: Page, id: string): Promise<void> {
  await page.getByTestId('nav-connect').click();
  await page.locator(`[data-testid="connection-row"][data-connection="${id}"]`).click();
}

async function connectTo(page: Page, id: string): Promise<void> {
  await choose(page, id);
  await page.getByTestId('connect-button').click();
  await page.locator(`[data-connection="${id}"][data-active="true"]`).waitFor({ timeout: 30_000 });
}

/** Answers the next file dialog as an operator would. */
const answerDialogs = (console_: Console, path: string) =>
  console_.app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] });
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: chosen });
  }, path);

describe('the connection panel', () => {
  let folder: string;
  let console_: Console;

  describe('on a machine without ROS 2', () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'r1-connect-'));
      console_ = await launchConsole({
        env: { R1_ROS_ROOT: join(folder, 'ros'), R1_ROS2_ENVIRONMENT: join(folder, 'environment.json') },
      });
      await waitUntilReady(console_.page);
    });
    afterAll(async () => {
      await console_?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('says what is missing and how to get it, and keeps the simulator', async () => {
      const { page } = console_;
      const robot = await console_.pid('robot');
      await choose(page, 'ready:ur5e');
      await page.getByTestId('connect-button').click();
      const problem = page.getByTestId('connection-problem');
      await problem.waitFor({ timeout: 20_000 });
      expect(await problem.innerText()).toMatch(/no ROS 2 on this machine/);
      expect(await problem.innerText()).toMatch(/npm run setup:ros2/);
      expect(await console_.pid('robot')).toBe(robot);
      expect(await page.getByTestId('robot-mode').getAttribute('data-mode')).toBe('idle');
      expect(await page.getByTestId('real-frame').count()).toBe(0);
    });

    it('duplicates, changes, exports, imports and deletes profiles, and refuses a bad file by its field', async () => {
      const { page, dataFolder } = console_;
      const own = () => readdirSync(join(dataFolder, 'profiles'));
      await choose(page, 'ready:ur5e');
      await page.getByTestId('duplicate-profile').click();
      await page.locator('[data-connection="own:ur5e-copy"][aria-pressed="true"]').waitFor();
      await page.getByTestId('tab-profile').click();
      await page.getByTestId('field-jointStates').fill('joint_states');
      expect(await page.getByTestId('profile-keeping').innerText()).toMatch(
        /jointStates is not an absolute ROS name/,
      );
      expect(await page.getByTestId('save-profile').isDisabled()).toBe(true);
      await page.getByTestId('field-jointStates').fill('/left/joint_states');
      await page.getByTestId('save-profile').click();
      await page.locator('[data-testid="profile-keeping"][data-status="ok"]').waitFor();

      const file = join(folder, 'out.json');
      await answerDialogs(console_, file);
      await page.getByTestId('export-profile').click();
      await page.getByTestId('import-profile').click();
      await page.locator('[data-connection="own:ur5e-copy-2"]').waitFor();
      await page.getByTestId('delete-profile').click();
      await page.getByTestId('delete-confirm').click();
      await expect.poll(own).toEqual(['ur5e-copy.json']);

      writeFileSync(file, '{"version":1,"kind":"ros2","name":"x","model":{"source":{"kind":"file"}}}');
      await page.getByTestId('import-profile').click();
      const refusal = page.getByTestId('profile-problem');
      await refusal.waitFor();
      expect(await refusal.innerText()).toMatch(/model\.source\.path is missing/);
      expect(own()).toEqual(['ur5e-copy.json']);
    });
  });

  describe('with a ROS 2 robot that nobody plays', () => {
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'r1-connect-'));
      mkdirSync(join(folder, 'ros'));
      // A ROS 2 in name only: what is tested is the way there and back, whatever the driver finds.
      const environment = join(folder, 'environment.json');
      const addon = join(folder, 'rclnodejs.node');
      writeFileSync(environment, JSON.stringify({ distro: 'jazzy', prefix: folder, env: {} }));
      writeFileSync(addon, '');
      console_ = await launchConsole({
        env: {
          R1_ROS_ROOT: join(folder, 'ros'),
          R1_ROS2_ENVIRONMENT: environment,
          R1_RCLNODEJS_ADDON: addon,
        },
      });
      await waitUntilReady(console_.page);
    });
    afterAll(async () => {
      await console_?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('frames the window, ends the simulator and its camera, and shows a robot that is not connected', async () => {
      const { page } = console_;
      await connectTo(page, 'ready:ur5e');
      await page.getByTestId('real-frame').waitFor();
      await page.locator('[data-testid="robot-mode"][data-mode="disconnected"]').waitFor({ timeout: 20_000 });
      await expect
        .poll(() => processNames(page), { timeout: 20_000 })
        .toEqual(['robot', 'camera', 'planner', 'inference', 'recorder', 'exporter']);
      expect(await page.getByTestId('connection-state').getAttribute('data-status')).not.toBe('ok');
      // Nothing crashes, also not a while after.
      await page.waitForTimeout(3000);
      expect(await page.locator('[data-process="robot"]').getAttribute('data-state')).toBe('running');
      expect(await page.locator('[data-process="camera"]').getAttribute('data-state')).toBe('running');
    });

    it('goes back to the simulator, and the loop works', async () => {
      const { page } = console_;
      await connectTo(page, 'simulator');
      expect(await page.getByTestId('real-frame').count()).toBe(0);
      await page.getByTestId('nav-operate').click();
      await waitUntilReady(page);
      await instruct(page, 'put the red cube in the blue bowl');
      await waitForState(page, ['awaitingApproval']);
      await page.getByTestId('approve-button').click();
      await waitForState(page, ['executing']);
    });

    it('refuses to change the connection while the arm moves, and a stop stands after the change', async () => {
      const { page } = console_;
      const moving = page.locator('[data-testid="robot-mode"][data-mode="executing"]');
      await moving.waitFor({ timeout: 10_000 });
      const robot = await console_.pid('robot');
      await choose(page, 'ready:ur5e');
      await page.getByTestId('connect-button').click();
      const problem = page.getByTestId('connection-problem');
      await problem.waitFor({ timeout: 10_000 });
      expect(await problem.innerText()).toMatch(/is executing a motion/);
      expect(await console_.pid('robot')).toBe(robot);
      await page.getByTestId('stop-button').dispatchEvent('pointerdown');
      await page.locator('[data-testid="robot-mode"][data-mode="stopped"]').waitFor({ timeout: 10_000 });

      await choose(page, 'simulator');
      await page.getByTestId('reconnect-button').click();
      await expect.poll(() => console_.pid('robot').catch(() => robot), { timeout: 20_000 }).not.toBe(robot);
      await page.locator('[data-testid="robot-mode"][data-mode="stopped"]').waitFor({ timeout: 20_000 });
    });

    it('disconnects to no robot at all', async () => {
      const { page } = console_;
      await choose(page, 'simulator');
      await page.getByTestId('disconnect-button').click();
      await page.locator('[data-testid="robot-mode"][data-mode="disconnected"]').waitFor({ timeout: 20_000 });
      await page.getByTestId('connect-button').waitFor();
    });
  });
});
