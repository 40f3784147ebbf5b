import { describe, expect, it } from 'vitest';
import { changedVariables, chooseDistro, findRos2, type Machine, overlaySetup } from './ros2Environment';

const places = {
  systemRoot: '/opt/ros',
  projectFile: '/console/.cache/ros2/environment.json',
  addon: '/console/rclnodejs.node',
};
const project = JSON.stringify({ distro: 'jazzy', prefix: '/r', env: { AMENT_PREFIX_PATH: '/r' } });

function machine(
  files: Readonly<Record<string, string>>,
  bash: Machine['bash'] = async () => {
    throw new Error('no bash');
  },
): Machine {
  return {
    list: (folder) =>
      Object.keys(files)
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1).split('/')[0] ?? ''),
    isFile: (path) => path in files,
    readText: (path) => files[path] ?? '',
    bash,
  };
}
const humble = { '/opt/ros/humble/setup.bash': '', [places.addon]: '' };

describe('chooseDistro', () => {
  it('takes the one that the console was started with, else Jazzy, Kilted, Humble', () => {
    expect(chooseDistro(['humble', 'jazzy', 'kilted'], undefined)).toBe('jazzy');
    expect(chooseDistro(['humble', 'kilted'], undefined)).toBe('kilted');
    expect(chooseDistro(['humble', 'jazzy'], 'humble')).toBe('humble');
    expect(chooseDistro(['humble'], 'jazzy')).toBe('humble');
  });

  it('takes none that it does not know', () => {
    expect(chooseDistro(['noetic', 'foxy'], 'foxy')).toBeUndefined();
  });
});

describe('changedVariables', () => {
  it('keeps what sourcing has changed, also with lines and equal signs in the value', () => {
    const printed =
      'HOME=/h\0A=1=2\0B=two\nlines\0SHLVL=2\0_=/bin/env\0BASH_FUNC_x%%=() { :; }\0PWD=/\0broken\0';
    expect(changedVariables(printed, { HOME: '/h', A: '0' })).toEqual({ A: '1=2', B: 'two\nlines' });
  });
});

describe('overlaySetup', () => {
  it('knows a workspace by its own folder and by its install folder', () => {
    expect(overlaySetup(machine({ '/ws/install/setup.bash': '' }), '/ws')).toBe('/ws/install/setup.bash');
    expect(overlaySetup(machine({ '/ws/install/setup.bash': '' }), '/ws/install')).toBe(
      '/ws/install/setup.bash',
    );
    expect(overlaySetup(machine({}), '/ws')).toBeUndefined();
  });
});

describe('findRos2', () => {
  it("prefers the machine's ROS 2, sources it with the workspaces in order, once", async () => {
    const calls: (readonly string[])[] = [];
    const found = await findRos2(
      machine(
        { ...humble, [places.projectFile]: project, '/ws/install/setup.bash': '' },
        async (_script, files) => {
          calls.push(files);
          return 'ROS_DISTRO=humble\0LD_LIBRARY_PATH=/opt/ros/humble/lib\0PATH=/bin\0';
        },
      ),
      places,
      ['/ws'],
      { PATH: '/bin' },
    );
    expect(calls).toEqual([['/opt/ros/humble/setup.bash', '/ws/install/setup.bash']]);
    expect(found.status).toMatchObject({
      state: 'ready',
      source: 'system',
      distro: 'humble',
      prefix: '/opt/ros/humble',
    });
    expect(found.variables).toEqual({ ROS_DISTRO: 'humble', LD_LIBRARY_PATH: '/opt/ros/humble/lib' });
  });

  it('takes its own ROS 2 where the machine has none', async () => {
    const found = await findRos2(
      machine({ [places.projectFile]: project, [places.addon]: '' }),
      places,
      [],
      {},
    );
    expect(found.status).toMatchObject({ state: 'ready', source: 'project', distro: 'jazzy' });
    expect(found.variables).toEqual({ AMENT_PREFIX_PATH: '/r' });
  });

  it.each([
    ['nothing at all', {}, [], /no ROS 2 on this machine/, /setup:ros2/],
    ['an own one that is damaged', { [places.projectFile]: '{}' }, [], /is damaged/, /setup:ros2/],
    [
      'an own one, but rclnodejs not built',
      { [places.projectFile]: project },
      [],
      /rclnodejs.* is not built/,
      /setup:ros2/,
    ],
    ['a script that fails', humble, [], /could not be sourced: no bash/, /terminal/],
    ['a workspace that is not built', humble, ['/ws'], /\/ws has no setup.bash/, /colcon/],
  ])('says what is missing and what to do: %s', async (_name, files, overlays, text, next) => {
    const { status, variables } = await findRos2(
      machine(files as Readonly<Record<string, string>>),
      places,
      overlays,
      {},
    );
    expect(status.state).toBe('missing');
    expect(status.text).toMatch(text);
    expect(status.next).toMatch(next);
    expect(variables).toEqual({});
  });

  it('says that rclnodejs is not installed, where the optional dependency was left out', async () => {
    const { status } = await findRos2(
      machine({ [places.projectFile]: project }),
      { ...places, addon: undefined },
      [],
      {},
    );
    expect(status.text).toMatch(/rclnodejs.* is not installed/);
  });
});
