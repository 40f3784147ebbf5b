import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Console } from '../console';
import { sessionState, waitForState } from '../operate';
import {
  type FixtureRobot,
  fixtureProfile,
  launchRosConsole,
  randomDomain,
  startFixture,
} from './rosNetwork';

/**
 * Losses and lies of a robot that shares no code with the console: each is noticed, told in words, and ends
 * or prevents motion. The motion is the way home, which needs no camera.
 */
describe('losing a ROS 2 robot', () => {
  let robot: FixtureRobot;
  let console_: Console;
  let domain: number;

  beforeEach(async () => {
    domain = randomDomain();
    robot = await startFixture({ domain, turned: 3 });
    console_ = await launchRosConsole(fixtureProfile(domain));
    await mode('idle');
  });
  afterEach(async () => {
    await console_?.close();
    await robot?.close();
  });

  const mode = (wanted: string) =>
    console_.page.locator(`[data-testid="robot-mode"][data-mode="${wanted}"]`).waitFor({ timeout: 60_000 });
  const goals = () => robot.events.filter(({ event }) => event === 'goal').length;

  /**
   * On the way home, which takes some seconds. On a busy machine joint states may come too late for the gate
   * to see the arm stand still: it refuses, and the operator asks again.
   */
  async function moveHome(): Promise<void> {
    const before = goals();
    for (let tries = 0; tries < 3 && goals() === before; tries++) {
      await console_.page.getByTestId('home-button').click();
      await waitForState(console_.page, ['awaitingApproval'], 60_000);
      await console_.page.getByTestId('approve-button').click();
      const ended = async () => goals() > before || (await sessionState(console_.page)) === 'idle';
      await expect.poll(ended, { timeout: 10_000 }).toBe(true);
    }
    expect(goals()).toBeGreaterThan(before);
  }

  /** A run that failed ends in a stop, which is reset; then the session stays idle. */
  async function settle(): Promise<void> {
    const reset = console_.page.getByTestId('stop-reset');
    const settled = async () => {
      if (await reset.isVisible()) await reset.click();
      await console_.page.waitForTimeout(500);
      return (await reset.isVisible()) ? 'stopped' : sessionState(console_.page);
    };
    await expect.poll(settled, { timeout: 20_000 }).toBe('idle');
  }

  const words = () => console_.page.getByTestId('fault-message').allInnerTexts();

  for (const fault of [
    'stop_publishing',
    'nan',
    'missing_joint',
    'jump 0.5',
    'limit',
    'effort',
    'wrong_order',
    'clock_jump 30',
  ]) {
    it(`${fault} while it moves: canceled, and told`, async () => {
      await moveHome();
      const before = robot.events.filter(({ event }) => event === 'cancel').length;
      await robot.command(fault);
      const started = Date.now() / 1000;
      const canceled = () => robot.events.filter(({ event }) => event === 'cancel')[before];
      await expect.poll(canceled, { timeout: 10_000, interval: 20 }).toBeDefined();
      // How soon depends on the machine; watchdog.test.ts holds the limits by a clock of its own.
      process.stdout.write(`${fault}: canceled ${((canceled()!.t - started) * 1000).toFixed(0)} ms after\n`);
      await expect.poll(words, { timeout: 10_000 }).not.toEqual([]);
    });
  }

  it('a goal that is rejected, and every result code, end the run with the words of the controller', async () => {
    await robot.command('reject');
    await moveHome();
    await expect
      .poll(async () => (await words()).join(' '), { timeout: 10_000 })
      .toContain('rejected the goal');
    await robot.command('normal');
    await settle();
    for (const code of [-1, -2, -3, -4, -5]) {
      await moveHome();
      await robot.command(`abort ${code}`);
      await expect
        .poll(async () => (await words()).join(' '), { timeout: 10_000 })
        .toContain(`abort with ${code}`);
      await robot.command('normal');
      await settle();
    }
  });

  it('a stranger who commands the controller raises an alarm', async () => {
    await robot.command('foreign_goal');
    await expect.poll(words, { timeout: 15_000 }).not.toEqual([]);
  });

  it('a controller that says CANCELED while the arm moves on is not believed', async () => {
    await robot.command('canceled_while_moving');
    await moveHome();
    await console_.page.getByTestId('stop-button').dispatchEvent('pointerdown');
    const confirmed = () => console_.page.getByTestId('stop-report').getAttribute('data-confirmed');
    await expect.poll(confirmed, { timeout: 15_000 }).toBe('false');
    expect(await console_.page.getByTestId('stop-report').innerText()).toContain('E-stop');
  });

  it('a controller that says SUCCEEDED while the arm moves on is not believed', async () => {
    await robot.command('succeed_early');
    await moveHome();
    await robot.waitFor('done');
    await expect.poll(words, { timeout: 15_000 }).not.toEqual([]);
    expect(await sessionState(console_.page)).not.toBe('idle');
  });

  it('the action server goes away while joint states go on: no connection, in words', async () => {
    await robot.command('drop_action');
    await mode('disconnected');
    await console_.page.getByTestId('nav-connect').click();
    await expect
      .poll(() => console_.page.getByText('No controller answers at').count(), { timeout: 15_000 })
      .toBeGreaterThan(0);
  });

  it('the node is killed and started anew: the console connects again by itself, and can move it', async () => {
    await robot.close();
    await mode('disconnected');
    robot = await startFixture({ domain, turned: 3 });
    await mode('idle');
    await moveHome();
  });

  it('the robot vanishes without a word', async () => {
    await moveHome();
    await robot.command('vanish');
    await expect.poll(words, { timeout: 15_000 }).not.toEqual([]);
  });
});
