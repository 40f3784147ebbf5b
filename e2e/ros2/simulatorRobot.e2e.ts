import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomDomain, rosProcess, type SimulatorRobot, startSimulatorRobot } from './rosNetwork';

interface Verdict {
  readonly checks: readonly { readonly check: string; readonly holds: boolean; readonly figure: unknown }[];
}

/** rclpy looks at the simulator as any ROS 2 tool would; nothing of the console takes part. */
describe('the simulator as a ROS 2 robot', () => {
  const domain = randomDomain();
  let robot: SimulatorRobot;

  beforeAll(async () => {
    robot = await startSimulatorRobot({ seed: 1, domain });
  });
  afterAll(async () => {
    await robot?.close();
  });

  it('serves streams, pictures, transforms, parameters and both actions to a stranger', async () => {
    const { python, env } = rosProcess(domain);
    const output = await new Promise<string>((done) => {
      execFile(
        python,
        [resolve('e2e/ros2/check_simulator.py')],
        { env, timeout: 180_000 },
        (_error, stdout, stderr) => done(stdout || stderr),
      );
    });
    const { checks } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Verdict;
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.length).toBeGreaterThan(25);
  });
});
