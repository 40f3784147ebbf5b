import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

/** The model at work, in a process of its own and with the priority that it has in the app. */
export async function startInference(): Promise<ChildProcess> {
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
