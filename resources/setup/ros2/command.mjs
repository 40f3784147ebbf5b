import { SetupError } from '../progress.mjs';
import { runCommand } from '../runCommand.mjs';

/** Runs a command and answers its output; when it fails, says `what` failed, the last lines and what to do. */
export async function must(what, command, args, { env = {}, cwd, next = '' } = {}) {
  let result;
  try {
    result = await runCommand(command, args, { quiet: true, env, ...(cwd ? { cwd } : {}) });
  } catch (error) {
    result = { code: 1, output: String(error) };
  }
  if (result.code === 0) return result.output;
  const last = result.output.trim().split('\n').slice(-15).join('\n');
  throw new SetupError(`${what} failed (${command} ${args[0] ?? ''}).\n${last}\n${next}`.trimEnd());
}

/** The output of a command that may fail or not exist at all; undefined then. */
export async function ask(command, args, options = {}) {
  try {
    const { code, output } = await runCommand(command, args, { quiet: true, ...options });
    return code === 0 ? output.trim() : undefined;
  } catch {
    return undefined;
  }
}
