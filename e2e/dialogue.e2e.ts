import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, launchConsole } from './console';
import { armMovement, instruct, waitForState, waitUntilReady } from './operate';

const shots = process.env.R1_SHOTS;
const look = async (page: Page, name: string) => {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
};

/** Scene 13 has a red and a green cube, and one bowl. */
const seed = 13;
const ambiguous = 'put the cube in the yellow bowl';

describe('a dialogue with the model about one picture', () => {
  let console_: Console;

  beforeAll(async () => {
    console_ = await launchConsole({ seed });
    await waitUntilReady(console_.page);
  });
  afterAll(async () => {
    await console_?.close();
  });

  const boxOnScreen = async (page: Page) => {
    const box = await page.getByTestId('overlay-box').first().boundingBox();
    if (!box) throw new Error('No box is drawn.');
    return { x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width };
  };
  const hash = (page: Page) => page.getByTestId('plan-hash').getAttribute('data-hash');

  it('asks which one is meant, and plans what the operator answers', async () => {
    const { page } = console_;
    const before = await console_.truth();
    await instruct(page, ambiguous);
    await waitForState(page, ['awaitingAnswer']);
    expect(await page.getByTestId('model-question').textContent()).toMatch(
      /red cube.*green cube|green cube.*red cube/,
    );
    expect(await page.getByTestId('overlay-box').count()).toBe(0);
    await look(page, 'question');
    await page.getByTestId('answer-input').fill('the red one');
    await page.getByTestId('answer-input').press('Enter');
    await waitForState(page, ['awaitingApproval']);
    await look(page, 'answered');
    expect(await page.getByTestId('earlier-turns').textContent()).toContain('the red one');
    expect(armMovement(before, await console_.truth())).toBeLessThan(0.002);
  });

  it('takes a correction: another cube, another plan, and the first can not be approved any more', async () => {
    const { page } = console_;
    const [red, first] = [await boxOnScreen(page), await hash(page)];
    await page.getByTestId('refuse-reason').fill('no, the green one');
    await page.getByTestId('correct-button').click();
    await waitForState(page, ['awaitingApproval', 'idle', 'awaitingAnswer']);
    await expect.poll(() => hash(page), { timeout: 30_000 }).not.toBe(first);
    await waitForState(page, ['awaitingApproval']);
    await look(page, 'corrected');
    const green = await boxOnScreen(page);
    expect(Math.hypot(green.x - red.x, green.y - red.y)).toBeGreaterThan(red.width);
    await page.getByTestId('refuse-button').click();
    await waitForState(page, ['idle']);
  });

  it('takes a click in the decision frame for an answer', async () => {
    const { page } = console_;
    const green = await boxOnScreen(page);
    await instruct(page, ambiguous);
    await waitForState(page, ['awaitingAnswer']);
    await page.mouse.click(green.x, green.y);
    await waitForState(page, ['awaitingApproval']);
    const again = await boxOnScreen(page);
    expect(Math.hypot(again.x - green.x, again.y - green.y)).toBeLessThan(green.width / 2);
    await page.getByTestId('refuse-button').click();
    await waitForState(page, ['idle']);
  });
});
