import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { armMovement, instruct, waitForState, waitUntilReady } from './operate';

/** Stop from every hand, half-way through a motion: the arm stands still, and stays so until the reset. */
describe('stop', () => {
  let console_: Console;

  beforeEach(async () => {
    console_ = await launchConsole({ seed: 2 });
    await waitUntilReady(console_.page);
    await instruct(console_.page, 'put the red cube in the blue bowl');
    await waitForState(console_.page, ['awaitingApproval']);
    await console_.page.getByTestId('approve-button').click();
    await waitForState(console_.page, ['executing']);
    await console_.page.waitForTimeout(2500);
  });
  afterEach(async () => {
    await console_?.close();
  });

  async function expectStandstill(): Promise<void> {
    await waitForState(console_.page, ['stopped'], 5000);
    const first = await console_.truth();
    await console_.page.waitForTimeout(1000);
    expect(armMovement(first, await console_.truth())).toBeLessThan(0.003);
    expect(await console_.page.getByTestId('stop-report').getAttribute('data-confirmed')).toBe('true');
  }

  it('by the button; a new plan is only possible after the reset', async () => {
    const { page } = console_;
    await page.getByTestId('stop-button').dispatchEvent('pointerdown');
    await expectStandstill();
    await page.getByTestId('stop-reset').click();
    await waitForState(page, ['idle']);
    await page.getByTestId('home-button').click();
    await waitForState(page, ['awaitingApproval']);
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await waitForState(page, ['idle'], 60_000);
  });

  it('by Space while a text field has the focus', async () => {
    await console_.page.getByTestId('instruction-input').focus();
    await console_.page.keyboard.press('Space');
    await expectStandstill();
  });

  it('by Esc', async () => {
    await console_.page.keyboard.press('Escape');
    await expectStandstill();
  });

  it('by the death of the robot process: the controller brakes by itself', async () => {
    process.kill(await console_.pid('robot'), 'SIGKILL');
    await console_.page.waitForTimeout(1500);
    const first = await console_.truth();
    await console_.page.waitForTimeout(1000);
    expect(armMovement(first, await console_.truth())).toBeLessThan(0.003);
  });
});
