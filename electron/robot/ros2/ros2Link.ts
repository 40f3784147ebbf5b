import type { ConnectionStatus, Ros2Profile, RosGraph } from '../../../shared/contract/connection';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { ReadUrdf } from '../../../shared/robot/urdf/readUrdf';
import type { Clock } from '../clock';
import type { DriverEvents, RobotDriver } from '../driver';
import { createActionChannel } from './actionChannel';
import { followModel } from './describedModel';
import { createGoalIds } from './goalIds';
import { gripperTypes } from './gripperGoals';
import { createJointStream } from './jointStream';
import { createPreflight } from './preflight';
import type { RobotWire } from './robotWire';
import { createRos2Driver, trajectoryMessage } from './ros2Driver';

/** ms: how often the graph and the connection's state are looked at. */
const tendEveryMs = 200;
/** Looks in a row at which an action server must be missing. */
const missingLooks = 2;

const trajectoryType = 'control_msgs/action/FollowJointTrajectory';

export interface Ros2LinkOptions {
  readonly profile: Ros2Profile;
  /** Opens the way to the robot's graph; rejects in words. */
  readonly openWire: () => Promise<RobotWire>;
  readonly clock: Clock;
  /** Who this console is: machine and user; what it left running, it knows again. */
  readonly who: string;
  readonly randomBytes: (count: number) => Uint8Array;
  /** The text of a robot description file; rejects in words. */
  readonly readFile: (path: string) => Promise<string>;
  /** Throws in words. */
  readonly modelOf: (urdf: string | null) => ReadUrdf;
  /** All that a motion needs is there: a new connection. Makes its driver when called, at once. */
  readonly onOpened: (model: RobotModel, makeDriver: (events: DriverEvents) => RobotDriver) => void;
  /** The connection's state or words have changed. */
  readonly onChanged: () => void;
}

export interface Ros2Link {
  status(): ConnectionStatus;
  /** Rejects in words while there is no ROS 2. */
  discover(): Promise<RosGraph>;
  /** Cancels everything on the robot's controllers, also while nothing is connected. Never throws. */
  cancel(): void;
  close(): void;
}

/**
 * The line to a robot on the ROS graph, kept for as long as the profile is used. It makes every subscription
 * and client once, before anything moves, watches what is there, and says when all of it is: then there is a
 * connection, with a driver and an epoch of its own. When something that a motion needs goes away, that
 * connection is over; when it is back, a new one opens by itself. The cancel stays on the wire throughout.
 */
export function createRos2Link(options: Ros2LinkOptions): Ros2Link {
  const { profile } = options;
  let state: ConnectionStatus['state'] = 'connecting';
  let text = 'Looking for ROS 2.';
  let online: ReturnType<typeof goOnline> | undefined;
  let closed = false;

  function tell(next: ConnectionStatus['state'], words: string): void {
    const changed = next !== state || words !== text;
    [state, text] = [next, words.slice(0, 1000)];
    if (changed) options.onChanged();
  }
  const fail = (error: unknown) => tell('failed', (error as Error).message);

  async function start(): Promise<void> {
    const wire = await options.openWire();
    if (closed) wire.close();
    else online = goOnline(options, wire, tell);
  }
  start().catch(fail);

  return {
    status: () => ({
      name: profile.name,
      kind: 'ros2',
      state,
      text,
      streams: online?.streams() ?? [],
      preflight: [...(online?.preflight() ?? [])].slice(0, 40),
    }),
    discover: () =>
      online ? online.discover() : Promise.reject(new Error(`The ROS graph cannot be seen: ${text}`)),
    cancel: () => online?.cancel(),
    close() {
      closed = true;
      online?.close();
    },
  };
}

type Tell = (state: ConnectionStatus['state'], words: string) => void;

function goOnline(options: Ros2LinkOptions, wire: RobotWire, tell: Tell) {
  const { profile, clock } = options;
  const { gripper } = profile;
  const goalIds = createGoalIds(options.who, options.randomBytes);
  let connection: { readonly events: DriverEvents; readonly end: (why: string) => void } | undefined;
  const onFault = (problem: string) => connection?.events.fault(problem);

  const channel = (name: string, type: string, words: string) =>
    createActionChannel({ line: wire.action(name, type), clock, goalIds, words, onFault });
  const arm = channel(profile.trajectory.action, trajectoryType, 'the trajectory controller');
  const hand =
    gripper.kind === 'none'
      ? undefined
      : channel(gripper.action, gripperTypes[gripper.kind], 'the gripper controller');
  const channels = hand ? [arm, hand] : [arm];
  const joints = createJointStream({
    wire,
    clock,
    topic: profile.jointStates,
    gripper,
    onState: (state) => connection?.events.jointState(state),
    onFault,
  });
  const description = followModel({
    wire,
    source: profile.model.source,
    readFile: options.readFile,
    modelOf: options.modelOf,
    onModel(model) {
      joints.readFor(model);
      arm.warmUp(trajectoryMessage(warmUpGoal(model)));
      if (connection) lose('The robot described itself anew.');
    },
  });
  const controller = profile.trajectory.action.slice(0, profile.trajectory.action.lastIndexOf('/'));
  const preflight = createPreflight({
    wire,
    clock,
    controller,
    velocitiesAreMissing: joints.velocitiesAreMissing,
  });
  const commandTopic = `${controller}/joint_trajectory`;
  /** The sources that a connection stands on, each by its publishers: a name may be told later than they are. */
  const sources = () =>
    wire.sourcesOf([
      profile.jointStates,
      `${profile.trajectory.action}/_action/status`,
      ...(gripper.kind === 'none' ? [] : [`${gripper.action}/_action/status`]),
    ]);

  let missingFor = 0;
  let known = new Set<string>();
  let commander: string | null = null;

  const actionTrouble = (): readonly string[] => [
    ...(arm.isAvailable() ? [] : [`No controller answers at ${profile.trajectory.action}.`]),
    ...(hand && gripper.kind !== 'none' && !hand.isAvailable()
      ? [`No gripper answers at ${gripper.action}.`]
      : []),
  ];
  const otherCommander = () =>
    channels.map((each) => each.foreignGoals()).find((words) => words !== null) ?? commander;

  function lose(why: string): void {
    const lost = connection;
    connection = undefined;
    missingFor = 0;
    lost?.end(why);
    tell('connecting', `${why} Waiting until everything is there again.`);
  }

  function open(using: RobotModel): void {
    known = new Set(sources());
    tell('connected', `Connected to ${profile.name}.`);
    options.onOpened(using, (events) => {
      const made = createRos2Driver({
        model: using,
        gripper,
        arm,
        hand,
        nextGoalId: goalIds.next,
        clock,
        width: joints.width,
        otherCommander,
        events,
        onClosed: () => {
          if (connection === mine) connection = undefined;
        },
      });
      const mine = { events, end: made.lose };
      connection = mine;
      return made.driver;
    });
  }

  /** What ends an open connection, in words. */
  function whyLost(): string | null {
    const silent = wire.trouble() ?? joints.trouble();
    if (silent) return silent;
    const actions = actionTrouble();
    missingFor = actions.length === 0 ? 0 : missingFor + 1;
    if (missingFor >= missingLooks) return actions.join(' ');
    const newcomer = sources().find((source) => !known.has(source));
    if (!newcomer) return null;
    for (const each of channels) each.serverChanged();
    const [topic, name] = newcomer.split(' ');
    return `${name} now publishes ${topic}: it was started anew, or is another one.`;
  }

  function tend(): void {
    for (const each of channels) each.tend();
    const publishers = wire.publishersOn(commandTopic);
    commander = publishers === null ? null : `${publishers} can publish motions to ${commandTopic}.`;
    const model = description.model();
    if (model && arm.isAvailable()) preflight.tend(model);
    if (connection) {
      const why = whyLost();
      if (why) lose(why);
      return;
    }
    const unreached = wire.trouble();
    const findings = preflight.findings();
    const blocking = findings?.filter(({ level }) => level === 'blocking').map((each) => each.text) ?? [];
    const missing = unreached
      ? [unreached]
      : [description.trouble(), joints.trouble(), ...actionTrouble(), ...blocking].filter(
          (words) => words !== null,
        );
    if (missing.length > 0) tell('connecting', `Waiting. ${missing.join(' ')}`);
    else if (!findings) tell('connecting', "The controller's settings are being read.");
    else if (model) open(model);
  }

  const endTimer = clock.every(tendEveryMs, tend);

  return {
    streams: () => [joints.figures()],
    preflight: () => [...description.findings(), ...(preflight.findings() ?? [])],
    discover: wire.discover,
    cancel: () => {
      for (const each of channels) each.cancelEverything();
    },
    close: () => {
      endTimer();
      connection?.end('The connection was closed.');
      connection = undefined;
      wire.close();
    },
  };
}

/** Two points at home: enough to have everything loaded that encodes and reads a goal. */
function warmUpGoal(model: RobotModel) {
  const point = (timeFromStart: number) => ({
    timeFromStart,
    positions: [...model.home],
    velocities: model.home.map(() => 0),
    accelerations: model.home.map(() => 0),
  });
  return {
    goalId: '',
    jointNames: [...model.armJointNames],
    points: [point(0), point(1)],
    pathTolerance: 1,
    goalTolerance: 1,
    goalTimeToleranceSec: 1,
  };
}
