import { join } from 'node:path';
import { cache, root } from '../project.mjs';

/** Where the ROS set-up keeps things. */
export const ros2Cache = join(cache, 'ros2');
/** The result: {distro, prefix, env}; what is started with `env` finds ROS. Absolute paths. */
export const environmentFile = join(ros2Cache, 'environment.json');
export const venv = join(ros2Cache, 'venv');
export const venvPython = join(venv, 'bin', 'python');
export const interfaceSources = join(root, 'resources', 'ros2', 'interfaces');
export const requirements = join(root, 'resources', 'setup', 'ros2', 'requirements.txt');
export const rclnodejs = join(root, 'node_modules', 'rclnodejs');
