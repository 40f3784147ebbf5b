import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, step } from './progress.mjs';
import { cache, root } from './project.mjs';
import { runCommand } from './runCommand.mjs';

const stamp = join(cache, 'build-stamp');
const sources = ['electron', 'renderer', 'shared', 'electron.vite.config.ts', 'package-lock.json'];

/** Names, sizes and times of all sources: quick to compute, and different whenever a file changed. */
function fingerprint() {
  const hash = createHash('sha256');
  const visit = (path) => {
    const info = statSync(path);
    if (info.isDirectory()) for (const name of readdirSync(path).sort()) visit(join(path, name));
    else hash.update(`${path} ${info.size} ${info.mtimeMs}\n`);
  };
  for (const source of sources) visit(join(root, source));
  return hash.digest('hex');
}

/** Builds the app into out/app when a source changed since the last build. */
export async function ensureBuilt() {
  const wanted = fingerprint();
  const entry = join(root, 'out', 'app', 'main', 'index.js');
  if (existsSync(entry) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step('build', async () => {
    const { code, output } = await runCommand(
      process.execPath,
      [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build', '--logLevel', 'warn'],
      { quiet: true },
    );
    if (code !== 0) throw new SetupError(`The build failed:\n${output}`);
    mkdirSync(cache, { recursive: true });
    writeFileSync(stamp, wanted);
  });
}
