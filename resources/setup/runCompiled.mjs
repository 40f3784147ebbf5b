import { join } from 'node:path';
import { ensureDependencies } from './dependencies.mjs';
import { root } from './project.mjs';
import { runCommand } from './runCommand.mjs';

/**
 * Compiles a TypeScript program of e2e/ into one file, as the app is compiled, and runs it in Node without a display;
 * answers its exit code. What tsx adds to each function would be measured with it.
 */
export async function runCompiled(program) {
  await ensureDependencies();
  // Two folders deep, as the programs are: they find files of the checkout from where they are.
  const compiled = join(root, 'out', 'bench', 'program.mjs');
  const { build } = await import('esbuild');
  await build({
    entryPoints: [join(root, 'e2e', program)],
    outfile: compiled,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'warning',
  });
  const { code } = await runCommand(process.execPath, [compiled, ...process.argv.slice(2)]);
  return code;
}
