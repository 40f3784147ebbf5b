import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomDomain, rosProcess } from '../ros2/rosNetwork';
import { benchCamera } from './cameraBench';
import { benchStopKey } from './stopKey';

/**
 * `npm run bench -- ros2 [--seconds 60]`: how soon a stop is a cancel at the controller, whether joint
 * states are lost, and how pictures of 1280x720 come to the screen. Nothing passes or fails here; other work on the machine shows in the figures.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
if (!(seconds >= 10)) throw new Error(`--seconds wants a number from 10, not "${values.seconds}".`);

/** In a process that has the ROS environment from its start, and the Python that belongs to it. */
function runStopLatency(): Promise<void> {
  const tsx = resolve('node_modules/tsx/dist/cli.mjs');
  const { python, env } = rosProcess(randomDomain());
  const child = spawn(process.execPath, [tsx, join(import.meta.dirname, 'stopLatency.ts'), String(seconds)], {
    env: { ...env, PATH: `${dirname(python)}:${env.PATH}` },
    stdio: 'inherit',
  });
  return new Promise((done, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? done() : reject(new Error(`The measuring of stops ended with code ${code}.`)),
    );
  });
}

console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores\n`);
await runStopLatency();
console.log(`\n${await benchCamera(seconds)}`);
console.log('\n| stop key in the app to cancel at a controller of rclpy (ms) | stops | p50 | p99 | worst |');
console.log(`| --- | --- | --- | --- | --- |\n${await benchStopKey('while the model computes', true)}`);
process.exit(0);
