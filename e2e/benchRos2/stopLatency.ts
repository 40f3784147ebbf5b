import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { cancelLatencies } from '../../electron/together/ros2/cancelLatency';
import { robotOnRos2 } from '../../electron/together/ros2/robotOnRos2';
import { percentile } from './figures';

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

/** The model at work, in a process of its own as in the app. */
async function startInference(): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'inferenceLoad.ts'), [], {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ORT_DISABLE_TELEMETRY: '1' },
  });
  await new Promise<void>((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`The model's process ended with code ${code}.`)));
  });
  return child;
}

console.log(
  '| stop request to cancel at the controller (ms) | stops | p50 | p99 | worst |\n| --- | --- | --- | --- | --- |',
);
console.log(await row('alone'));
const inference = await startInference();
try {
  console.log(await row('while the model computes'));
} finally {
  inference.kill('SIGKILL');
}
process.exit(0);
