import { expect } from 'vitest';
import type { Console } from '../console';
import { onScreen, sessionState } from '../operate';
import type { FixtureEvent, FixtureRobot } from './rosNetwork';

/** The robot's mode in the head of the window. */
export const mode = ({ page }: Console, wanted: string) =>
  page.locator(`[data-testid="robot-mode"][data-mode="${wanted}"]`).waitFor({ timeout: 60_000 });

/** The faults on screen. */
export const words = async ({ page }: Console) =>
  (await page.getByTestId('fault-message').allInnerTexts()).join(' ');

/** What the robot has told of one kind since it had told so many things. */
export const told = (robot: FixtureRobot, kind: string, since = 0): readonly FixtureEvent[] =>
  robot.events.slice(since).filter(({ event }) => event === kind);

/** A run that failed ends in a stop, which is reset; then the session stays idle. */
export async function settle({ page }: Console): Promise<void> {
  const reset = page.getByTestId('stop-reset');
  const settled = async () => {
    if (await reset.isVisible()) await reset.click();
    await page.waitForTimeout(500);
    return (await reset.isVisible()) ? 'stopped' : sessionState(page);
  };
  await expect.poll(settled, { timeout: 30_000 }).toBe('idle');
}

/**
 * On the way home, which takes some seconds; answers how much the robot had told before. On a busy machine joint
 * states or heartbeats may come too late: the gate refuses, or the watchdog stops, and as an operator would one
 * resets the stop and asks again.
 */
export async function moveHome(console_: Console, robot: FixtureRobot): Promise<number> {
  const { page } = console_;
  const is = async (...states: string[]) => states.includes((await sessionState(page)) ?? '');
  for (let tries = 0; ; tries++) {
    await settle(console_);
    const before = robot.events.length;
    await page.getByTestId('home-button').click();
    const answered = async () =>
      (await is('awaitingApproval', 'stopped')) || ((await is('idle')) && (await words(console_)) !== '');
    await expect.poll(answered, { timeout: 60_000 }).toBe(true);
    if (await is('awaitingApproval')) {
      await page.getByTestId('approve-button').click({ timeout: 5000 });
      const over = async () => told(robot, 'goal', before).length > 0 || (await is('idle', 'stopped'));
      await expect.poll(over, { timeout: 20_000 }).toBe(true);
    }
    if (told(robot, 'goal', before).length > 0) return before;
    process.stdout.write(`Asked for the way home in vain: ${(await onScreen(page)).join(' | ')}\n`);
    expect(tries).toBeLessThan(4);
  }
}
