import { describe, expect, it } from 'vitest';
import { type Ros2Profile, ros2ProfileSchema } from '../../shared/contract/connection';
import type { ConnectionId } from '../../shared/contract/connectionView';
import type { RobotMode } from '../../shared/contract/robotContract';
import { createConnections } from './connections';
import type { Ros2Environment } from './ros2Environment';

const profile: Ros2Profile = ros2ProfileSchema.parse({
  version: 1,
  kind: 'ros2',
  name: 'Bench arm',
  network: { domainId: 7, fastDds: { kind: 'none' } },
  model: { source: { kind: 'bundled', name: 'ur5e' } },
  trajectory: { action: '/arm/follow_joint_trajectory' },
  gripper: { kind: 'none' },
});
const found: Ros2Environment = {
  status: { state: 'ready', source: 'system', distro: 'jazzy', prefix: '/opt/ros/jazzy', text: '', next: '' },
  variables: {},
};
const missing: Ros2Environment = {
  status: { ...found.status, state: 'missing', distro: null, text: 'There is no ROS 2.', next: 'Get it.' },
  variables: {},
};

function rig(change: { ros2?: Ros2Environment; mode?: RobotMode } = {}) {
  const deeds: string[] = [];
  const state = { mode: change.mode ?? ('idle' as RobotMode), looks: 0 };
  const connections = createConnections({
    profiles: {
      read: (id) =>
        id === 'own:bench-arm' ? { profile, problem: null } : { profile: null, problem: 'It is not JSON.' },
    },
    machine: { isFile: () => false },
    resources: '/resources',
    findRos2: async () => {
      state.looks += 1;
      return change.ros2 ?? found;
    },
    robot: () => ({ mode: state.mode, stopUnconfirmed: false }),
    carryStopOver: () => deeds.push('carryStopOver'),
    cleanUp: async () => deeds.push('clean up'),
    start: (names) => deeds.push(`start ${names.join(' ')}`),
    end: async (names) => void deeds.push(`end ${names.join(' ')}`),
    openPicture: () => deeds.push('openPicture'),
    closePicture: () => deeds.push('closePicture'),
    remember: (id: ConnectionId) => deeds.push(`remember ${id}`),
    onView: () => undefined,
    log: { line: () => undefined },
  });
  return { connections, deeds, state };
}

describe('connections', () => {
  it('begin with the simulator, its physics and its picture', async () => {
    const { connections, deeds, state } = rig();
    await connections.begin('simulator');
    expect(deeds.slice(-2)).toEqual(['start simulator robot camera', 'openPicture']);
    expect(connections.view()).toMatchObject({ active: 'simulator', profile: null, problem: null });
    expect(state.looks).toBe(0);
  });

  it('end the robot process before anything else, and give the new ones the profile and its network', async () => {
    const { connections, deeds } = rig();
    await connections.begin('simulator');
    deeds.length = 0;
    await connections.connectTo('own:bench-arm');
    expect(deeds).toEqual([
      'carryStopOver',
      'end robot',
      'closePicture',
      'end camera simulator',
      'clean up',
      'start robot camera',
      'remember own:bench-arm',
    ]);
    expect(connections.variablesFor('robot')).toMatchObject({ ROS_DOMAIN_ID: '7' });
    expect(JSON.parse(connections.variablesFor('camera').R1_CONNECTION ?? '')).toEqual(profile);
    expect(connections.variablesFor('planner')).toEqual({});
    await connections.connectTo('simulator');
    expect(connections.variablesFor('robot')).toEqual({});
  });

  it.each([
    ['own:bench-arm', { ros2: missing }, 'ros2Missing', 'There is no ROS 2.'],
    ['own:other', {}, 'profile', 'The profile cannot be used. It is not JSON.'],
  ] as const)('leave everything as it is when %s cannot be had', async (id, change, code, happened) => {
    const { connections, deeds } = rig(change);
    await connections.begin('simulator');
    deeds.length = 0;
    const view = await connections.connectTo(id);
    expect(view).toMatchObject({ active: 'simulator', switchingTo: null, problem: { code, happened } });
    expect(deeds).toEqual([]);
  });

  it('leave everything as it is while the robot moves', async () => {
    const { connections, deeds, state } = rig();
    await connections.begin('simulator');
    deeds.length = 0;
    state.mode = 'executing';
    expect((await connections.connectTo('own:bench-arm')).problem?.code).toBe('connectionMoving');
    expect((await connections.connectTo('none')).problem?.code).toBe('connectionMoving');
    expect(deeds).toEqual([]);
  });

  it('do one thing at a time', async () => {
    const { connections, deeds } = rig();
    await connections.begin('simulator');
    deeds.length = 0;
    await Promise.all([connections.connectTo('own:bench-arm'), connections.connectTo('none')]);
    expect(deeds.filter((deed) => deed.startsWith('remember'))).toEqual(['remember own:bench-arm']);
  });

  it('begin with no robot, and say why, when the last one cannot be had', async () => {
    const { connections, deeds } = rig({ ros2: missing });
    await connections.begin('own:bench-arm');
    expect(connections.view()).toMatchObject({ active: 'none', problem: { code: 'ros2Missing' } });
    expect(deeds).not.toContain('openPicture');
    expect(deeds.filter((deed) => deed.startsWith('remember'))).toEqual([]);
  });

  it('look for ROS 2 once, and again when asked', async () => {
    const { connections, state } = rig();
    await connections.begin('own:bench-arm');
    await connections.connectTo('own:bench-arm');
    expect(state.looks).toBe(1);
    await connections.lookForRos2();
    expect(state.looks).toBe(2);
  });
});
