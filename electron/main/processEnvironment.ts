import { join } from 'node:path';
import type { Ros2Profile, RosNetwork } from '../../shared/contract/connection';
import type { Machine } from './ros2Environment';

type Variables = Readonly<Record<string, string>>;

/** The Fast DDS profile that ships: large pictures over shared memory. */
const shippedFastDds = (resources: string) => join(resources, 'ros2', 'fastdds.xml');

function fastDdsFile({ fastDds, rmw }: RosNetwork, resources: string): string | undefined {
  if (rmw !== 'rmw_fastrtps_cpp' || fastDds.kind === 'none') return undefined;
  return fastDds.kind === 'file' ? fastDds.path : shippedFastDds(resources);
}

/** How far discovery goes, in the words of the distribution: Humble knows only "this machine" or not. */
function discovery(distro: string, { discoveryRange }: RosNetwork): Variables {
  if (distro === 'humble') return { ROS_LOCALHOST_ONLY: discoveryRange === 'LOCALHOST' ? '1' : '0' };
  return { ROS_AUTOMATIC_DISCOVERY_RANGE: discoveryRange };
}

/**
 * What the robot and camera processes get on top of every process's environment for a ROS 2 connection:
 * the ROS installation, the network as the profile says, and the profile itself.
 */
export function ros2ProcessEnvironment(
  ros: { readonly distro: string; readonly variables: Variables },
  profile: Ros2Profile,
  resources: string,
): Variables {
  const { network } = profile;
  const fastDds = fastDdsFile(network, resources);
  return {
    ...ros.variables,
    ROS_DOMAIN_ID: String(network.domainId),
    RMW_IMPLEMENTATION: network.rmw,
    ...discovery(ros.distro, network),
    ...(fastDds === undefined ? {} : { FASTRTPS_DEFAULT_PROFILES_FILE: fastDds }),
    R1_CONNECTION: JSON.stringify(profile),
  };
}

/** The same for a robot behind a rosbridge: the profile says all. */
export const bridgeProcessEnvironment = (profile: Ros2Profile): Variables => ({
  R1_CONNECTION: JSON.stringify(profile),
});

/**
 * Variables that the operator's own shell may hold and that would speak against the profile: they are left
 * out of the robot and camera processes.
 */
export const overruledVariables = [
  'ROS_LOCALHOST_ONLY',
  'ROS_AUTOMATIC_DISCOVERY_RANGE',
  'ROS_STATIC_PEERS',
  'FASTRTPS_DEFAULT_PROFILES_FILE',
  'FASTDDS_DEFAULT_PROFILES_FILE',
  'R1_CONNECTION',
  'R1_FENCES',
] as const;

/** What of a profile does not exist on this machine, in words; undefined when nothing is missing. */
export function missingForProfile(
  profile: Ros2Profile,
  ros: { readonly distro: string; readonly variables: Variables },
  machine: Pick<Machine, 'isFile'>,
  resources: string,
): { readonly text: string; readonly next: string } | undefined {
  const { network } = profile;
  const prefixes = (ros.variables.AMENT_PREFIX_PATH ?? '').split(':').filter(Boolean);
  const library = `lib${network.rmw}.so`;
  if (prefixes.length > 0 && !prefixes.some((prefix) => machine.isFile(join(prefix, 'lib', library)))) {
    return {
      text: `The middleware ${network.rmw} is not installed in ROS 2 ${ros.distro}.`,
      next: `Install it (apt install ros-${ros.distro}-${network.rmw.replaceAll('_', '-')}), or choose another one in the profile. Robot and console must use the same.`,
    };
  }
  const fastDds = fastDdsFile(network, resources);
  if (fastDds !== undefined && !machine.isFile(fastDds)) {
    return {
      text: `The Fast DDS profile ${fastDds} is not there.`,
      next: 'Choose another file, or none, under Network in the profile.',
    };
  }
  return missingFiles(profile, machine);
}

/** Which file that a profile names is not on this machine, whatever the way to the robot. */
export function missingFiles(
  { model, rosbridge }: Ros2Profile,
  machine: Pick<Machine, 'isFile'>,
): { readonly text: string; readonly next: string } | undefined {
  if (model.source.kind === 'file' && !machine.isFile(model.source.path)) {
    return {
      text: `The robot description ${model.source.path} is not there.`,
      next: 'Choose another file, or the topic robot_description, under Robot model in the profile.',
    };
  }
  if (rosbridge?.ca !== undefined && !machine.isFile(rosbridge.ca)) {
    return {
      text: `The certificate ${rosbridge.ca} is not there.`,
      next: 'Choose another file, or none, under Network in the profile.',
    };
  }
  return undefined;
}
