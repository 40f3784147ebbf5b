import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The rclpy robot of the end-to-end tests (e2e/ros2/fixture_robot.py), on the domain of this process. */
export interface PythonRobot {
  /** Every line that it said; see there. */
  readonly events: readonly { readonly event: string }[];
  command(line: string): void;
  stop(): void;
}

const script = join(import.meta.dirname, '..', '..', '..', 'e2e', 'ros2', 'fixture_robot.py');

/** Resolves when it is on the graph. */
export async function startPythonRobot(): Promise<PythonRobot> {
  const child = spawn('python3', [script, '--rate', '200'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const events: { readonly event: string }[] = [];
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      events.push(JSON.parse(line) as { event: string });
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`The robot in Python ended with code ${code}.`)));
  });
  return {
    events,
    command: (line) => void child.stdin.write(`${line}\n`),
    stop: () => void child.kill('SIGKILL'),
  };
}
