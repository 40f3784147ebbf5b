import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Rclnodejs = typeof import('rclnodejs');

// Not called "require": the bundler puts a declaration of that name into the same file.
const requireModule = createRequire(import.meta.url);

const howToGetIt =
  'Set it up with "npm run setup:ros2" (or connect the simulator, which needs no ROS), then connect again.';

/** Where the installed rclnodejs lies; throws in words when it is not installed. */
function packageFolder(): string {
  try {
    return dirname(requireModule.resolve('rclnodejs/package.json'));
  } catch {
    throw new Error(`The package that speaks ROS 2 (rclnodejs) is not installed. ${howToGetIt}`);
  }
}

function versionIn(file: string): string | null {
  try {
    return String((JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version);
  } catch {
    return null;
  }
}

let loaded: Promise<Rclnodejs> | undefined;

/**
 * rclnodejs, loaded safely: everything it needs is looked at first, because by itself it answers a native
 * part that is missing or does not load with deleting and rebuilding it, and missing message code with
 * writing all of it. Rejects in words: no ROS environment, not installed, not built, does not load.
 *
 * The ROS environment (AMENT_PREFIX_PATH, LD_LIBRARY_PATH, ROS_DISTRO, ROS_DOMAIN_ID, RMW_IMPLEMENTATION)
 * must have been in the environment when this process was started: the system's loader reads it only then.
 */
export function loadRclnodejs(): Promise<Rclnodejs> {
  loaded ??= load();
  loaded.catch(() => {
    loaded = undefined;
  });
  return loaded;
}

async function load(): Promise<Rclnodejs> {
  if (!process.env.AMENT_PREFIX_PATH || !process.env.ROS_DISTRO) {
    throw new Error(`There is no ROS 2 on this machine, or it was not found. ${howToGetIt}`);
  }
  const folder = packageFolder();
  const addonFile = join(folder, 'build/Release/rclnodejs.node');
  if (!existsSync(addonFile)) {
    throw new Error(`The native part of rclnodejs is not built for this ROS 2. ${howToGetIt}`);
  }
  const generated = versionIn(join(folder, 'generated/generator.json'));
  if (generated === null || generated !== versionIn(join(folder, 'rosidl_gen/generator.json'))) {
    throw new Error(`The ROS 2 messages are not generated for rclnodejs. ${howToGetIt}`);
  }
  let addon: unknown;
  try {
    addon = requireModule(addonFile);
  } catch (error) {
    throw new Error(
      `The native part of rclnodejs does not load: ${(error as Error).message.slice(0, 300)}. ` +
        `It was built for another ROS 2 or another program. ${howToGetIt}`,
    );
  }
  // Its own loader would prefer a prebuilt addon that Electron refuses, and rebuild where it fails: what was
  // built and has just been loaded takes its place.
  const loaderFile = join(folder, 'lib/native_loader.js');
  requireModule.cache[loaderFile] ??= Object.assign(Object.create(null) as NodeJS.Module, {
    id: loaderFile,
    filename: loaderFile,
    loaded: true,
    children: [],
    paths: [],
    exports: addon,
  });
  return requireModule('rclnodejs') as Rclnodejs;
}

/** Whether the code for an interface such as control_msgs/action/GripperCommand is there. */
export function hasInterface(name: string): boolean {
  return existsSync(
    join(packageFolder(), 'generated', dirname(dirname(name)), `${name.replaceAll('/', '__')}.js`),
  );
}
