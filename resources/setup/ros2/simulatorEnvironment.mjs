import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../project.mjs';

/** The Fast DDS profile that lets whole pictures through: shared memory, large segments. */
const fastDdsProfile = join(root, 'resources', 'ros2', 'fastdds.xml');

/** The variables of one ROS network on this machine, for any process that takes part in it. */
export function networkEnvironment(domain, distro) {
  return {
    ROS_DOMAIN_ID: String(domain),
    RMW_IMPLEMENTATION: 'rmw_fastrtps_cpp',
    ...(distro === 'humble' ? { ROS_LOCALHOST_ONLY: '1' } : { ROS_AUTOMATIC_DISCOVERY_RANGE: 'LOCALHOST' }),
    ...(existsSync(fastDdsProfile) ? { FASTRTPS_DEFAULT_PROFILES_FILE: fastDdsProfile } : {}),
  };
}

/** What starts the app as the simulator on the ROS graph: electron/main/simulatorRos2.ts reads it. */
export function simulatorEnvironment({ seed, domain, rateHz }, ros) {
  const env = { ...ros.env, ...networkEnvironment(domain, ros.distro) };
  return { R1_SIM_ROS2: JSON.stringify({ seed, rateHz, env }) };
}
