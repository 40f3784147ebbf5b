import type { ExportFormat } from '../../shared/contract/exporterContract';

/** What episodes can be handed on as, in the words of who needs it. */
export const exportFormats: readonly {
  readonly id: ExportFormat;
  readonly title: string;
  readonly text: string;
}[] = [
  {
    id: 'lerobot',
    title: 'LeRobot data set',
    text: 'Version 3.0: states, actions and pictures at a steady rate, to train policies with.',
  },
  {
    id: 'vlaCot',
    title: 'VLA-CoT lines',
    text: 'Question, picture and answer, with what the operator made of it, to train VLA-R1 with.',
  },
  {
    id: 'rosbag',
    title: 'ROS 2 bags',
    text: 'A rosbag2 folder an episode, for ros2 bag and other viewers.',
  },
];
