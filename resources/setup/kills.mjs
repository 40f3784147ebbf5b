import { join } from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { runMain } from './progress.mjs';
import { root } from './project.mjs';
import { runCommand } from './runCommand.mjs';

/** `npm run test:kills`: kills the recorder while it records; needs neither Electron nor a display. */
runMain(async () => {
  await ensureDependencies();
  const tsx = join(root, 'node_modules', 'tsx', 'dist', 'cli.mjs');
  const program = join(root, 'electron', 'recorder', 'kills', 'runKills.ts');
  const { code } = await runCommand(process.execPath, [tsx, program, ...process.argv.slice(2)]);
  return code;
});
