import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError, step } from '../progress.mjs';
import { runCommand } from '../runCommand.mjs';
import { debianLike } from '../systemLibraries.mjs';

/** The distributions that the console is made for, the one to prefer first. */
const known = ['jazzy', 'kilted', 'humble'];
/** What a process needs of a sourced shell's environment. */
const kept = [
  'AMENT_PREFIX_PATH',
  'CMAKE_PREFIX_PATH',
  'LD_LIBRARY_PATH',
  'PYTHONPATH',
  'ROS_DISTRO',
  'ROS_PYTHON_VERSION',
  'ROS_VERSION',
];

/** The installed ROS 2 to use: the one that is sourced, or the first known one under /opt/ros; or undefined. */
export function installedRos(folder = '/opt/ros', sourced = process.env.ROS_DISTRO) {
  if (!existsSync(folder)) return undefined;
  const present = readdirSync(folder).filter(
    (name) => known.includes(name) && existsSync(join(folder, name, 'setup.bash')),
  );
  const distro =
    sourced && present.includes(sourced) ? sourced : known.find((name) => present.includes(name));
  return distro ? { distro, prefix: join(folder, distro) } : undefined;
}

/** The environment that sourcing it makes: for its processes, and (with PATH) for a build. */
export async function installedEnvironment({ distro, prefix }) {
  const { code, output } = await runCommand(
    'bash',
    ['-c', `. "${join(prefix, 'setup.bash')}" >/dev/null && env -0`],
    {
      quiet: true,
      env: { AMENT_PREFIX_PATH: '', CMAKE_PREFIX_PATH: '', LD_LIBRARY_PATH: '', PYTHONPATH: '' },
    },
  );
  if (code !== 0) throw new SetupError(`ROS 2 at ${prefix} could not be sourced:\n${output}`);
  const all = Object.fromEntries(
    output.split('\0').map((line) => {
      const at = line.indexOf('=');
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
  const env = Object.fromEntries(kept.flatMap((name) => (all[name] ? [[name, all[name]]] : [])));
  return { environment: { distro, prefix, env }, buildEnvironment: { ...env, PATH: all.PATH ?? '' } };
}

const neededPackages = ['control_msgs', 'tf2_msgs', 'sensor_msgs', 'controller_manager_msgs'];

/** The message packages that the console speaks must be there; as root on Debian they are installed. */
export async function ensureInstalledPackages({ distro, prefix }) {
  const missing = () => neededPackages.filter((name) => !existsSync(join(prefix, 'share', name)));
  if (missing().length === 0) return;
  const names = missing().map((name) => `ros-${distro}-${name.replaceAll('_', '-')}`);
  if (process.getuid?.() === 0 && debianLike()) {
    await step(`system packages: ${names.join(' ')}`, () =>
      runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
        quiet: true,
        env: { DEBIAN_FRONTEND: 'noninteractive' },
      }),
    );
  }
  if (missing().length === 0) return;
  throw new SetupError(
    `ROS 2 ${distro} at ${prefix} lacks message packages that the console speaks.\nInstall them, then run the command again:\n  sudo apt-get install ${names.join(' ')}`,
  );
}
