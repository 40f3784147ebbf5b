import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { look } from './look';
import { instruct, waitForState, waitUntilReady } from './operate';

describe('training on the simulator', () => {
  let console_: Console;

  beforeAll(async () => {
    console_ = await launchConsole({ seed: 1 });
    await waitUntilReady(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
  });

  it('marks the whole window, has a lying controller found out, and ends', async () => {
    const { page } = console_;
    await page.getByRole('button', { name: 'Models' }).click();
    await page.getByTestId('training-saysDone').click();
    await page.getByTestId('training-strip').waitFor();
    expect(await page.getByTestId('training-strip').innerText()).toContain('TRAINING');
    await look(page, 'training-switched-on');
    await page.getByRole('button', { name: 'Operate' }).click();
    await instruct(page, 'put the red cube in the blue bowl');
    await waitForState(page, ['awaitingApproval'], 120_000);
    await page.getByTestId('approve-button').click();
    await waitForState(page, ['executing']);
    // The controller says "done" while the arm still moves: nobody presses anything, and it is stopped.
    await waitForState(page, ['stopped'], 30_000);
    await look(page, 'training-found-out');
    await page.getByTestId('training-end').click();
    await page.getByTestId('training-strip').waitFor({ state: 'detached' });
  });
});
