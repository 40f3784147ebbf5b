import { join } from 'node:path';
import { z } from 'zod';
import type { Ros2Status } from '../../shared/contract/connectionView';

/**
 * Which ROS 2 the robot and camera processes get, and by which environment. The operator sources nothing:
 * a ROS 2 of the machine is sourced here once, else the project's own one is read from its file.
 */
export const knownDistros = ['jazzy', 'kilted', 'humble'] as const;

/** What `npm run setup:ros2` leaves behind. All paths are absolute. */
const projectEnvironmentSchema = z.object({
  distro: z.string().min(1).max(80),
  prefix: z.string().min(1).max(4000),
  env: z.record(z.string(), z.string()),
});

/** The machine as far as this needs it. */
export interface Machine {
  /** Names in a folder; none where it is not there. */
  list(folder: string): readonly string[];
  isFile(path: string): boolean;
  readText(path: string): string;
  /** Runs a bash script; rejects with words when it fails. */
  bash(script: string, args: readonly string[]): Promise<string>;
}

export interface Ros2Places {
  /** /opt/ros */
  readonly systemRoot: string;
  /** The file of the project's own ROS 2. */
  readonly projectFile: string;
  /** The native addon of rclnodejs; undefined where the package itself is not installed. */
  readonly addon: string | undefined;
}

export interface Ros2Environment {
  readonly status: Ros2Status;
  /** What to add to a process's environment; empty unless the state is `ready`. */
  readonly variables: Readonly<Record<string, string>>;
}

const setUpWords = 'Run "npm run setup:ros2" in the folder of the console, then press "Look again".';

const missing = (text: string, next: string): Ros2Environment => ({
  status: { state: 'missing', source: null, distro: null, prefix: null, text: text.slice(0, 2000), next },
  variables: {},
});

/** The distribution to use: the one that the console was started with, else the first known that is there. */
export function chooseDistro(listing: readonly string[], preferred: string | undefined): string | undefined {
  const present = knownDistros.filter((distro) => listing.includes(distro));
  return present.find((distro) => distro === preferred) ?? present[0];
}

/** `env -0` as names and values, without what the shell itself sets and what was so already. */
export function changedVariables(
  printed: string,
  before: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const ofTheShell = new Set(['_', 'SHLVL', 'PWD', 'OLDPWD']);
  const changed: Record<string, string> = {};
  for (const line of printed.split('\0')) {
    const at = line.indexOf('=');
    if (at <= 0) continue;
    const name = line.slice(0, at);
    const value = line.slice(at + 1);
    // A function that bash exports is not a variable; its text may confuse other shells.
    if (ofTheShell.has(name) || name.startsWith('BASH_FUNC_') || before[name] === value) continue;
    changed[name] = value;
  }
  return changed;
}

/** The file to source in a workspace: it may be named by its own folder or by its install folder. */
export function overlaySetup(machine: Pick<Machine, 'isFile'>, folder: string): string | undefined {
  return [join(folder, 'setup.bash'), join(folder, 'install', 'setup.bash')].find(machine.isFile);
}

// "$@" are the files: a folder's name never becomes a piece of the script. Set-up scripts use unset variables.
const sourceScript = 'for file in "$@"; do source "$file" >/dev/null || exit 1; done; env -0';

/** Looks for ROS 2. Never rejects: what is missing is said in the status. */
export async function findRos2(
  machine: Machine,
  places: Ros2Places,
  overlays: readonly string[],
  own: Readonly<Record<string, string | undefined>>,
): Promise<Ros2Environment> {
  const distro = chooseDistro(machine.list(places.systemRoot), own.ROS_DISTRO);
  const found = distro
    ? await systemRos2(machine, join(places.systemRoot, distro), distro, overlays, own)
    : projectRos2(machine, places, overlays);
  if (found.status.state !== 'ready') return found;
  if (places.addon === undefined) {
    return missing('rclnodejs, by which the console speaks ROS 2, is not installed.', setUpWords);
  }
  if (!machine.isFile(places.addon)) {
    return missing(
      'rclnodejs, by which the console speaks ROS 2, is not built for this machine.',
      `${setUpWords} It needs a C++ compiler.`,
    );
  }
  return found;
}

async function systemRos2(
  machine: Machine,
  prefix: string,
  distro: string,
  overlays: readonly string[],
  own: Readonly<Record<string, string | undefined>>,
): Promise<Ros2Environment> {
  const files = [join(prefix, 'setup.bash')];
  for (const overlay of overlays) {
    const setup = overlaySetup(machine, overlay);
    if (!setup) {
      return missing(
        `The workspace ${overlay} has no setup.bash, neither in itself nor in its install folder.`,
        'Build it with colcon, or take it off the list of workspaces.',
      );
    }
    files.push(setup);
  }
  try {
    const printed = await machine.bash(sourceScript, files);
    const on = overlays.length === 0 ? '' : `, with ${overlays.length} of your workspaces on top`;
    return {
      status: {
        state: 'ready',
        source: 'system',
        distro,
        prefix,
        text: `ROS 2 ${capital(distro)} of this machine${on}.`,
        next: '',
      },
      variables: changedVariables(printed, own),
    };
  } catch (error) {
    return missing(
      `${prefix}/setup.bash could not be sourced: ${error instanceof Error ? error.message : String(error)}`,
      'Source it in a terminal, mend what it says, then press "Look again".',
    );
  }
}

function projectRos2(
  machine: Machine,
  { systemRoot, projectFile }: Ros2Places,
  overlays: readonly string[],
): Ros2Environment {
  if (!machine.isFile(projectFile)) {
    return missing(
      `There is no ROS 2 on this machine: neither ${knownDistros.map(capital).join(', ')} in ${systemRoot}, nor the console's own.`,
      setUpWords,
    );
  }
  try {
    const { distro, prefix, env } = projectEnvironmentSchema.parse(JSON.parse(machine.readText(projectFile)));
    const ignored =
      overlays.length === 0
        ? ''
        : ' Workspaces are only put on top of a ROS 2 of the machine: not used here.';
    return {
      status: {
        state: 'ready',
        source: 'project',
        distro,
        prefix,
        text: `The console's own ROS 2 ${capital(distro)}, made by "npm run setup:ros2".${ignored}`,
        next: '',
      },
      variables: env,
    };
  } catch {
    return missing(`${projectFile} is damaged: it does not say where ROS 2 is.`, setUpWords);
  }
}

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
