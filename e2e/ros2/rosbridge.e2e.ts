import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Console } from '../console';
import { armMovement, instructUntilPlanned, isInside, waitForState, waitUntilReady } from '../operate';
import {
  type Bridge,
  launchRosConsole,
  randomDomain,
  type SimulatorRobot,
  simulatorProfile,
  startBridge,
  startSimulatorRobot,
} from './rosNetwork';

/** The loop through a rosbridge, in a console that finds no ROS on its machine. */
describe('the loop through a rosbridge', () => {
  let folder: string;
  let robot: SimulatorRobot;
  let bridge: Bridge;
  let console_: Console;

  beforeEach(async () => {
    const domain = randomDomain();
    folder = mkdtempSync(join(tmpdir(), 'r1-no-ros-'));
    robot = await startSimulatorRobot({ seed: 1, domain, rateHz: 5 });
    bridge = await startBridge(domain);
    console_ = await launchRosConsole(
      { ...simulatorProfile(domain), name: 'Simulator over rosbridge', rosbridge: { url: bridge.url } },
      { R1_ROS_ROOT: join(folder, 'ros'), R1_ROS2_ENVIRONMENT: join(folder, 'environment.json') },
    );
    await waitUntilReady(console_.page);
  });
  afterEach(async () => {
    await console_?.close();
    await bridge?.close();
    await robot?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('instruct, approve, execute; then a stop in mid-motion; and the panel says how it is reached', async () => {
    const { page } = console_;
    await instructUntilPlanned(page, 'put the red cube in the blue bowl');
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await waitForState(page, ['idle'], 200_000);
    expect(isInside(await robot.truth(), 'red_cube', 'blue_bowl')).toMatchObject({ inside: true });

    await instructUntilPlanned(page, 'put the red cube in the blue bowl');
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await page.waitForTimeout(2000);
    const before = bridge.cancels();
    await page.getByTestId('stop-button').dispatchEvent('pointerdown');
    await waitForState(page, ['stopped'], 30_000);
    expect(bridge.cancels()).toBeGreaterThan(before);
    expect(await page.getByTestId('stop-report').getAttribute('data-confirmed')).toBe('true');
    const first = await robot.truth();
    await page.waitForTimeout(1000);
    expect(armMovement(first, await robot.truth())).toBeLessThan(0.003);

    await page.getByTestId('nav-connect').click();
    await page.getByTestId('connection-state').waitFor();
    const panel = await page.locator('main').innerText();
    expect(panel).toContain(bridge.url);
    // Whatever it says of ROS on this machine, it does not call it missing for this connection.
    expect(await page.getByTestId('connection-state').getAttribute('data-status')).toBe('ok');
    const reports = resolve('out', 'e2e');
    mkdirSync(reports, { recursive: true });
    await page.screenshot({ path: join(reports, 'rosbridge-status.png') });
    await page.getByTestId('tab-profile').click();
    await page.getByTestId('field-rosbridge.url').scrollIntoViewIfNeeded();
    expect(await page.getByTestId('field-rosbridge.url').inputValue()).toBe(bridge.url);
    await page.screenshot({ path: join(reports, 'rosbridge-profile.png') });
  });
});
