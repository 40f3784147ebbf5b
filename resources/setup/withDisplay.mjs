import { join } from 'node:path';
import { root } from './project.mjs';
import { runCommand } from './runCommand.mjs';
import { setUp } from './setup.mjs';
import { virtualDisplay } from './virtualDisplay.mjs';

/**
 * Sets up what is missing (and what `prepare` does more) and runs a TypeScript program of e2e/ with a
 * display; answers its exit code.
 */
export async function runWithDisplay(program, { prepare } = {}) {
  await setUp({ display: true });
  await prepare?.();
  const display = await virtualDisplay();
  try {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const { code } = await runCommand(
      process.execPath,
      [tsx, join(root, 'e2e', program), ...process.argv.slice(2)],
      { env: display.env },
    );
    return code;
  } finally {
    display.stop();
  }
}
