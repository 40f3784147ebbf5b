import type {
  ConnectionStatus,
  PreflightFinding,
  Ros2Profile,
  RosGraph,
} from '../../../shared/contract/connection';
import type { RobotModel } from '../../../shared/robot/robotModel';
import type { ReadUrdf } from '../../../shared/robot/urdf/readUrdf';
import { publishersOf, whyNothingComes } from '../../ros2/endpoints';
import { latched, qosProfile, takesAnything } from '../../ros2/qos';
import { createRosNode, type RosNode } from '../../ros2/rosNode';
import type { Clock } from '../clock';
import type { DriverEvents, RobotDriver } from '../driver';
import { runInSlices } from '../slices';
import { type ActionChannel, createActionChannel } from './actionChannel';
import { controllerFindings, managerFindings, type Parameters } from './controllerFindings';
import { discoverGraph } from './discoverGraph';
import { encodeTrajectoryGoal } from './encodeGoal';
import { createGoalIds } from './goalIds';
import { gripperTypes } from './gripperGoals';
import { decodeJointState, stampOf } from './jointStateMessage';
import { createParameterReader } from './readParameters';
import { createRosJointReader } from './readRosJoints';
import { createRos2Driver } from './ros2Driver';
import { createStreamMeter } from './streamMeter';

/** ms: how often the graph and the connection's state are looked at. */
const tendEveryMs = 200;
/** ms: joint states that are silent for so long end the connection. (A motion is stopped after 200 ms.) */
export const jointSilenceMs = 1000;
/** Looks in a row at which an action server must be missing. */
const missingLooks = 2;
const preflightEveryMs = 10_000;
/** s: joint states that follow closer than this by their stamps are left out: 250 Hz is plenty. */
const closestSec = 0.0039;

const trajectoryType = 'control_msgs/action/FollowJointTrajectory';
const jointStateType = 'sensor_msgs/msg/JointState';

export interface Ros2LinkOptions {
  readonly profile: Ros2Profile;
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
    const ros = await createRosNode('r1_robot');
    if (closed) ros.close();
    else online = goOnline(options, ros, tell);
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

function goOnline(options: Ros2LinkOptions, ros: RosNode, tell: Tell) {
  const { profile, clock } = options;
  const { node, rcl } = ros;
  const goalIds = createGoalIds(options.who, options.randomBytes);
  const jointMeter = createStreamMeter(profile.jointStates);
  const fault = (problem: string) => connection?.events.fault(problem);
  const shared = { ros, clock, goalIds, onFault: fault };
  const arm = createActionChannel({
    ...shared,
    name: profile.trajectory.action,
    type: trajectoryType,
    words: 'the trajectory controller',
  });
  const { gripper } = profile;
  const hand =
    gripper.kind === 'none'
      ? undefined
      : createActionChannel({
          ...shared,
          name: gripper.action,
          type: gripperTypes[gripper.kind],
          words: 'the gripper controller',
        });
  const channels: readonly ActionChannel[] = hand ? [arm, hand] : [arm];
  const controller = parentOf(profile.trajectory.action);
  const manager = `${parentOf(controller)}/controller_manager`;
  const readController = createParameterReader(ros, clock, controller);
  const readManager = createParameterReader(ros, clock, manager);
  const commandTopic = `${controller}/joint_trajectory`;

  let model: RobotModel | undefined;
  let modelProblem: string | null = null;
  let joints: ReturnType<typeof createRosJointReader> | undefined;
  let jointsAtMs = Number.NEGATIVE_INFINITY;
  let jointProblem: string | null = null;
  let newestStampSec = Number.NEGATIVE_INFINITY;
  let connection: { readonly events: DriverEvents; readonly end: (why: string) => void } | undefined;
  let missingFor = 0;
  let known = new Set<string>();
  let commander: string | null = null;
  let findings: readonly PreflightFinding[] | undefined;
  let remarks: readonly string[] = [];
  let preflightAtMs = Number.NEGATIVE_INFINITY;

  function adoptModel(urdf: string | null): void {
    try {
      const read = options.modelOf(urdf);
      model = read.model;
      remarks = read.remarks;
      modelProblem = null;
      joints = createRosJointReader(model, gripper);
      arm.warmUp(encodeTrajectoryGoal(goalIds.next(), warmUpGoal(model)));
      if (connection) lose('The robot described itself anew.');
    } catch (error) {
      modelProblem = (error as Error).message;
    }
  }

  const { source } = profile.model;
  if (source.kind === 'bundled') adoptModel(null);
  else if (source.kind === 'file') {
    options.readFile(source.path).then(adoptModel, (error: Error) => {
      modelProblem = `The robot description ${source.path} cannot be read: ${error.message}`;
    });
  } else {
    let newest: string | undefined;
    node.createSubscription(
      'std_msgs/msg/String',
      source.topic,
      { qos: qosProfile(rcl, latched, 1) } as never,
      ((message: { data: string }) => {
        if (message.data === newest) return;
        newest = message.data;
        adoptModel(message.data);
      }) as never,
    );
  }

  node.createSubscription(
    jointStateType,
    profile.jointStates,
    { qos: qosProfile(rcl, takesAnything, 10), isRaw: true } as never,
    ((bytes: Buffer) => takeJoints(bytes)) as never,
    lossCounter(ros, jointMeter.lost) as never,
  );

  const openingTopic = gripper.kind === 'none' ? undefined : gripper.feedback?.topic;
  if (openingTopic !== undefined) {
    node.createSubscription(
      jointStateType,
      openingTopic,
      { qos: qosProfile(rcl, takesAnything, 10), isRaw: true } as never,
      ((bytes: Buffer) => takeOpening(bytes)) as never,
    );
  }

  function takeOpening(bytes: Buffer): void {
    try {
      const problem = joints?.readOpening(decodeJointState(bytes));
      if (problem) fault(problem);
    } catch (error) {
      fault(`A joint state of the gripper cannot be understood: ${(error as Error).message}`);
    }
  }

  function takeJoints(bytes: Buffer): void {
    try {
      const stampSec = stampOf(bytes);
      jointMeter.arrived(clock.nowMs(), clock.wallSec(), stampSec);
      const after = stampSec - newestStampSec;
      if (after >= 0 && after < closestSec) return;
      const read = joints?.read(decodeJointState(bytes)) ?? null;
      if (read === null) return;
      if (typeof read === 'string') {
        jointProblem = read;
        fault(read);
        return;
      }
      newestStampSec = stampSec;
      jointProblem = null;
      jointsAtMs = clock.nowMs();
      connection?.events.jointState(read);
    } catch (error) {
      jointProblem = `A joint state cannot be understood: ${(error as Error).message}`;
      fault(jointProblem);
    }
  }

  /** Why no joint states of use come, in words; null while they do. */
  function jointTrouble(): string | null {
    if (clock.nowMs() - jointsAtMs <= jointSilenceMs) return null;
    const wanted = { type: jointStateType, qos: takesAnything };
    return (
      whyNothingComes(profile.jointStates, publishersOf(node, profile.jointStates), wanted) ??
      jointProblem ??
      `No joint state of the arm has come on ${profile.jointStates} for ${jointSilenceMs / 1000} s.`
    );
  }

  function modelTrouble(): string | null {
    if (model) return null;
    if (modelProblem) return modelProblem;
    if (source.kind !== 'topic') return 'The robot description is being read.';
    const wanted = { type: 'std_msgs/msg/String', qos: latched };
    return (
      whyNothingComes(source.topic, publishersOf(node, source.topic), wanted) ??
      `The robot description has not come on ${source.topic} yet.`
    );
  }

  const actionTrouble = (): readonly string[] => [
    ...(arm.isAvailable() ? [] : [`No controller answers at ${profile.trajectory.action}.`]),
    ...(hand && gripper.kind !== 'none' && !hand.isAvailable()
      ? [`No gripper answers at ${gripper.action}.`]
      : []),
  ];

  /** The sources that a connection stands on, each by its publishers: a name may be told later than they are. */
  const sources = (): readonly string[] =>
    [
      profile.jointStates,
      `${profile.trajectory.action}/_action/status`,
      ...(gripper.kind === 'none' ? [] : [`${gripper.action}/_action/status`]),
    ].flatMap((topic) => publishersOf(node, topic).map(({ gid }) => `${topic} ${gid}`));

  function lookForCommanders(): void {
    const publishers = node.countPublishers(commandTopic) > 0 ? publishersOf(node, commandTopic) : [];
    commander =
      publishers.length === 0
        ? null
        : `${[...new Set(publishers.map(({ node: name }) => nameOrNot(name)))].join(', ')} can publish motions to ${commandTopic}.`;
  }

  const otherCommander = () =>
    channels.map((channel) => channel.foreignGoals()).find((words) => words !== null) ?? commander;

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
        width: () => joints?.width() ?? Number.NaN,
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
    const silent = jointTrouble();
    if (silent) return silent;
    const actions = actionTrouble();
    missingFor = actions.length === 0 ? 0 : missingFor + 1;
    if (missingFor >= missingLooks) return actions.join(' ');
    const newcomer = sources().find((source) => !known.has(source));
    if (!newcomer) return null;
    for (const channel of channels) channel.serverChanged();
    const [topic, name] = newcomer.split(' ');
    return `${name} now publishes ${topic}: it was started anew, or is another one.`;
  }

  function tend(): void {
    for (const channel of channels) channel.tend();
    lookForCommanders();
    runPreflight().catch((error: Error) => {
      findings = [unreadSettings(error.message)];
    });
    if (connection) {
      const why = whyLost();
      if (why) lose(why);
      return;
    }
    const blocking = findings?.filter(({ level }) => level === 'blocking').map((each) => each.text) ?? [];
    const missing = [modelTrouble(), jointTrouble(), ...actionTrouble(), ...blocking].filter(
      (words) => words !== null,
    );
    if (missing.length > 0) tell('connecting', `Waiting. ${missing.join(' ')}`);
    else if (!findings) tell('connecting', "The controller's settings are being read.");
    else if (model) open(model);
  }

  async function runPreflight(): Promise<void> {
    const using = model;
    if (!using || !arm.isAvailable() || clock.nowMs() - preflightAtMs < preflightEveryMs) return;
    preflightAtMs = clock.nowMs();
    const wanted = (name: string) =>
      ['joints', 'interpolation_method', 'use_sim_time', 'constraints.decelerate_on_cancel'].includes(name) ||
      using.armJointNames.some((joint) => name.startsWith(`constraints.${joint}.`));
    const [ofController, ofManager]: readonly (Parameters | null)[] = await Promise.all([
      readController(wanted),
      readManager((name) => name === 'enforce_command_limits'),
    ]);
    findings = [
      ...controllerFindings(controller, using.armJointNames, ofController ?? null),
      managerFindings(manager, ofManager ?? null),
      ...(joints?.velocitiesAreMissing()
        ? [
            {
              check: 'Velocities',
              level: 'warning' as const,
              text: 'The joint states carry no velocities: they are worked out from the positions.',
              next: 'Standstill is measured less finely. Have the robot send velocities if it can.',
            },
          ]
        : []),
    ];
  }

  const endTimer = clock.every(tendEveryMs, tend);

  return {
    streams: () => [jointMeter.figures(clock.nowMs(), clock.wallSec(), jointTrouble())],
    preflight: () => [...remarks.map(descriptionFinding), ...(findings ?? [])],
    discover: () => runInSlices(clock, discoverGraph(ros)),
    cancel: () => {
      for (const channel of channels) channel.cancelEverything();
    },
    close: () => {
      endTimer();
      connection?.end('The connection was closed.');
      connection = undefined;
      ros.close();
    },
  };
}

const parentOf = (name: string) => name.slice(0, name.lastIndexOf('/'));

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

/** Tells of messages that the middleware has lost; undefined in ROS versions that do not say (Humble). */
function lossCounter({ rcl }: RosNode, lost: (count: number) => void): unknown {
  try {
    const { SubscriptionEventCallbacks } = rcl as unknown as {
      SubscriptionEventCallbacks: new () => { messageLost: (data: { total_count_change?: number }) => void };
    };
    const callbacks = new SubscriptionEventCallbacks();
    callbacks.messageLost = (data) => lost(Number(data.total_count_change ?? 0));
    return callbacks;
  } catch {
    return undefined;
  }
}

/** Reading settings is advice: that it went wrong must not end the process that can stop the arm. */
const unreadSettings = (problem: string): PreflightFinding => ({
  check: 'Controller settings',
  level: 'warning',
  text: `The controller's settings could not be read: ${problem}`.slice(0, 600),
  next: "Look at the controller's tolerances and its deceleration on cancel yourself before you approve.",
});

/** What was guessed or left out when the robot's description was read. */
const descriptionFinding = (text: string): PreflightFinding => ({
  check: 'robotDescription',
  level: 'warning',
  text: text.slice(0, 600),
  next: 'Compare the 3D view with the robot; correct the description or the profile where they differ.',
});

/** The graph may know a publisher before it knows whose it is. */
const nameOrNot = (name: string): string =>
  name.includes('_NODE_NAME_UNKNOWN_') ? 'A node whose name is not known yet' : name;
