import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** What the Python camera publishes: see `settings` in camera_node.py. */
export type CameraSettings = Readonly<Record<string, unknown>>;

export interface CameraNode {
  readonly process: ChildProcessWithoutNullStreams;
  set(settings: CameraSettings): Promise<void>;
  /** Ends it as a crash would: nobody is told. */
  kill(): Promise<void>;
}

const ended = (child: ChildProcessWithoutNullStreams) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve();
    else child.once('exit', () => resolve());
  });

/**
 * Starts a camera of rclpy in the domain of this process: real DDS, no code shared with ours. Resolves when
 * it publishes.
 */
export async function startCameraNode(settings: CameraSettings = {}): Promise<CameraNode> {
  const child = spawn('python3', [join(import.meta.dirname, 'camera_node.py'), JSON.stringify(settings)]);
  let said = '';
  child.stderr.on('data', (data: Buffer) => {
    said = (said + data.toString()).slice(-4000);
  });
  const answers: (() => void)[] = [];
  createInterface({ input: child.stdout }).on('line', () => answers.shift()?.());
  const answer = () =>
    new Promise<void>((resolve, reject) => {
      answers.push(resolve);
      child.once('exit', () => reject(new Error(`The camera node ended: ${said}`)));
    });
  await answer();
  return {
    process: child,
    async set(change) {
      const done = answer();
      child.stdin.write(`${JSON.stringify({ set: change })}\n`);
      await done;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended(child);
    },
  };
}
