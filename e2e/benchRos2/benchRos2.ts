import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { randomDomain, rosProcess } from '../ros2/rosNetwork';
import { benchCamera } from './cameraBench';

/**
 * `npm run bench -- ros2 [--seconds 60]`: how soon a stop is a cancel at the controller, and how pictures of
 * 1280x720 come to the screen. Nothing passes or fails here; other work on the machine shows in the figures.
 */
const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '60' } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
if (!(seconds >= 10)) throw new Error(`--seconds wants a number from 10, not "${values.seconds}".`);

/** In a process that has the ROS environment from its start. */
function runStopLatency(): Promise<void> {
  const tsx = resolve('node_modules/tsx/dist/cli.mjs');
  const child = spawn(process.execPath, [tsx, join(import.meta.dirname, 'stopLatency.ts')], {
    env: rosProcess(randomDomain()).env,
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
process.exit(0);
