import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cancelLatencies } from '../../electron/together/ros2/cancelLatency';
import { robotOnRos2 } from '../../electron/together/ros2/robotOnRos2';
import { lostBetween, percentile } from './figures';
import { startInference } from './startInference';

/**
 * From the stop request at the robot process to the cancel request in the controller's process, over DDS, in
 * p50, p99 and worst: alone, and while the model computes. A program of its own, because the ROS environment
 * has to be there when a process starts.
 */
const count = 500;

async function row(what: string): Promise<string> {
  const robot = await robotOnRos2();
  try {
    await robot.idle();
    const ms = await cancelLatencies(robot, count);
    const cells = [percentile(ms, 0.5), percentile(ms, 0.99), ms.at(-1)!].map((value) => value.toFixed(2));
    return `| ${[what, ms.length, ...cells].join(' | ')} |`;
  } finally {
    await robot.close();
  }
}

/** s: so long are joint states counted. */
const jointSeconds = Number(process.argv[2] ?? 30);

/**
 * The robot's joint states, 100 a second, in the robot process and in a subscriber of rclpy at the same time:
 * how many came, and how many their stamps say are missing.
 */
async function jointRows(): Promise<string> {
  const robot = await robotOnRos2();
  const watcher = spawn('python3', [join(import.meta.dirname, 'joint_watcher.py')]);
  const said = createInterface({ input: watcher.stdout })[Symbol.asyncIterator]();
  const watched = async (): Promise<number[]> => {
    watcher.stdin.write('say\n');
    return JSON.parse((await said.next()).value as string) as number[];
  };
  try {
    await said.next();
    await robot.idle();
    const [own, beside] = [robot.jointStates.length, (await watched()).length];
    await new Promise((resolve) => setTimeout(resolve, jointSeconds * 1000));
    const rows = [
      ['the robot process', robot.jointStates.slice(own).map(({ stampSec }) => stampSec)],
      ['a subscriber of rclpy', (await watched()).slice(beside)],
    ] as const;
    return rows
      .map(([who, stamps]) => {
        const span = stamps.at(-1)! - stamps[0]!;
        return `| ${who} | ${stamps.length} | ${((stamps.length - 1) / span).toFixed(1)} | ${lostBetween(stamps)} |`;
      })
      .join('\n');
  } finally {
    watcher.kill('SIGKILL');
    await robot.close();
  }
}

console.log(
  '| stop request to cancel at the controller (ms) | stops | p50 | p99 | worst |\n| --- | --- | --- | --- | --- |',
);
console.log(await row('alone'));
const inference = await startInference();
try {
  console.log(await row('while the model computes'));
  console.log(`\n| joint states over ${jointSeconds} s, while the model computes | came | a second | lost |`);
  console.log(`| --- | --- | --- | --- |\n${await jointRows()}`);
} finally {
  inference.kill('SIGKILL');
}
process.exit(0);
