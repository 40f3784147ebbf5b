import { existsSync, readFileSync } from 'node:fs';
import { electronCommand } from './electron.mjs';
import { SetupError, step } from './progress.mjs';
import { runCommand } from './runCommand.mjs';

/** Which Debian or Ubuntu package brings a shared library that Electron links to. */
const packageOfLibrary = {
  'libgtk-3.so.0': 'libgtk-3-0',
  'libnss3.so': 'libnss3',
  'libnssutil3.so': 'libnss3',
  'libsmime3.so': 'libnss3',
  'libnspr4.so': 'libnspr4',
  'libasound.so.2': 'libasound2',
  'libgbm.so.1': 'libgbm1',
  'libXss.so.1': 'libxss1',
  'libatk-1.0.so.0': 'libatk1.0-0',
  'libatk-bridge-2.0.so.0': 'libatk-bridge2.0-0',
  'libatspi.so.0': 'libatspi2.0-0',
  'libcups.so.2': 'libcups2',
  'libdrm.so.2': 'libdrm2',
  'libxkbcommon.so.0': 'libxkbcommon0',
  'libXcomposite.so.1': 'libxcomposite1',
  'libXdamage.so.1': 'libxdamage1',
  'libXfixes.so.3': 'libxfixes3',
  'libXrandr.so.2': 'libxrandr2',
  'libXtst.so.6': 'libxtst6',
  'libX11.so.6': 'libx11-6',
  'libxcb.so.1': 'libxcb1',
  'libXext.so.6': 'libxext6',
  'libpango-1.0.so.0': 'libpango-1.0-0',
  'libcairo.so.2': 'libcairo2',
  'libdbus-1.so.3': 'libdbus-1-3',
  'libexpat.so.1': 'libexpat1',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgobject-2.0.so.0': 'libglib2.0-0',
  'libgio-2.0.so.0': 'libglib2.0-0',
};

/** Whether apt-get is how packages come to this machine. */
export function debianLike() {
  if (!existsSync('/etc/os-release')) return false;
  return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
}

/** Newer Ubuntu renamed some of these for 64-bit time; apt knows which name exists. */
async function existingPackage(name) {
  const { output } = await runCommand('apt-cache', ['policy', name, `${name}t64`], { quiet: true });
  const withCandidate = [...output.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (?!\(none\))/gm)].map(
    (m) => m[1],
  );
  return withCandidate.includes(name) ? name : (withCandidate[0] ?? name);
}

async function missing({ display }) {
  const packages = new Set();
  const unknown = new Set();
  const { output } = await runCommand('ldd', [electronCommand().executable], { quiet: true });
  for (const [, library] of output.matchAll(/^\s*(\S+) => not found/gm)) {
    const name = packageOfLibrary[library];
    if (name) packages.add(name);
    else unknown.add(library);
  }
  if (display && !process.env.DISPLAY) {
    if (!existsSync('/usr/bin/Xvfb')) packages.add('xvfb');
    if (!existsSync('/usr/bin/xauth')) packages.add('xauth');
  }
  return { packages: [...packages], unknown: [...unknown] };
}

/**
 * Linux only: the shared libraries that Electron needs, and a virtual display where tests need one.
 * As root on Debian or Ubuntu they are installed; otherwise the line that brings them is said.
 */
export async function ensureSystemLibraries({ display = false } = {}) {
  if (process.platform !== 'linux') return;
  let need = await missing({ display });
  if (need.packages.length > 0 && process.getuid?.() === 0 && debianLike()) {
    await step(`system packages: ${need.packages.join(' ')}`, async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      await runCommand('apt-get', ['update', '-qq'], { quiet: true, env });
      const names = await Promise.all(need.packages.map(existingPackage));
      await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
        quiet: true,
        env,
      });
    });
    need = await missing({ display });
  }
  if (need.packages.length === 0 && need.unknown.length === 0) return;
  const lines = ['System libraries that Electron needs are missing on this machine.'];
  if (need.packages.length > 0) {
    lines.push(
      debianLike()
        ? `Install them, then run the command again:\n  sudo apt-get install ${need.packages.join(' ')}`
        : `They come with these packages (Debian's names): ${need.packages.join(' ')}`,
    );
  }
  if (need.unknown.length > 0) lines.push(`Not found, and of unknown package: ${need.unknown.join(', ')}`);
  throw new SetupError(lines.join('\n'));
}
