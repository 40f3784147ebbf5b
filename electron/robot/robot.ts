import type { Port } from '../../shared/contract/channel';
import type { FaultText } from '../../shared/contract/common';
import type { ConnectionStatus, RosGraph } from '../../shared/contract/connection';
import type { Fences } from '../../shared/contract/fences';
import type { RecordKind } from '../../shared/contract/recorderContract';
import type {
  Approval,
  ExecutionEvent,
  HeldFences,
  RobotMode,
  RobotState,
  StopReport,
  StopSource,
} from '../../shared/contract/robotContract';
import type { JointState } from '../../shared/contract/simulatorContract';
import { fencesHash, fencesProblem } from '../../shared/motion/fences';
import { createKinematics } from '../../shared/motion/kinematics';
import { limitsHash, motionLimits } from '../../shared/motion/limits';
import type { RobotModel } from '../../shared/robot/robotModel';
import { robotModelHash } from '../../shared/robot/robotModelHash';
import { approvalLimits } from '../../shared/session/approval';
import type { Clock } from './clock';
import type { DriverEvents, RobotDriver } from './driver';
import { type Execution, startExecution } from './execution';
import { createFaults } from './faults';
import { type ApprovedMotion, createGate, type Surroundings } from './gate';
import { createHeartbeats } from './heartbeats';
import { createJointBounds } from './jointBounds';
import { createJointTracker, readJointState } from './jointTracker';
import { createManual } from './manual';
import { createMotionGuard } from './motionGuard';
import type { GateRobot } from './planRules';
import { createRecorderLink } from './recorderLink';
import { createRecordThinning } from './recordThinning';
import { type Doing, robotWords, unapprovedMotionWords, whatNext } from './robotWords';
import type { Ros2Link, Ros2LinkOptions } from './ros2/ros2Link';
import { createSimulatorDriver } from './simulatorDriver';
import { createSlicer } from './slices';
import type { MeasuredJoints } from './standstill';
import { createStopper } from './stop';
import { reasonToStop } from './watchdog';

const stateEveryMs = 1000 / 30;
const watchEveryMs = 20;
/** ms: how often a cancel is repeated until the arm is measured standing still. */
const cancelAgainMs = 200;
const connectionEveryMs = 500;
/** Pieces of work on plans that may wait for their turn. */
const workWaiting = 4;
/** Age (ms) that a state reports when there is no joint state: it has to be a number. */
const neverMs = 1e9;

/** Makes the link to a ROS 2 robot; the rest of its options is the maker's business. */
export type MakeRos2Link = (events: Pick<Ros2LinkOptions, 'onOpened' | 'onChanged'>) => Ros2Link;

export interface RobotOptions {
  /** The robot's model; for a ROS 2 robot that of the connection takes its place. */
  readonly model: RobotModel;
  /** Those that stand until the operator sets others. */
  readonly fences: Fences;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly onState: (state: RobotState) => void;
  readonly onExecution: (event: ExecutionEvent) => void;
  readonly onStop: (report: StopReport) => void;
  readonly onFault: (fault: FaultText) => void;
  readonly onConnection: (connection: ConnectionStatus) => void;
  /** The operator has set other fences. */
  readonly onFences: (held: HeldFences) => void;
}

/** What is known of a robot by its model. */
function knowledgeOf(model: RobotModel) {
  const limits = motionLimits(model);
  return {
    model,
    kinematics: createKinematics(model),
    limits,
    limitsHash: limitsHash(limits),
    modelHash: robotModelHash(model),
    outOfBounds: createJointBounds(model, limits),
  };
}

/**
 * The robot process without its border: one connection to one robot, the gate before it, at most one
 * execution, and the stop. Its mode is not kept but derived from these, so it cannot disagree with them.
 */
export function createRobot(options: RobotOptions) {
  const { clock, newId } = options;
  let known = knowledgeOf(options.model);
  let held: HeldFences = { fences: options.fences, fencesHash: fencesHash(options.fences) };
  const joints = createJointTracker(clock);
  const heartbeats = createHeartbeats(clock);
  const guard = createMotionGuard();
  const fault = createFaults(
    clock,
    () => ({ robotIs: robotWords(doing()), next: whatNext(doing()) }),
    (text) => {
      options.onFault(text);
      record('fault', text);
    },
  );
  const recorder = createRecorderLink(clock, (problem) =>
    fault('recorderMessage', `The recorder: ${problem}`),
  );
  const recordIt = createRecordThinning();
  let driver: RobotDriver | undefined;
  let epoch = newId();
  let execution: Execution | undefined;
  let loadingScene = false;
  let canceledAtMs = 0;
  let link: Ros2Link | undefined;
  let makeLink: MakeRos2Link | undefined;
  /** A ROS 2 robot that has not been there yet has no model that could be told. */
  let modelIsKnown = true;
  let boundsTold: string | null = null;

  const { jointStateFreshMs } = approvalLimits;
  const isExecuting = () => execution !== undefined && !execution.isOver();
  const isStandingStill = () => joints.standingStill(jointStateFreshMs);
  const record = (kind: RecordKind, content: unknown) =>
    recorder.record({ kind, stampSec: joints.recordSec(), content });

  const stopper = createStopper({
    clock,
    cancel: () => {
      (driver ?? link)?.cancel();
      canceledAtMs = clock.nowMs();
    },
    isConnected: () => driver !== undefined,
    isMoving: () => isExecuting() || manual.isMoving() || !isStandingStill(),
    onReport: (report) => {
      options.onStop(report);
      record('stop', report);
      if (!report.confirmed) fault('stopNotConfirmed', report.text);
      tellState();
    },
  });

  function mode(): RobotMode {
    if (!driver) return 'disconnected';
    if (isExecuting()) return 'executing';
    const byHand = manual.kind();
    if (byHand) return byHand === 'jog' ? 'jogging' : 'guiding';
    if (stopper.isLatched()) return stopper.isSettled() ? 'stopped' : 'stopping';
    return 'idle';
  }

  const doing = (): Doing => ({
    mode: mode(),
    execution: execution?.words() ?? '',
    manual: manual.words(),
    stopUnconfirmed: stopper.isUnconfirmed(),
    stopLatched: stopper.isLatched(),
    loadingScene,
    jointStatesCome: joints.ageMs() < jointStateFreshMs,
    standingStill: isStandingStill(),
  });

  function state(): RobotState {
    const measured = joints.latest();
    return {
      mode: mode(),
      stopLatched: stopper.isLatched(),
      epoch,
      robot: known.model.name,
      driver: makeLink ? 'ros2' : 'simulator',
      limitsHash: known.limitsHash,
      fencesHash: held.fencesHash,
      modelHash: known.modelHash,
      stampSec: measured?.stampSec ?? 0,
      ageMs: Math.min(neverMs, joints.ageMs()),
      positions: [...(measured?.positions ?? [])],
      velocities: [...(measured?.velocities ?? [])],
      gripperWidth: measured?.gripperWidth ?? 0,
      sceneSeed: driver?.sceneSeed() ?? null,
      text: robotWords(doing()),
      ...manual.state(),
    };
  }
  const tellState = () => options.onState(state());

  /** The one way to stop. `ending`: how the execution, if there is one, is to be told. */
  function stop(
    source: StopSource,
    reason: string,
    arrivedAtMs: number,
    ending: 'stopped' | 'failed' = 'stopped',
  ): Promise<StopReport> {
    return stopper.stop(source, reason, arrivedAtMs, () => {
      execution?.abort(ending, `Stopped: ${reason}`);
      manual.cut(`Stopped: ${reason}`);
      tellState();
    });
  }

  /** This process found a reason to stop by itself. */
  function stopBecause(check: string, text: string): void {
    void stop('watchdog', text, clock.nowMs(), 'failed');
    fault(check, text);
  }

  /** A cancel may be lost, or come before the goal that it means: until the arm stands it is said again. */
  function cancelAgain(): void {
    if (stopper.isSettled() || clock.nowMs() - canceledAtMs < cancelAgainMs) return;
    canceledAtMs = clock.nowMs();
    (driver ?? link)?.cancel();
  }

  /** Judges whatever moves the arm; called with every joint state and every 20 ms. */
  function watch(): void {
    const running = execution && !execution.isOver() ? execution : undefined;
    const jogging = manual.watched();
    const watched = running?.watched() ?? jogging?.watched();
    if (!watched) return;
    const sinceMs = running?.startedAtMs ?? jogging?.startedAtMs() ?? 0;
    const reason = reasonToStop({
      jointAgeMs: joints.ageMs(),
      heartbeatAgeMs: heartbeats.ageMs(),
      recorderProblem: recorder.problemDuringMotion(sinceMs),
      otherCommander: driver?.otherCommander() ?? null,
      ...watched,
    });
    if (reason) stopBecause(reason.check, reason.text);
  }

  const isCommanded = () => isExecuting() || manual.isMoving();
  function stopOrTell(check: string, text: string): void {
    if (isCommanded()) stopBecause(check, text);
    else fault(check, text);
  }

  /** Beyond its limits a moving arm is stopped; one that rests there is told of once. */
  function judgeBounds(measured: MeasuredJoints): void {
    const beyond = known.outOfBounds(measured);
    if (beyond !== null && isCommanded()) stopBecause('bounds', beyond);
    else if (beyond !== null && boundsTold === null) fault('bounds', beyond);
    boundsTold = beyond;
  }

  function takeJointState(raw: JointState): void {
    const measured = readJointState(raw, known.model, clock.nowMs());
    if (typeof measured === 'string') {
      stopOrTell('jointState', measured);
      return;
    }
    const jumpSec = joints.jump(measured);
    if (jumpSec !== 0) {
      const way = `${Math.abs(jumpSec).toFixed(1)} s ${jumpSec < 0 ? 'back' : 'ahead'}`;
      const text = `The robot's clock jumped ${way}. Plans made before it are void.`;
      if (isCommanded()) stopBecause('clock', text);
      else fault('clock', text);
      // No stamp from before can be compared with those that come.
      newEpoch();
    }
    judgeBounds(measured);
    if (!joints.feed(measured)) return;
    stopper.feed(measured);
    execution?.feed(measured);
    manual.feed(measured);
    watch();
    const excused = isCommanded() || manual.kind() === 'guiding' || loadingScene || !stopper.isSettled();
    const unapproved = guard.feed(measured, excused, isStandingStill());
    if (unapproved) stopBecause('motionGuard', unapprovedMotionWords[unapproved]);
    recorder.jointState(raw);
  }

  /** Another connection or another world: no plan made before belongs to it. */
  function newEpoch(): void {
    epoch = newId();
    manual.cut('The robot was connected anew, or its world is another.');
    joints.forget();
    gate.forget();
  }

  const surroundings = (): Surroundings => {
    const measured = joints.latest();
    return {
      connected: driver !== undefined,
      epoch,
      robot: known.model.name,
      limitsHash: limitsHash(known.limits),
      fencesHash: fencesHash(held.fences),
      nowMs: clock.nowMs(),
      nowSec: joints.nowSec(),
      joints: measured ? { positions: measured.positions, ageMs: joints.ageMs() } : null,
      standingStill: isStandingStill(),
      stopLatched: stopper.isLatched(),
      executing: isExecuting() || loadingScene || manual.isBusy(),
      otherCommander: driver?.otherCommander() ?? null,
      recorderProblem: recorder.problem(),
      heartbeatAgeMs: heartbeats.ageMs(),
    };
  };

  function start(motion: ApprovedMotion): string {
    if (!driver) throw new Error('There is no connection to the robot.');
    const executionId = newId();
    execution = startExecution({
      motion,
      executionId,
      driver,
      clock,
      joints,
      onEvent: (event) => {
        options.onExecution(event);
        if (recordIt(event, clock.nowMs())) record('execution', event);
      },
      onBroken: (text) => {
        void stop('fault', text, clock.nowMs());
        fault('controller', text);
      },
    });
    tellState();
    void execution.done.then(tellState);
    return executionId;
  }

  const slice = createSlicer(clock, workWaiting);
  const gateRobot = (): GateRobot => ({
    name: known.model.name,
    limits: known.limits,
    limitsHash: known.limitsHash,
    gripper: known.model.gripper,
    kinematics: known.kinematics,
    ...held,
  });
  const gate = createGate({
    clock,
    slice,
    robot: gateRobot,
    newId,
    surroundings,
    stopCount: stopper.count,
    recordApproval: (approval: Approval) =>
      recorder.recordDurably({ kind: 'approval', stampSec: joints.recordSec(), content: approval }),
    start,
  });

  const manual = createManual({
    clock,
    slice,
    joints,
    robot: gateRobot,
    newId,
    driver: () => driver,
    surroundings: () => ({
      ...surroundings(),
      executing: isExecuting() || loadingScene,
      heldTextHash: '',
      usedHashes: new Set(),
    }),
    gateIsApproving: () => gate.isApproving(),
    stopCount: stopper.count,
    recorder: {
      durably: (content) => recorder.recordDurably({ kind: 'jog', stampSec: joints.recordSec(), content }),
      note: (content) => record('jog', content),
      episode: recorder.episode,
    },
    onChanged: () => tellState(),
    onBroken: (text) => stopBecause('controller', text),
  });

  function mustBeIdle(what: string): void {
    if (mode() !== 'idle' || manual.isBusy() || gate.isApproving() || loadingScene) {
      throw new Error(`${what} is possible when the robot is idle. Now: ${robotWords(doing())}`);
    }
    if (!isStandingStill()) throw new Error(`${what} is possible when the arm stands still.`);
  }

  const endTimers = [
    clock.every(stateEveryMs, tellState),
    clock.every(watchEveryMs, manual.tick),
    // Not in the timer itself: what has arrived in the meantime is counted first.
    clock.every(watchEveryMs, () =>
      clock.soon(() => {
        watch();
        cancelAgain();
      }),
    ),
  ];

  function connection(): ConnectionStatus {
    if (link) return link.status();
    const [kind, name] = makeLink ? (['ros2', 'ROS 2'] as const) : (['simulator', 'Simulator'] as const);
    return {
      name,
      kind,
      state: driver ? 'connected' : 'connecting',
      text: driver ? 'The embedded simulator is connected.' : 'Waiting for the simulator.',
      streams: [],
      preflight: [],
    };
  }
  const tellConnection = () => options.onConnection(connection());
  endTimers.push(clock.every(connectionEveryMs, tellConnection));

  /** A driver takes over: a new connection and a new epoch, the old one is over. */
  function adopt(make: (events: DriverEvents) => RobotDriver): void {
    const old = driver;
    driver = undefined;
    old?.close();
    newEpoch();
    guard.forget();
    recorder.describeRobot({ model: known.model, modelHash: known.modelHash });
    const mine: RobotDriver = make({
      jointState: (raw) => {
        if (driver === mine) takeJointState(raw);
      },
      feedback: (feedback) => {
        if (driver === mine) execution?.feedback(feedback);
      },
      fault: (problem) => {
        if (driver === mine) stopOrTell('driver', problem);
      },
      closed: () => {
        if (driver === mine) lost();
      },
    });
    driver = mine;
    tellState();
  }

  function lost(): void {
    const wasExecuting = isCommanded();
    const why = link?.status().text ?? '';
    driver = undefined;
    newEpoch();
    stopper.connectionLost();
    if (wasExecuting)
      stopBecause('connection', `The connection to the robot was lost during the motion. ${why}`.trim());
    else fault('connection', `The connection to the robot was lost. ${why}`.trim());
    tellState();
  }

  function openLink(make: MakeRos2Link): void {
    link?.close();
    link = make({
      onOpened: (model, makeDriver) => {
        known = knowledgeOf(model);
        modelIsKnown = true;
        adopt(makeDriver);
      },
      onChanged: () => clock.soon(tellConnection),
    });
  }

  return {
    state,
    connection,
    model() {
      if (!modelIsKnown) throw new Error(`The robot has not described itself yet. ${connection().text}`);
      return { model: known.model, modelHash: known.modelHash };
    },
    fences: (): HeldFences => held,
    /** Throws in words when it cannot be now, or never for this robot. */
    setFences(fences: Fences, operator: string): HeldFences {
      if (isExecuting() || manual.isBusy() || gate.isApproving() || loadingScene || !stopper.isSettled()) {
        throw new Error(
          `Fences can be set while nothing is executed or approved. Now: ${robotWords(doing())}`,
        );
      }
      const problem = modelIsKnown ? fencesProblem(fences, known.model) : null;
      if (problem) throw new Error(problem);
      held = { fences, fencesHash: fencesHash(fences) };
      newEpoch();
      record('fences', { ...held, operator });
      options.onFences(held);
      tellState();
      return held;
    },
    async discover(): Promise<RosGraph> {
      if (!link) throw new Error('The simulator is not on a ROS graph. Connect a ROS 2 robot first.');
      return link.discover();
    },
    stop,
    offer: gate.offer,
    approve: gate.approve,
    manual,
    attachRecorder: recorder.attach,
    beat: heartbeats.beat,

    /** A new port to the simulator: a new connection. Left alone where a ROS 2 robot is the robot. */
    attachSimulator(port: Port): void {
      if (makeLink) port.close();
      else adopt((events) => createSimulatorDriver(port, clock, events));
    },

    /** The robot is on the ROS graph: connects, and connects again whenever it is back. */
    attachRos2(make: MakeRos2Link): void {
      makeLink = make;
      modelIsKnown = false;
      openLink(make);
    },

    /**
     * A fresh epoch on the connection that is there; throws with words when there is none. To a ROS 2 robot
     * the whole line is made anew, also where it could not be made before.
     */
    reconnect(): RobotState {
      if (isExecuting() || manual.isBusy() || gate.isApproving()) {
        throw new Error('The robot is executing, or is jogged or guided by hand. Stop it first.');
      }
      if (makeLink) {
        const old = driver;
        driver = undefined;
        old?.close();
        newEpoch();
        openLink(makeLink);
        tellConnection();
      } else if (driver) newEpoch();
      else throw new Error('The simulator is not there. Wait until it has been started again.');
      return state();
    },

    async loadScene(seed: number): Promise<RobotState> {
      mustBeIdle('Loading a scene');
      if (!driver?.loadScene) throw new Error('This robot has no scenes to load.');
      loadingScene = true;
      newEpoch();
      try {
        await driver.loadScene(seed);
      } finally {
        loadingScene = false;
        newEpoch();
        // Loading may be over before any joint state has come that would be excused by it.
        guard.otherWorld();
      }
      return state();
    },

    resetStop(): RobotState {
      if (!driver) throw new Error('There is no connection to the robot: its standstill cannot be measured.');
      if (!isStandingStill() || stopper.isWaiting()) {
        throw new Error('The arm is not measured standing still. Look at the robot, wait, and reset again.');
      }
      stopper.reset();
      tellState();
      return state();
    },

    /** A side that has to be there during a motion has closed its line. */
    gone(from: 'renderer' | 'main'): void {
      heartbeats.gone(from);
      watch();
    },

    /** Of an arm that stands still there is nothing to stop: a stop would stand on the page for no reason. */
    async shutDown(): Promise<void> {
      const mayMove = isCommanded() || gate.isApproving() || !isStandingStill();
      if (driver && mayMove && mode() !== 'stopped') {
        await stop('shutdown', 'The connection is being ended.', clock.nowMs());
      }
      for (const end of endTimers) end();
      link?.close();
    },
  };
}
export type Robot = ReturnType<typeof createRobot>;
