import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { look } from './look';
import { instruct, waitForState, waitUntilReady } from './operate';

const count = 3;

describe('several answers to one question', () => {
  let console_: Console;
  beforeAll(async () => {
    console_ = await launchConsole({ seed: 3 });
    await waitUntilReady(console_.page);
  });
  afterAll(() => console_?.close());

  it('are shown with their spread, the medoid first, and another one that is chosen is planned anew', async () => {
    const { page } = console_;
    const hash = () => page.getByTestId('plan-hash').getAttribute('data-hash');
    await page.getByTestId('samples-select').selectOption(String(count));
    await instruct(page, 'put the red cube in the blue bowl');
    expect(await waitForState(page, ['awaitingApproval', 'idle'], 420_000)).toBe('awaitingApproval');
    const object = page.getByTestId('samples-affordance');
    const words = await object.textContent();
    expect(words).toMatch(/3 answers: .*mean IoU 0\.\d\d to the medoid/);
    expect(words).toMatch(/temperature 0\.7, top-p 0\.9, seeds 0 to 2/);
    const before = await hash();
    const others = object.locator('[data-testid="sample"][data-picked="false"] input:enabled');
    expect(await others.count()).toBeGreaterThan(0);
    expect(await page.getByTestId('overlay-alternative').count()).toBeGreaterThan(0);
    expect(await page.getByTestId('proposal-summary').textContent()).toMatch(/medoid of 3/);
    await page.getByTestId('proposal-summary').click();
    await page.getByTestId('samples').scrollIntoViewIfNeeded();
    await look(page, 'samples');
    expect(await page.getByTestId('choose-samples').isDisabled()).toBe(true);
    await others.first().click();
    await page.getByTestId('choose-samples').click();
    await expect.poll(hash, { timeout: 30_000 }).not.toBe(before);
    await waitForState(page, ['awaitingApproval']);
    expect(await hash()).toMatch(/^[0-9a-f]{64}$/);
    await look(page, 'samples-chosen');
    await page.getByTestId('refuse-button').click();
    await waitForState(page, ['idle']);
    await page.getByTestId('nav-review').click();
    await page.getByTestId('episode-row').first().click();
    await page.getByTestId('replay-spread').first().waitFor();
    await page.locator('[data-testid="replay-reasoning"]').waitFor();
    await look(page, 'samples-review');
    expect(await page.getByTestId('replay-spread').first().textContent()).toMatch(/3 answers:/);
  }, 600_000);
});
