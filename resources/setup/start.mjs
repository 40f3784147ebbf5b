import { electronCommand } from './electron.mjs';
import { runMain } from './progress.mjs';
import { runCommand } from './runCommand.mjs';
import { setUp } from './setup.mjs';

/** `npm start`: sets up what is missing, then opens the console. */
runMain(async () => {
  await setUp();
  const { executable, args } = electronCommand();
  const { code } = await runCommand(executable, [...args, ...process.argv.slice(2)]);
  return code;
});
