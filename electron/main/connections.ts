import type { FaultText } from '../../shared/contract/common';
import type { Ros2Profile } from '../../shared/contract/connection';
import type { ConnectionId, ConnectionView } from '../../shared/contract/connectionView';
import type { Log } from './log';
import {
  bridgeProcessEnvironment,
  missingFiles,
  missingForProfile,
  ros2ProcessEnvironment,
} from './processEnvironment';
import type { ProfileStore } from './profileStore';
import type { Machine, Ros2Environment } from './ros2Environment';
import type { UtilityName } from './supervisor';
import { type RobotNow, switchRefusal } from './switchRefusal';

/** The processes that are started for one connection; the others do not care. */
const robotSide = ['robot', 'camera'] as const satisfies readonly UtilityName[];

export interface ConnectionDeps {
  readonly profiles: Pick<ProfileStore, 'read'>;
  readonly machine: Pick<Machine, 'isFile'>;
  readonly resources: string;
  readonly findRos2: () => Promise<Ros2Environment>;
  readonly robot: () => RobotNow;
  /** Called before the robot process ends: a stop that stands must stand afterwards too. */
  readonly carryStopOver: () => void;
  /** Takes away what DDS processes that were killed left in memory. */
  readonly cleanUp: () => Promise<unknown>;
  readonly start: (names: readonly UtilityName[]) => void;
  readonly end: (names: readonly UtilityName[]) => Promise<void>;
  /** The simulator's picture window. */
  readonly openPicture: () => void;
  readonly closePicture: () => void;
  /** Keeps the choice for the next start. */
  readonly remember: (id: ConnectionId) => void;
  readonly onView: (view: ConnectionView) => void;
  readonly log: Log;
}

/**
 * Which robot the console is connected to. A connection is the robot and camera processes started for it:
 * another connection is other processes, and with them a new epoch, so that nothing planned or approved
 * before can reach the other robot. The simulator runs only while it is the robot.
 */
export function createConnections(deps: ConnectionDeps) {
  let active: ConnectionId = 'none';
  let profile: Ros2Profile | null = null;
  let variables: Readonly<Record<string, string>> = {};
  let switchingTo: ConnectionId | null = null;
  let problem: FaultText | null = null;
  let ros2: Promise<Ros2Environment> | undefined;
  let ros2Status: ConnectionView['ros2'] = {
    state: 'looking',
    source: null,
    distro: null,
    prefix: null,
    text: 'Looking for ROS 2 on this machine.',
    next: '',
  };

  const view = (): ConnectionView => ({ active, profile, switchingTo, problem, ros2: ros2Status });
  const tell = () => deps.onView(view());

  /** Looks once; sourcing a workspace takes a moment, so that the answer is kept. */
  function environment(): Promise<Ros2Environment> {
    ros2 ??= deps.findRos2().then((found) => {
      ros2Status = found.status;
      deps.log.line('main', `ROS 2 is ${found.status.state}: ${found.status.text}`);
      tell();
      return found;
    });
    return ros2;
  }

  const refused = (code: string, happened: string, next: string): FaultText => ({
    code,
    happened: happened.slice(0, 2000),
    robotIs: 'The connection is as it was before.',
    next,
  });

  /** All that a connection needs, or the words for what is missing; changes nothing. */
  async function prepare(
    id: ConnectionId,
  ): Promise<
    | { readonly profile: Ros2Profile | null; readonly variables: Readonly<Record<string, string>> }
    | { readonly missing: FaultText }
  > {
    if (id === 'simulator' || id === 'none') return { profile: null, variables: {} };
    const read = deps.profiles.read(id);
    if (!read.profile) {
      return {
        missing: refused(
          'profile',
          `The profile cannot be used. ${read.problem ?? ''}`,
          'Mend the file, import it again, or choose another profile.',
        ),
      };
    }
    if (read.profile.rosbridge) {
      const lacking = missingFiles(read.profile, deps.machine);
      if (lacking) return { missing: refused('profileLacking', lacking.text, lacking.next) };
      return { profile: read.profile, variables: bridgeProcessEnvironment(read.profile) };
    }
    const found = await environment();
    const { distro, state, text, next } = found.status;
    if (state !== 'ready' || distro === null) return { missing: refused('ros2Missing', text, next) };
    const ros = { distro, variables: found.variables };
    const lacking = missingForProfile(read.profile, ros, deps.machine, deps.resources);
    if (lacking) return { missing: refused('profileLacking', lacking.text, lacking.next) };
    return {
      profile: read.profile,
      variables: ros2ProcessEnvironment(ros, read.profile, deps.resources),
    };
  }

  async function switchTo(id: ConnectionId): Promise<void> {
    const ready = await prepare(id);
    const refusal = 'missing' in ready ? ready.missing : switchRefusal(deps.robot());
    if ('missing' in ready || refusal) {
      problem = refusal ?? null;
      deps.log.line('main', `connection ${id} refused: ${problem?.happened ?? ''}`);
      return;
    }
    deps.log.line('main', `connection ${active} ends for ${id}`);
    deps.carryStopOver();
    // The robot process first and alone: it stands between the operator and whatever may move.
    await deps.end(['robot']);
    if (active === 'simulator') deps.closePicture();
    await deps.end(['camera', 'simulator']);
    // Before the next ones begin: those of the last connection may have been killed.
    if (profile !== null || ready.profile !== null) await deps.cleanUp();
    active = id;
    profile = ready.profile;
    variables = ready.variables;
    problem = null;
    deps.start(id === 'simulator' ? ['simulator', ...robotSide] : robotSide);
    if (id === 'simulator') deps.openPicture();
  }

  async function change(id: ConnectionId): Promise<ConnectionView> {
    if (switchingTo !== null) return view();
    switchingTo = id;
    problem = null;
    tell();
    try {
      await switchTo(id);
    } catch (error) {
      problem = {
        code: 'connection',
        happened: `The connection could not be changed: ${error instanceof Error ? error.message : String(error)}`,
        robotIs: 'It is not known whether the robot process runs.',
        next: 'Look at the health line, then connect again or restart the console.',
      };
    } finally {
      switchingTo = null;
      tell();
    }
    return view();
  }

  return {
    view,
    /** The operator's wish; kept for the next start when it comes true. */
    async connectTo(id: ConnectionId): Promise<ConnectionView> {
      const before = view();
      const after = await change(id);
      if (before.switchingTo === null && after.active === id && after.problem === null) deps.remember(id);
      return after;
    },
    /** What the process gets on top of every process's environment. */
    variablesFor: (name: UtilityName): Readonly<Record<string, string>> =>
      robotSide.some((each) => each === name) ? variables : {},
    isSimulator: (): boolean => active === 'simulator',

    /**
     * The first connection of a run. One that cannot be made leaves the console unconnected, with words; the
     * choice is kept, because what is missing today may be there tomorrow.
     */
    async begin(wanted: ConnectionId): Promise<void> {
      if (wanted !== 'simulator') void environment();
      await change(wanted);
      if (active === wanted) return;
      const why = problem;
      await change('none');
      problem = why && { ...why, robotIs: 'The console is connected to no robot.' };
      tell();
    },

    async lookForRos2(): Promise<ConnectionView> {
      ros2 = undefined;
      ros2Status = { ...ros2Status, state: 'looking', text: 'Looking for ROS 2 on this machine.', next: '' };
      tell();
      await environment();
      return view();
    },
  };
}
export type Connections = ReturnType<typeof createConnections>;
