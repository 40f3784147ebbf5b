import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UtilityName } from '../electron/main/supervisor';
import { type Console, launchConsole } from './console';
import { armMovement, instruct, waitForState, waitUntilReady } from './operate';

/** Real operating system processes, killed and frozen while the arm moves: it stands soon, whoever is gone. */
describe('faults while the arm moves', () => {
  let console_: Console;
  const stoppedPids: number[] = [];

  beforeEach(async () => {
    console_ = await launchConsole({ seed: 2 });
    const { page } = console_;
    await waitUntilReady(page);
    await instruct(page, 'put the red cube in the blue bowl');
    await waitForState(page, ['awaitingApproval']);
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await sleep(2500);
  });
  afterEach(async () => {
    for (const pid of stoppedPids.splice(0)) signal(pid, 'SIGCONT');
    await console_?.close();
  });

  const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  function signal(pid: number, name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended already.
    }
  }
  async function freeze(name: UtilityName): Promise<number> {
    const pid = await console_.pid(name);
    stoppedPids.push(pid);
    signal(pid, 'SIGSTOP');
    return pid;
  }
  async function isMoving(): Promise<boolean> {
    const first = await console_.truth();
    await sleep(150);
    return armMovement(first, await console_.truth()) > 0.003;
  }
  /** By the simulator's truth, asked through main: neither the page nor the robot process is in the way. */
  async function expectStandsAfter(ms: number): Promise<void> {
    await sleep(ms);
    const first = await console_.truth();
    await sleep(1000);
    expect(armMovement(first, await console_.truth())).toBeLessThan(0.003);
  }
  /** The robot process's own word, through the page. */
  const robotMode = () => console_.page.getByTestId('robot-mode').getAttribute('data-mode');

  for (const name of ['camera', 'planner', 'inference'] as const) {
    it(`${name} killed: the motion is stopped`, async () => {
      expect(await isMoving()).toBe(true);
      signal(await console_.pid(name), 'SIGKILL');
      await waitForState(console_.page, ['stopped'], 5000);
      await expectStandsAfter(0);
    });
  }

  it('the recorder frozen: nothing moves unrecorded', async () => {
    await freeze('recorder');
    // It is asked every half second and may say nothing for two.
    await expectStandsAfter(4000);
    expect(await robotMode()).toBe('stopped');
  });

  it('the robot process frozen: the controller brakes by itself, and thawed it sends nothing more', async () => {
    expect(await isMoving()).toBe(true);
    const pid = await freeze('robot');
    await expectStandsAfter(1200);
    signal(pid, 'SIGCONT');
    await expectStandsAfter(1500);
    await expect.poll(robotMode, { timeout: 10_000 }).toBe('stopped');
  });

  it('the simulator frozen: the robot process stops, and thawed the arm does not go on', async () => {
    const before = await console_.truth();
    const pid = await freeze('simulator');
    await expect.poll(robotMode, { timeout: 5000 }).toMatch(/stopping|stopped/);
    expect(await console_.page.getByTestId('stop-report').getAttribute('data-confirmed')).not.toBe('true');
    signal(pid, 'SIGCONT');
    await expectStandsAfter(1500);
    // No more than the time in which the robot process noticed was moved on, after the thaw.
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.4);
  });

  it('the page in a busy loop: its heart stops, and so does the arm', async () => {
    expect(await isMoving()).toBe(true);
    const busy = busyLoop(6000);
    await expectStandsAfter(2000);
    await busy;
    await expect.poll(robotMode, { timeout: 10_000 }).toBe('stopped');
  });

  it('a stop key while the page hangs: main stops, at once', async () => {
    expect(await isMoving()).toBe(true);
    const busy = busyLoop(6000);
    await sleep(150);
    const pressed = performance.now();
    await console_.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((each) => each.isVisible());
      window?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
    });
    // Sooner than the silence of the page alone would stop it (1 s).
    await sleep(Math.max(0, 450 - (performance.now() - pressed)));
    const moving = await isMoving();
    expect(moving).toBe(false);
    await busy;
    await expect.poll(robotMode, { timeout: 10_000 }).toBe('stopped');
  });

  /** The page computes and does nothing else for so long (ms). */
  async function busyLoop(ms: number): Promise<void> {
    await console_.page
      .evaluate((forMs) => {
        const end = performance.now() + forMs;
        while (performance.now() < end);
      }, ms)
      .catch(() => undefined);
  }
});
