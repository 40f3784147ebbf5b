import { join } from 'node:path';
import { runMain } from './progress.mjs';
import { root } from './project.mjs';
import { runCommand } from './runCommand.mjs';
import { setUp } from './setup.mjs';
import { virtualDisplay } from './virtualDisplay.mjs';

/** `npm run demo`: the main job without a person, through the app's own user interface. */
runMain(async () => {
  await setUp({ display: true });
  const display = await virtualDisplay();
  try {
    const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
    const { code } = await runCommand(
      process.execPath,
      [tsx, join(root, 'e2e', 'demo.ts'), ...process.argv.slice(2)],
      {
        env: display.env,
      },
    );
    return code;
  } finally {
    display.stop();
  }
});
