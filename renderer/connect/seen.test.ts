import { describe, expect, it } from 'vitest';
import type { RosGraph } from '../../shared/contract/connection';
import { candidates, followTrajectory, jointStates, seen } from './seen';

const topic = (name: string, type: string, publishers = 1) => ({
  name,
  types: [type],
  publishers,
  subscribers: 0,
  qos: Array.from({ length: publishers }, () => 'reliable, volatile, depth 10'),
});
const graph: RosGraph = {
  nodes: [],
  topics: [
    topic('/left/joint_states', 'sensor_msgs/msg/JointState'),
    topic('/joint_states', 'sensor_msgs/msg/JointState', 2),
    topic('/chatter', 'std_msgs/msg/String'),
    topic('/wanted_joints', 'sensor_msgs/msg/JointState', 0),
  ],
  actions: [
    { name: '/arm/follow_joint_trajectory', type: 'control_msgs/action/FollowJointTrajectory' },
    { name: '/grip', type: 'control_msgs/action/GripperCommand' },
  ],
};

describe('the graph', () => {
  it('offers what has the right type', () => {
    expect(candidates(graph, jointStates)).toEqual(['/joint_states', '/left/joint_states', '/wanted_joints']);
    expect(candidates(graph, followTrajectory)).toEqual(['/arm/follow_joint_trajectory']);
    expect(candidates(null, jointStates)).toEqual([]);
  });

  it.each([
    ['/left/joint_states', 'ok', 'reliable, volatile, depth 10.'],
    ['/joint_states', 'ok', '2 publishers: reliable, volatile, depth 10.'],
    ['/chatter', 'bad', 'It is std_msgs/msg/String, not sensor_msgs/msg/JointState.'],
    ['/wanted_joints', 'warn', 'Nobody publishes it now. Wanted: sensor_msgs/msg/JointState.'],
    ['/nowhere', 'warn', 'Nobody publishes it now. Wanted: sensor_msgs/msg/JointState.'],
  ])('says of the topic %s: %s', (name, status, text) => {
    expect(seen(graph, jointStates, name)).toEqual({ status, text });
  });

  it('says of an action whether it is served, and as what', () => {
    expect(seen(graph, followTrajectory, '/arm/follow_joint_trajectory').status).toBe('ok');
    expect(seen(graph, followTrajectory, '/grip').text).toMatch(/It is control_msgs\/action\/GripperCommand/);
    expect(seen(graph, followTrajectory, '/other').status).toBe('warn');
  });

  it('judges nothing while there is no graph to look at', () => {
    expect(seen(null, jointStates, '/joint_states').status).toBe('off');
  });
});
