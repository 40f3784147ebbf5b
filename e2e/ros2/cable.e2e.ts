import { afterEach, describe, expect, it } from 'vitest';
import type { Console } from '../console';
import { waitForState } from '../operate';
import { cableProblem } from './cable';
import { mode, moveHome, settle, told, words } from './moveHome';
import {
  type FixtureRobot,
  fixtureProfile,
  launchRosConsole,
  randomDomain,
  startFixture,
} from './rosNetwork';

const problem = cableProblem();
if (problem) process.stdout.write(`Not tested here: the network cable pulled out. ${problem}\n`);

/** The robot on a machine of its own, as far as DDS can tell: another network, no shared memory. */
describe.skipIf(problem !== null)('the network to a ROS 2 robot', () => {
  let robot: FixtureRobot;
  let console_: Console;
  afterEach(async () => {
    await console_?.close();
    await robot?.close();
  });

  it('goes down while the arm moves: stopped, NOT confirmed, in words; and it can go on when it is up again', async () => {
    const domain = randomDomain();
    robot = await startFixture({ domain, turned: 3, overCable: true });
    const profile = fixtureProfile(domain);
    console_ = await launchRosConsole({
      ...profile,
      network: { ...profile.network, discoveryRange: 'SUBNET' },
    });
    await mode(console_, 'idle');
    const before = await moveHome(console_, robot);
    robot.cable?.pull();
    const pulled = Date.now();
    await waitForState(console_.page, ['stopping', 'stopped'], 10_000);
    process.stdout.write(`Cable pulled out: the session showed the stop ${Date.now() - pulled} ms after\n`);
    await expect.poll(() => words(console_), { timeout: 10_000 }).toMatch(/No joint state|connection/);
    const report = console_.page.getByTestId('stop-report');
    await expect.poll(() => report.getAttribute('data-confirmed'), { timeout: 10_000 }).toBe('false');
    expect(await report.innerText()).toContain('NOT measured');
    await mode(console_, 'disconnected');
    // Nothing that was said over the dead cable has reached the controller, which goes on with its goal.
    expect(told(robot, 'cancel', before)).toEqual([]);

    robot.cable?.plug();
    await mode(console_, 'stopped');
    await settle(console_);
    await moveHome(console_, robot);
  });
});
