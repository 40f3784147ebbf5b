import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Console } from '../console';
import { mode, moveHome, settle, told, words } from './moveHome';
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
    await mode(console_, 'idle');
  });
  afterEach(async () => {
    await console_?.close();
    await robot?.close();
  });

  const faults = {
    stop_publishing: /No joint state/,
    nan: /not a number/,
    missing_joint: /some of the arm's joints, but not elbow_joint/,
    'jump 0.5': /off its path|rad\/s; its limit|nothing that was approved moved it/,
    limit: /outside its limits/,
    effort: /pushes with 500\.0 N m/,
    wrong_order: /off its path|its limit|nothing that was approved moved it/,
    'clock_jump 30': /clock jumped 30\.\d s ahead/,
  };
  for (const [fault, text] of Object.entries(faults)) {
    it(`${fault} while it moves: canceled, and told`, async () => {
      const before = await moveHome(console_, robot);
      await robot.command(fault);
      const started = Date.now() / 1000;
      const canceled = () => told(robot, 'cancel', before)[0];
      await expect.poll(canceled, { timeout: 10_000, interval: 20 }).toBeDefined();
      // How soon depends on the machine; watchdog.test.ts holds the limits by a clock of its own.
      process.stdout.write(`${fault}: canceled ${((canceled()!.t - started) * 1000).toFixed(0)} ms after\n`);
      await expect.poll(() => words(console_), { timeout: 10_000 }).toMatch(text);
      // A stop stands, with its reason.
      const report = console_.page.getByTestId('stop-report');
      await expect.poll(() => report.allInnerTexts(), { timeout: 10_000 }).not.toEqual([]);
      await expect.poll(() => report.innerText()).toMatch(/Stopped by/i);
    });
  }

  it('a goal that is rejected, and every result code, end the run with the words of the controller', async () => {
    await robot.command('reject');
    await moveHome(console_, robot);
    await expect.poll(() => words(console_), { timeout: 10_000 }).toContain('rejected the goal');
    await robot.command('normal');
    await settle(console_);
    for (const code of [-1, -2, -3, -4, -5]) {
      await moveHome(console_, robot);
      await robot.command(`abort ${code}`);
      await expect.poll(() => words(console_), { timeout: 10_000 }).toContain(`abort with ${code}`);
      await robot.command('normal');
      await settle(console_);
    }
  });

  it('a stranger who commands the controller raises an alarm', async () => {
    await robot.command('foreign_goal');
    await expect.poll(() => words(console_), { timeout: 15_000 }).not.toBe('');
  });

  it('a controller that says CANCELED while the arm moves on is not believed', async () => {
    await robot.command('canceled_while_moving');
    await moveHome(console_, robot);
    await console_.page.getByTestId('stop-button').dispatchEvent('pointerdown');
    const confirmed = () => console_.page.getByTestId('stop-report').getAttribute('data-confirmed');
    await expect.poll(confirmed, { timeout: 15_000 }).toBe('false');
    expect(await console_.page.getByTestId('stop-report').innerText()).toContain('NOT measured');
  });

  it('a controller that says SUCCEEDED while the arm moves on is not believed', async () => {
    await robot.command('succeed_early');
    await moveHome(console_, robot);
    await robot.waitFor('done');
    await expect.poll(() => words(console_), { timeout: 15_000 }).toContain('rad from its end');
    // It ended in a stop, which stands until the operator resets it.
    await console_.page.getByTestId('stop-reset').waitFor({ timeout: 15_000 });
  });

  it('the action server goes away while joint states go on: no connection, in words', async () => {
    await console_.page.getByTestId('nav-connect').click();
    // What the preflight read from the node's real parameters: it has no tolerances, and brakes abruptly.
    for (const text of ['no path tolerance of its own', 'abruptly']) {
      await console_.page.getByText(text).first().waitFor({ timeout: 30_000 });
    }
    await robot.command('drop_action');
    await mode(console_, 'disconnected');
    await expect
      .poll(() => console_.page.getByText('No controller answers at').count(), { timeout: 15_000 })
      .toBeGreaterThan(0);
  });

  it('the node is killed and started anew: the console connects again by itself, and can move it', async () => {
    await robot.close();
    await mode(console_, 'disconnected');
    robot = await startFixture({ domain, turned: 3 });
    await mode(console_, 'idle');
    await moveHome(console_, robot);
  });

  it('the robot vanishes without a word', async () => {
    await moveHome(console_, robot);
    await robot.command('vanish');
    await expect.poll(() => words(console_), { timeout: 15_000 }).not.toBe('');
  });
});
