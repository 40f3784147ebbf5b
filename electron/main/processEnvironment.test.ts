import { describe, expect, it } from 'vitest';
import { type Ros2Profile, ros2ProfileSchema } from '../../shared/contract/connection';
import { missingForProfile, ros2ProcessEnvironment } from './processEnvironment';

const profileWith = (network: object, source: object = { kind: 'bundled', name: 'ur5e' }): Ros2Profile =>
  ros2ProfileSchema.parse({
    version: 1,
    kind: 'ros2',
    name: 'Arm',
    network,
    model: { source },
    trajectory: { action: '/arm/follow_joint_trajectory' },
    gripper: { kind: 'none' },
  });
const jazzy = {
  distro: 'jazzy',
  variables: { AMENT_PREFIX_PATH: '/ws:/opt/ros/jazzy', ROS_DOMAIN_ID: '99' },
};

describe('ros2ProcessEnvironment', () => {
  it("gives ROS, the profile's network and the profile; the profile's domain wins over the shell's", () => {
    const profile = profileWith({ domainId: 7, discoveryRange: 'SUBNET' });
    const environment = ros2ProcessEnvironment(jazzy, profile, '/resources');
    expect(environment).toMatchObject({
      AMENT_PREFIX_PATH: '/ws:/opt/ros/jazzy',
      ROS_DOMAIN_ID: '7',
      RMW_IMPLEMENTATION: 'rmw_fastrtps_cpp',
      ROS_AUTOMATIC_DISCOVERY_RANGE: 'SUBNET',
      FASTRTPS_DEFAULT_PROFILES_FILE: '/resources/ros2/fastdds.xml',
    });
    expect(ros2ProfileSchema.parse(JSON.parse(environment.R1_CONNECTION ?? ''))).toEqual(profile);
  });

  it('speaks to Humble in the words that Humble knows', () => {
    const humble = { distro: 'humble', variables: {} };
    const here = ros2ProcessEnvironment(humble, profileWith({}), '/r');
    expect(here.ROS_LOCALHOST_ONLY).toBe('1');
    expect(here.ROS_AUTOMATIC_DISCOVERY_RANGE).toBeUndefined();
    expect(
      ros2ProcessEnvironment(humble, profileWith({ discoveryRange: 'SUBNET' }), '/r').ROS_LOCALHOST_ONLY,
    ).toBe('0');
  });

  it('gives a Fast DDS profile only to Fast DDS, and none where none is wanted', () => {
    const fileOf = (network: object) =>
      ros2ProcessEnvironment(jazzy, profileWith(network), '/r').FASTRTPS_DEFAULT_PROFILES_FILE;
    expect(fileOf({ fastDds: { kind: 'file', path: '/my.xml' } })).toBe('/my.xml');
    expect(fileOf({ fastDds: { kind: 'none' } })).toBeUndefined();
    expect(fileOf({ rmw: 'rmw_cyclonedds_cpp' })).toBeUndefined();
  });
});

describe('missingForProfile', () => {
  const files = new Set(['/opt/ros/jazzy/lib/librmw_fastrtps_cpp.so', '/r/ros2/fastdds.xml']);
  const machine = { isFile: (path: string) => files.has(path) };
  const missing = (profile: Ros2Profile) => missingForProfile(profile, jazzy, machine, '/r');

  it('finds nothing missing where all is there', () => {
    expect(missing(profileWith({}))).toBeUndefined();
  });

  it('names the package of a middleware that is not installed', () => {
    const { text, next } = missing(profileWith({ rmw: 'rmw_cyclonedds_cpp' })) ?? {};
    expect(text).toMatch(/rmw_cyclonedds_cpp is not installed/);
    expect(next).toMatch(/ros-jazzy-rmw-cyclonedds-cpp/);
  });

  it('names a file that is not there', () => {
    expect(missing(profileWith({ fastDds: { kind: 'file', path: '/my.xml' } }))?.text).toMatch(/\/my\.xml/);
    expect(missing(profileWith({}, { kind: 'file', path: '/arm.urdf' }))?.text).toMatch(/\/arm\.urdf/);
  });
});
