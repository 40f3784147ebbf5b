import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { phase } from './demonstration';
import { look } from './look';
import { armMovement, waitForState, waitUntilReady } from './operate';

/** A demonstration as an operator records it: approve jogging, hold keys, end with the keys, find it on Review. */
describe('demonstrate on the real console', () => {
  let console_: Console;

  beforeAll(async () => {
    console_ = await launchConsole({ seed: 1 });
    await waitUntilReady(console_.page);
    await console_.page.getByTestId('nav-demonstrate').click();
  });
  afterAll(async () => {
    await console_?.close();
  });

  async function record(task: string): Promise<void> {
    const { page } = console_;
    await page.getByTestId('demonstration-task').fill(task);
    await page.getByRole('button', { name: 'None', exact: true }).click();
    await page.getByTestId('demonstration-start').click();
    await phase(console_, 'recording');
  }
  async function expectRest(): Promise<void> {
    const first = await console_.truth();
    await console_.page.waitForTimeout(700);
    expect(armMovement(first, await console_.truth())).toBeLessThan(0.001);
  }

  it('moves nothing by a key before jogging is approved', async () => {
    const { page } = console_;
    const before = await console_.truth();
    await look(page, 'demonstrate-setup');
    await page.getByTestId('jog-panel').click({ position: { x: 4, y: 4 } });
    await page.keyboard.down('KeyW');
    await page.waitForTimeout(700);
    await page.keyboard.up('KeyW');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.001);
  });

  it('moves while a key is held, rests when it is let go, and is found on Review', async () => {
    const { page } = console_;
    await record('put the red cube in the blue bowl');
    const before = await console_.truth();
    await page.keyboard.down('KeyA');
    await page.waitForTimeout(1500);
    await page.keyboard.up('KeyA');
    await page.waitForTimeout(700);
    await expectRest();
    expect(armMovement(before, await console_.truth())).toBeGreaterThan(0.03);

    const button = page.getByTestId('jog-z-');
    const low = await console_.truth();
    const box = (await button.boundingBox())!;
    await page.mouse.move(box.x + 20, box.y + 10);
    await page.mouse.down();
    await page.waitForTimeout(1200);
    await look(page, 'demonstrate-held');
    await page.mouse.up();
    await page.waitForTimeout(700);
    await expectRest();
    expect(armMovement(low, await console_.truth())).toBeGreaterThan(0.02);

    await page.keyboard.press('KeyM');
    await page.keyboard.press('ArrowRight');
    await phase(console_, 'judging');
    await look(page, 'demonstrate-verdict');
    await page.keyboard.press('KeyN');
    await phase(console_, 'setup');
    await page.getByTestId('nav-review').click();
    const words = page.locator('body');
    await expect.poll(() => words.innerText(), { timeout: 20_000 }).toContain('jogging approved by');
    expect(await words.innerText()).toContain('Marker 1');
    await page.getByRole('button', { name: 'Verify records' }).click();
    await expect.poll(() => words.innerText(), { timeout: 20_000 }).toContain('are what was recorded');
    await look(page, 'demonstrate-review');
    await page.getByTestId('nav-demonstrate').click();
  });

  it('comes to rest when the window loses the focus while a key is held', async () => {
    const { page } = console_;
    await record('once more');
    await page.keyboard.down('KeyA');
    await page.waitForTimeout(800);
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await page.waitForTimeout(700);
    await expectRest();
    await page.keyboard.up('KeyA');
  });

  it('is stopped by Space while a key is held; the episode ends as stopped', async () => {
    const { page } = console_;
    await page.keyboard.down('KeyD');
    await page.waitForTimeout(1000);
    await page.keyboard.press('Space');
    await page.getByTestId('stop-report').waitFor({ timeout: 5000 });
    expect(await page.getByTestId('stop-report').getAttribute('data-confirmed')).toBe('true');
    await page.keyboard.up('KeyD');
    await expectRest();
    await phase(console_, 'setup');
    await look(page, 'demonstrate-stopped');
    await page.getByTestId('stop-reset').click();
    await page.locator('[data-testid="robot-mode"][data-mode="idle"]').waitFor();
    await page.getByTestId('nav-operate').click();
    await waitForState(page, ['idle']);
  });
});
