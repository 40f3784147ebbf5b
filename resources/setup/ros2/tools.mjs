import { SetupError, step } from '../progress.mjs';
import { runCommand } from '../runCommand.mjs';
import { debianLike } from '../systemLibraries.mjs';
import { ask } from './command.mjs';

const pythonNames = ['python3', 'python3.12', 'python3.11', 'python3.13', 'python3.10', 'python3.14'];
/** Prints "3.11" where the version fits the wheels, venv works, and the headers to build against are there. */
const pythonProbe = `
import os, sys, sysconfig, venv, ensurepip
assert (3, 10) <= sys.version_info[:2] <= (3, 14)
assert os.path.exists(os.path.join(sysconfig.get_paths()["include"], "Python.h"))
print("%d.%d" % sys.version_info[:2])
`;

async function findPython() {
  for (const name of pythonNames) {
    const version = await ask(name, ['-c', pythonProbe]);
    if (version) return { name, version };
  }
  return undefined;
}

const has = async (command) => (await ask(command, ['--version'])) !== undefined;

/** Debian's packages of what is missing. `python` is needed only where ROS comes as wheels. */
async function missing({ python }) {
  const packages = [];
  if (!(await has('g++'))) packages.push('g++');
  if (!(await has('make'))) packages.push('make');
  if (python ? !(await findPython()) : !(await has('python3'))) {
    packages.push(...(python ? ['python3', 'python3-venv', 'python3-dev'] : ['python3']));
  }
  return packages;
}

/**
 * The tools that building needs: a C++ compiler, make, and Python. As root on Debian or Ubuntu they are
 * installed; otherwise the line that brings them is said. CMake is not among them: it comes as a wheel
 * where the system has none.
 */
export async function ensureTools({ python }) {
  let packages = await missing({ python });
  if (packages.length > 0 && process.getuid?.() === 0 && debianLike()) {
    await step(`system packages: ${packages.join(' ')}`, async () => {
      const env = { DEBIAN_FRONTEND: 'noninteractive' };
      await runCommand('apt-get', ['update', '-qq'], { quiet: true, env });
      await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
        quiet: true,
        env,
      });
    });
    packages = await missing({ python });
  }
  if (packages.length > 0) {
    throw new SetupError(
      'Tools that the ROS 2 set-up needs are missing: a C++ compiler, make, and Python 3.10 to 3.14 with venv and headers.\n' +
        (debianLike()
          ? `Install them, then run the command again:\n  sudo apt-get install ${packages.join(' ')}`
          : `They come with these packages (Debian's names): ${packages.join(' ')}`),
    );
  }
  return python ? findPython() : undefined;
}

export const hasCmake = () => has('cmake');
