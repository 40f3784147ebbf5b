/**
 * offered_qos_profiles of a channel, as rosbag2 writes them into MCAP: YAML of a list with one profile.
 * Numbers are those of rmw: history 1 keep last; reliability 1 reliable, 2 best effort; durability
 * 1 transient local, 2 volatile; liveliness 1 automatic; 0 s means no limit.
 */
export function qosProfile(kind: 'sensor' | 'reliable' | 'latched'): string {
  const reliability = kind === 'sensor' ? 2 : 1;
  const durability = kind === 'latched' ? 1 : 2;
  const none = ['sec: 0', 'nsec: 0'].map((line) => `    ${line}`).join('\n');
  return [
    '- history: 1',
    `  depth: ${kind === 'latched' ? 1 : 10}`,
    `  reliability: ${reliability}`,
    `  durability: ${durability}`,
    `  deadline:\n${none}`,
    `  lifespan:\n${none}`,
    '  liveliness: 1',
    `  liveliness_lease_duration:\n${none}`,
    '  avoid_ros_namespace_conventions: false',
  ].join('\n');
}
