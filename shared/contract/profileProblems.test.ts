import { describe, expect, it } from 'vitest';
import { fieldName, problemWords, readProfile } from './profileProblems';

const profile = {
  version: 1,
  kind: 'ros2',
  name: 'Bench arm',
  model: { source: { kind: 'bundled', name: 'ur5e' } },
  trajectory: { action: '/arm/follow_joint_trajectory' },
  gripper: { kind: 'none' },
};
const camera = {
  name: 'Table',
  color: { topic: '/camera/color/image_raw', transport: 'raw' },
  depth: null,
  info: '/camera/color/camera_info',
  pose: { kind: 'tf' },
};
const problemsOf = (change: object) => readProfile({ ...profile, ...change }).problems;

describe('readProfile', () => {
  it('takes a profile that names only what it must, and fills in the rest', () => {
    expect(readProfile(profile).profile).toMatchObject({
      jointStates: '/joint_states',
      network: { domainId: 0, discoveryRange: 'LOCALHOST', fastDds: { kind: 'shipped' } },
      simulated: false,
    });
  });

  it.each([
    [{ trajectory: undefined }, 'trajectory', 'is missing'],
    [{ trajectory: {} }, 'trajectory.action', 'is missing'],
    [{ jointStates: 'joint_states' }, 'jointStates', 'is not an absolute ROS name such as /joint_states'],
    [{ network: { domainId: 300 } }, 'network.domainId', 'is not at most 232'],
    [{ network: { domainId: '0' } }, 'network.domainId', 'is not a number'],
    [{ name: '  ' }, 'name', 'is empty'],
    [{ version: 2 }, 'version', 'is not 1'],
    [{ gripper: { kind: 'claw' } }, 'gripper.kind', 'is not one of the kinds that are known'],
    [{ cameras: [camera, camera] }, 'cameras[1].name', 'is the name of another camera of this profile'],
    [{ cameras: [{ ...camera, info: '/a//b' }] }, 'cameras[0].info', /absolute ROS name/],
    [{ limts: {} }, '', 'has a field that is not known: limts'],
    [
      { model: { source: { kind: 'bundled', name: 'ur5e' }, armJointNames: ['a', 'b'], home: [0] } },
      'model.home',
      'has 1 values for 2 joints',
    ],
    [
      { model: { source: { kind: 'bundled', name: 'ur5e' }, limits: { a: { lower: 1, upper: 0 } } } },
      'model.limits.a.lower',
      'is not below the upper limit',
    ],
  ])('names the field of %j', (change, field, text) => {
    const problems = problemsOf(change);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.field).toBe(field);
    expect(problems[0]?.text).toMatch(text);
  });

  it('refuses a gripper whose opening could not be told', () => {
    const gripper = {
      kind: 'gripperCommand',
      action: '/gripper/gripper_cmd',
      joint: 'finger',
      scale: { closed: { width: 0, position: 0.8 }, open: { width: 0.085, position: 0.8 } },
    };
    expect(problemsOf({ gripper })).toEqual([
      {
        field: 'gripper.scale.open.position',
        text: 'is the same as of the closed gripper: the opening could not be told',
      },
    ]);
  });

  it('says of something else altogether what it is not', () => {
    expect(readProfile('hello').problems).toEqual([{ field: '', text: 'is not an object' }]);
  });
});

describe('the words', () => {
  it('name a field as a person would', () => {
    expect(fieldName(['cameras', 0, 'color', 'topic'])).toBe('cameras[0].color.topic');
  });

  it('stay short', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((field) => ({ field, text: 'is missing' }));
    expect(problemWords(many)).toBe('a is missing; b is missing; c is missing; and 2 more.');
    expect(problemWords([{ field: '', text: 'is not JSON' }])).toBe('the file is not JSON.');
  });
});
