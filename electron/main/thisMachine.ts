import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Machine, Ros2Places } from './ros2Environment';

/** Sourcing a large workspace on a cold disk takes seconds; longer than this hangs. */
const bashTimeoutMs = 30_000;

/** The machine that the console runs on, for findRos2. */
export const thisMachine: Machine = {
  list(folder) {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  isFile: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  readText: (path) => readFileSync(path, 'utf8'),
  bash: (script, args) =>
    new Promise((resolve, reject) => {
      execFile(
        'bash',
        ['-c', script, 'bash', ...args],
        { timeout: bashTimeoutMs, maxBuffer: 16 * 1024 * 1024 },
        (error, stdout, stderr) => {
          if (error) reject(new Error(stderr.trim().slice(-500) || error.message));
          else resolve(stdout);
        },
      );
    }),
};

/** Where ROS 2 may be. The environment names other places for tests. */
export function ros2Places(root: string, environment: NodeJS.ProcessEnv): Ros2Places {
  return {
    systemRoot: environment.R1_ROS_ROOT || '/opt/ros',
    projectFile: environment.R1_ROS2_ENVIRONMENT || join(root, '.cache', 'ros2', 'environment.json'),
    addon: environment.R1_RCLNODEJS_ADDON || rclnodejsAddon(),
  };
}

function rclnodejsAddon(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve('rclnodejs/package.json');
    return join(dirname(entry), 'build', 'Release', 'rclnodejs.node');
  } catch {
    return undefined;
  }
}
