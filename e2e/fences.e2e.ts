import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { look } from './look';
import { armMovement, instruct, waitForState, waitUntilReady } from './operate';

describe('fences on the real console', () => {
  let console_: Console;
  const dataFolder = mkdtempSync(join(tmpdir(), 'r1-fences-'));

  beforeAll(async () => {
    console_ = await launchConsole({ seed: 1, dataFolder });
    await waitUntilReady(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
    rmSync(dataFolder, { recursive: true, force: true });
  });

  it('a box over the table is refused by the form when it makes no sense, and kept when it does', async () => {
    const { page } = console_;
    await page.getByTestId('nav-models').click();
    const panel = page.getByTestId('fences-panel');
    await panel.getByTestId('fences-add-box').click();
    const field = (label: string) => panel.getByLabel(`Box 1: ${label}`);
    await field('x from').fill('0.9');
    expect(await panel.getByRole('alert').textContent()).toContain('Keep-out box Box 1');
    await panel.scrollIntoViewIfNeeded();
    await look(page, 'fences-error');
    expect(await panel.getByTestId('fences-save').isDisabled()).toBe(true);
    // A wall across the table, as high as the arm carries.
    for (const [label, value] of [
      ['x from', '0.3'],
      ['x to', '0.8'],
      ['y from', '-0.04'],
      ['y to', '-0.02'],
      ['z from', '0'],
      ['z to', '0.6'],
    ] as const) {
      await field(label).fill(value);
    }
    await panel.getByTestId('fences-save').click();
    await expect.poll(() => panel.getByTestId('fences-save').isDisabled()).toBe(true);
    const kept = () => JSON.parse(readFileSync(join(dataFolder, 'settings.json'), 'utf8'));
    await expect.poll(() => kept().fences?.simulator?.keepOut?.length, { timeout: 5000 }).toBe(1);
    await look(page, 'fences-panel');
  });

  it('no plan comes of a task that goes through it, and the robot process that comes next holds it too', async () => {
    const { page } = console_;
    process.kill(await console_.pid('robot'), 'SIGKILL');
    await page.getByTestId('nav-operate').click();
    await page.waitForTimeout(1500);
    await page.locator('[data-testid="robot-mode"][data-mode="idle"]').waitFor({ timeout: 30_000 });
    const before = await console_.truth();
    await page.waitForTimeout(1000);
    await look(page, 'fences-operate');
    await instruct(page, 'put the red cube in the blue bowl');
    await page.getByTestId('fault-message').first().waitFor({ timeout: 60_000 });
    await waitForState(page, ['idle'], 60_000);
    await look(page, 'fences-refused');
    expect(await page.locator('body').innerText()).toContain('keep-out box "Box 1"');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
  });
});
