import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, step } from './progress.mjs';
import { root } from './project.mjs';
import { runCommand } from './runCommand.mjs';

const modules = join(root, 'node_modules');
const stamp = join(modules, '.r1-setup');
const isLink = () => lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;

/** Installs exactly what the lock file names, when it changed since the last time. */
export async function ensureDependencies() {
  // npm ci empties the folder first, through a link too: another checkout's packages are not ours to remove.
  if (isLink()) return;
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('dependencies (npm ci)', async () => {
    // Install scripts fetch binaries from places that a closed network refuses; each needed step is ours.
    const { code, output } = await runCommand(
      'npm',
      ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
      {
        quiet: true,
      },
    );
    if (code !== 0) {
      throw new SetupError(
        `The dependencies could not be installed.\n${output.trim().split('\n').slice(-12).join('\n')}\n` +
          'Check the network connection to the npm registry and the free disk space (about 1 GB), then run the command again.',
      );
    }
    writeFileSync(stamp, wanted);
  });
}
