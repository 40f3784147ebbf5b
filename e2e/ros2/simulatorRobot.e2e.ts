import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { networkEnvironment } from '../../resources/setup/ros2/simulatorEnvironment.mjs';
import { randomDomain, ros2, type SimulatorRobot, startSimulatorRobot } from './rosNetwork';

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
    const { distro, prefix, env } = ros2();
    const python = env.PYTHONPATH ? 'python3' : join(prefix, 'bin', 'python');
    const output = await new Promise<string>((done) => {
      execFile(
        python,
        [resolve('e2e/ros2/check_simulator.py')],
        { env: { ...process.env, ...env, ...networkEnvironment(domain, distro) }, timeout: 180_000 },
        (_error, stdout, stderr) => done(stdout || stderr),
      );
    });
    const { checks } = JSON.parse(output.trim().split('\n').at(-1) ?? '') as Verdict;
    expect(checks.filter(({ holds }) => !holds)).toEqual([]);
    expect(checks.length).toBeGreaterThan(25);
  });
});
