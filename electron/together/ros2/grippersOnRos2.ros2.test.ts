import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { JointState } from '../../../shared/contract/simulatorContract';
import type { GripperEnd, RobotDriver } from '../../robot/driver';
import { robotModelOf } from '../../robot/robotModelOf';
import { type PythonRobot, startPythonRobot } from './pythonRobot';
import { peerProfile, takeOwnDomain, testLink, until } from './testLink';

const fixture = JSON.parse(
  readFileSync(join(import.meta.dirname, '..', '..', '..', 'e2e', 'ros2', 'fixture-profile.json'), 'utf8'),
) as { readonly gripper: object };

/** Each kind of gripper controller over DDS, on a robot that shares no code with the console. */
describe.each([
  ['parallelGripperCommand', '/robotiq_gripper_controller/gripper_cmd'],
  ['gripperCommand', '/gripper_action_controller/gripper_cmd'],
  ['trajectory', '/gripper_trajectory_controller/follow_joint_trajectory'],
])('a gripper by %s', (kind, action) => {
  let robot: PythonRobot | undefined;
  let end: () => void = () => undefined;
  afterEach(() => {
    end();
    robot?.stop();
  });

  async function connected() {
    takeOwnDomain();
    const python = await startPythonRobot();
    robot = python;
    const profile = peerProfile({ ...fixture, gripper: { ...fixture.gripper, kind, action } });
    let driver: RobotDriver | undefined;
    let latest: JointState | undefined;
    const link = testLink({
      profile,
      modelOf: (urdf) => robotModelOf(profile.model, profile.gripper, urdf),
      onOpened: (_model, makeDriver) => {
        driver ??= makeDriver({
          jointState: (state) => {
            latest = state;
          },
          feedback: () => undefined,
          fault: () => undefined,
          closed: () => undefined,
        });
      },
    });
    end = link.close;
    await until(() => driver && latest, 30_000, link.status);
    return {
      python,
      driver: driver!,
      grip: (width: number) => driver!.commandGripper({ goalId: `to ${width}`, width, maxEffort: 20 }),
      /** By joint_states, and not by the controller's word (m). */
      opening: () => latest!.positions.slice(-2).reduce((sum, finger) => sum + finger, 0),
    };
  }

  it('opens and closes to a width, tells that it holds something, and is canceled with everything else', async () => {
    const { python, driver, grip, opening } = await connected();
    expect(opening()).toBeCloseTo(0.085, 3);

    expect(await grip(0.04)).toMatchObject({ status: 'succeeded', reachedGoal: true, stalled: false });
    await until(() => Math.abs(opening() - 0.04) < 0.002, 5000, opening);

    // An object as wide as half of the opening: position 0.4 of 0.8.
    expect((await grip(0.08)).status).toBe('succeeded');
    python.command('object 0.4');
    await until(
      () => python.events.some(({ event }) => event === 'ok'),
      5000,
      () => python.events,
    );
    const held: GripperEnd = await grip(0);
    expect(held).toMatchObject({ status: 'succeeded', reachedGoal: false, stalled: true });
    expect(held.width).toBeCloseTo(0.0425, 2);

    expect((await grip(0.085)).status).toBe('succeeded');
    const grips = () => python.events.filter(({ event }) => event === 'grip').length;
    const before = grips();
    const canceled = grip(0);
    await until(
      () => grips() > before,
      5000,
      () => python.events,
    );
    driver.cancel();
    expect((await canceled).status).toBe('canceled');
    expect(opening()).toBeGreaterThan(0.05);
  });
});
