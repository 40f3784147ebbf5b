import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Console } from '../console';
import {
  armMovement,
  instruct,
  instructUntilPlanned,
  isInside,
  waitForState,
  waitUntilReady,
} from '../operate';
import {
  launchRosConsole,
  randomDomain,
  type SimulatorRobot,
  simulatorProfile,
  startSimulatorRobot,
} from './rosNetwork';

/** The whole loop over DDS: the console in one program, the simulator as a ROS 2 robot in another. */
describe('the loop on a ROS 2 robot', () => {
  let robot: SimulatorRobot;
  let console_: Console;

  beforeEach(async () => {
    const domain = randomDomain();
    robot = await startSimulatorRobot({ seed: 1, domain });
    console_ = await launchRosConsole(simulatorProfile(domain));
    await waitUntilReady(console_.page);
  });
  afterEach(async () => {
    await console_?.close();
    await robot?.close();
  });

  async function plan(): Promise<void> {
    await instructUntilPlanned(console_.page, 'put the red cube in the blue bowl');
  }

  async function approveAndMove(): Promise<void> {
    await plan();
    await console_.page.getByTestId('approve-button').click();
    await waitForState(console_.page, ['executing']);
    await console_.page.waitForTimeout(2500);
  }

  /** By the robot's own truth, not by what the console says. */
  async function standsStill(): Promise<boolean> {
    const first = await robot.truth();
    await console_.page.waitForTimeout(1000);
    return armMovement(first, await robot.truth()) < 0.003;
  }
  const expectStandstill = async () => expect(await standsStill()).toBe(true);

  it('instruct, approve, execute: nothing moves before the approval, and the cube is in the bowl after', async () => {
    const before = await robot.truth();
    await plan();
    await console_.page.waitForTimeout(1000);
    expect(armMovement(before, await robot.truth())).toBeLessThan(0.002);
    await console_.page.getByTestId('approve-button').click();
    await waitForState(console_.page, ['executing']);
    await waitForState(console_.page, ['idle'], 200_000);
    expect(isInside(await robot.truth(), 'red_cube', 'blue_bowl')).toMatchObject({ inside: true });
  });

  it('stop half-way cancels, and is confirmed by the joints', async () => {
    await approveAndMove();
    await console_.page.getByTestId('stop-button').dispatchEvent('pointerdown');
    await waitForState(console_.page, ['stopped'], 30_000);
    await expectStandstill();
    expect(await console_.page.getByTestId('stop-report').getAttribute('data-confirmed')).toBe('true');
  });

  it('the death of the robot process half-way: the arm does not go on with what nobody watches', async () => {
    await approveAndMove();
    const killed = Date.now();
    process.kill(await console_.pid('robot'), 'SIGKILL');
    await console_.page.locator('[data-testid="fault-message"]').first().waitFor({ timeout: 30_000 });
    // A controller goes on with its goal by itself: the robot process that comes next knows it and cancels it.
    await expect.poll(standsStill, { timeout: 20_000 }).toBe(true);
    process.stdout.write(`robot process killed: the arm stood still within ${Date.now() - killed} ms\n`);
    expect(isInside(await robot.truth(), 'red_cube', 'blue_bowl')).toMatchObject({ inside: false });
    await waitForState(console_.page, ['stopped', 'idle'], 20_000);
    await expectStandstill();
  });

  const faultWords = async () => (await console_.page.getByTestId('fault-message').allInnerTexts()).join(' ');

  it('the camera falls silent while a plan waits: no approval on its old picture, and none is decided on', async () => {
    await plan();
    await robot.camera('hangs');
    try {
      const silent = Date.now();
      await waitForState(console_.page, ['idle'], 15_000);
      process.stdout.write(`camera silent: the plan was withdrawn ${Date.now() - silent} ms after\n`);
      expect(await faultWords()).toContain('The camera has given no new picture');
      expect(await console_.page.getByTestId('approve-button').isVisible()).toBe(false);
      await instruct(console_.page, 'put the red cube in the blue bowl');
      await expect.poll(faultWords, { timeout: 30_000 }).toContain('No decision frame');
      await waitForState(console_.page, ['idle']);
    } finally {
      await robot.camera('goesOn');
    }
    await waitUntilReady(console_.page);
    await plan();
  });

  it('the camera falls silent half-way: the motion is stopped, in words', async () => {
    await approveAndMove();
    await robot.camera('hangs');
    try {
      const silent = Date.now();
      await waitForState(console_.page, ['stopped'], 15_000);
      process.stdout.write(`camera silent: the arm was stopped ${Date.now() - silent} ms after\n`);
      expect(await faultWords()).toContain('The camera has given no new picture');
      const report = console_.page.getByTestId('stop-report');
      expect(await report.innerText()).toContain('The camera has given no new picture');
      await expectStandstill();
    } finally {
      await robot.camera('goesOn');
    }
  });

  it('the robot vanishes half-way (kill -9): the run ends with words', async () => {
    await approveAndMove();
    process.kill(await robot.pid('simulatorRos2'), 'SIGKILL');
    await console_.page.locator('[data-testid="fault-message"]').first().waitFor({ timeout: 30_000 });
    await waitForState(console_.page, ['stopped', 'idle'], 20_000);
  });
});
