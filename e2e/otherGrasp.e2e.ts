import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { look } from './look';
import { armMovement, instruct, isInside, waitForState, waitUntilReady } from './operate';

describe('another grasp on the simulator', () => {
  let console_: Console;

  beforeAll(async () => {
    console_ = await launchConsole({ seed: 1 });
    await waitUntilReady(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
  });

  it('is another plan, moves nothing by itself, and does the task when it is approved', async () => {
    const { page } = console_;
    const before = await console_.truth();
    const hash = () => page.getByTestId('plan-hash').getAttribute('data-hash');
    await instruct(page, 'put the red cube in the blue bowl');
    await waitForState(page, ['awaitingApproval']);
    const first = await hash();
    await page.getByTestId('other-grasp').click();
    await expect.poll(hash, { timeout: 30_000 }).not.toBe(first);
    await waitForState(page, ['awaitingApproval']);
    expect(await hash()).toMatch(/^[0-9a-f]{64}$/);
    await look(page, 'other-grasp');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    await waitForState(page, ['idle'], 150_000);
    expect(isInside(await console_.truth(), 'red_cube', 'blue_bowl')).toMatchObject({ inside: true });
  });
});
