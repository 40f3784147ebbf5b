/** A bag's topic as metadata.yaml lists it. */
export interface BagTopic {
  readonly name: string;
  readonly type: string;
  /** YAML of the list of profiles, as the MCAP channel carries it. */
  readonly qosProfiles: string;
  readonly messages: number;
}

export interface BagSummary {
  readonly fileName: string;
  /** ns since 1970 */
  readonly startNs: bigint;
  readonly endNs: bigint;
  readonly topics: readonly BagTopic[];
}

/** JSON strings are YAML strings. */
const text = (value: string) => JSON.stringify(value);

/** metadata.yaml of a rosbag2 folder with one MCAP file (version 8: QoS profiles as text). */
export function bagMetadata({ fileName, startNs, endNs, topics }: BagSummary): string {
  const messages = topics.reduce((sum, topic) => sum + topic.messages, 0);
  const duration = endNs > startNs ? endNs - startNs : 0n;
  return [
    'rosbag2_bagfile_information:',
    '  version: 8',
    '  storage_identifier: mcap',
    '  duration:',
    `    nanoseconds: ${duration}`,
    '  starting_time:',
    `    nanoseconds_since_epoch: ${startNs}`,
    `  message_count: ${messages}`,
    topics.length === 0 ? '  topics_with_message_count: []' : '  topics_with_message_count:',
    ...topics.flatMap((topic) => [
      '    - topic_metadata:',
      `        name: ${text(topic.name)}`,
      `        type: ${text(topic.type)}`,
      '        serialization_format: cdr',
      `        offered_qos_profiles: ${text(topic.qosProfiles)}`,
      '        type_description_hash: ""',
      `      message_count: ${topic.messages}`,
    ]),
    '  compression_format: ""',
    '  compression_mode: ""',
    '  relative_file_paths:',
    `    - ${text(fileName)}`,
    '  files:',
    `    - path: ${text(fileName)}`,
    '      starting_time:',
    `        nanoseconds_since_epoch: ${startNs}`,
    '      duration:',
    `        nanoseconds: ${duration}`,
    `      message_count: ${messages}`,
    '  custom_data: ~',
    '  ros_distro: jazzy',
    '',
  ].join('\n');
}
