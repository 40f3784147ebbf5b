import { z } from 'zod';
import { type Bridge, bridgeEvents, processStatusSchema } from '../../shared/contract/bridge';
import { connectionViewSchema } from '../../shared/contract/connectionView';
import { mayMove } from '../../shared/contract/robotContract';
import { isRunning } from '../../shared/session/sessionMachine';
import { createDemonstration, type Demonstration } from '../demonstrate/createDemonstration';
import type { Clients } from '../loop/clients';
import { createLoop, type Loop } from '../loop/createLoop';
import { createFences, type FencesStore, followFences } from './fences';
import { startHeartbeat } from './heartbeat';
import { createFrameDecoder, createLiveFrames, type LiveFrames } from './liveFrames';
import { followPictureChoice } from './pictureChoice';
import { createProcessClients, listenForPorts } from './processClients';
import { createRobotModel, followRobotModel, type RobotModelStore } from './robotModel';
import { createSettings, type SettingsService } from './settings';
import { listenForStopKeys } from './stopKeys';
import {
  createTelemetry,
  pictureAgeMs,
  robotNowSec,
  robotWords,
  setConnected,
  type TelemetryStore,
  telemetryOf,
} from './telemetry';
import { createTraining, followTraining, recordTraining, type TrainingStore } from './training';
import { cameraKey } from './withoutDepth';

/** ms between two looks at the age of the picture. */
const pictureLookMs = 500;

/** All that the screens work with. */
export interface ConsoleServices {
  readonly loop: Loop;
  readonly demonstration: Demonstration;
  readonly telemetry: TelemetryStore;
  readonly robotModel: RobotModelStore;
  readonly fences: FencesStore;
  readonly training: TrainingStore;
  readonly settings: SettingsService;
  readonly frames: LiveFrames;
  readonly clients: Clients;
  readonly bridge: Bridge;
  /** The robot's clock (s). */
  readonly nowSec: () => number;
}

/** Wires the page to main and to the processes. Once, at its start. */
export function createConsole(page: Window, bridge: Bridge): ConsoleServices {
  const nowMs = () => performance.now();
  const telemetry = createTelemetry();
  const robotModel = createRobotModel();
  const fences = createFences();
  const nowSec = () => robotNowSec(telemetry, nowMs, () => Date.now());
  const settings = createSettings(bridge);
  const training = createTraining();
  const frames = createLiveFrames(createFrameDecoder(), nowMs, nowSec);

  telemetry.subscribe(({ camera: now }, { camera: before }) => {
    if (now && before && now.cameraName !== before.cameraName) frames.forget();
  });

  const follow = telemetryOf(telemetry, nowMs);
  const processes = createProcessClients(
    {
      robot: (client) => {
        follow.robot(client);
        followRobotModel(robotModel, client);
        followFences(fences, client);
        loop.attachRobot(client);
        client.on('state', demonstration.robotSays);
      },
      camera: (client) => {
        follow.camera(client);
        frames.attach(client);
      },
      inference: follow.inference,
      planner: () => undefined,
      recorder: (client) => {
        follow.recorder(client);
        followPictureChoice(settings, client);
      },
      exporter: () => undefined,
      training: (client) => followTraining(training, client),
    },
    (name, connected) => setConnected(telemetry, name, connected),
    ({ contract, name, problem }) =>
      loop.addFault({
        code: 'badMessage',
        happened: `The console refused a message of the ${contract} process (${name}): ${problem}`.slice(
          0,
          2000,
        ),
        robotIs: robotWords(telemetry.getState()),
        next: 'If it comes again, restart the console and keep the log file.',
      }),
  );

  const loop = createLoop({
    clients: processes.clients,
    stopByMain: (source, reason) => bridge.stop(source, reason),
    nowSec,
    newId: () => crypto.randomUUID(),
    operator: () => settings.view.getState().settings.operator,
    speedScale: () => settings.view.getState().settings.speedScale,
    stated: () => settings.view.getState().settings.stated[cameraKey(telemetry.getState())] ?? null,
    samples: () => settings.view.getState().settings.samples,
    robotName: () => {
      const { robot } = telemetry.getState();
      return robot ? `${robot.robot} (${robot.driver})` : '';
    },
    loadedModel: () => telemetry.getState().inference?.model ?? null,
    boxConvention: () => telemetry.getState().inference?.boxConvention ?? null,
    robotWords: () => robotWords(telemetry.getState()),
    busy: () =>
      demonstration.isActive() ? 'A demonstration is under way. End it on the Demonstrate page first.' : null,
  });
  const demonstration = createDemonstration({
    clients: processes.clients,
    nowSec,
    operator: () => settings.view.getState().settings.operator,
    robotName: () => {
      const { robot } = telemetry.getState();
      return robot ? `${robot.robot} (${robot.driver})` : '';
    },
    jointCount: () => robotModel.getState().described?.model.armJointNames.length ?? 0,
    maxGripperWidth: () => robotModel.getState().described?.model.gripper.maxWidth ?? 0,
    busy: () => (isRunning(loop.view.getState().session) ? 'A task is under way. Wait for its end.' : null),
    every: (ms, run) => {
      const timer = setInterval(run, ms);
      return () => clearInterval(timer);
    },
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });

  recordTraining(training, loop.view, processes.clients);

  // A process that cannot do its work says so in its status: the operator reads it like any other fault.
  telemetry.subscribe((now, before) => {
    for (const name of ['inference', 'recorder'] as const) {
      const fault = now[name]?.fault;
      if (fault && fault.happened !== before[name]?.fault?.happened) loop.addFault(fault);
    }
  });

  const setProcesses = (raw: unknown) => {
    const parsed = z.array(processStatusSchema).safeParse(raw);
    if (parsed.success) telemetry.setState({ processes: parsed.data });
  };
  bridge.getProcesses().then(setProcesses, () => undefined);
  bridge.onProcesses(setProcesses);
  const setConnection = (raw: unknown) => {
    const parsed = connectionViewSchema.safeParse(raw);
    if (parsed.success) telemetry.setState({ connection: parsed.data });
  };
  bridge.getConnection().then(setConnection, () => undefined);
  bridge.onConnection(setConnection);
  bridge.onFault((raw) => {
    const fault = bridgeEvents['r1:fault'].safeParse(raw);
    if (fault.success) loop.addFault(fault.data);
  });
  bridge.onStopRequested((raw) => {
    const stop = bridgeEvents['r1:stopRequested'].safeParse(raw);
    if (stop.success) loop.stops.stopSeen(stop.data.source);
  });

  listenForStopKeys(
    page,
    () => {
      const mode = telemetry.getState().robot?.mode;
      return mode !== undefined && mayMove(mode);
    },
    (source) => loop.stops.stop(source, `The operator pressed ${source === 'space' ? 'Space' : 'Esc'}.`),
  );
  setInterval(() => loop.pictureAge(pictureAgeMs(telemetry.getState(), nowMs())), pictureLookMs);
  startHeartbeat(processes.clients);
  listenForPorts(page, processes.accept);
  bridge.requestPorts();

  return {
    loop,
    demonstration,
    telemetry,
    robotModel,
    fences,
    training,
    settings,
    frames,
    clients: processes.clients,
    bridge,
    nowSec,
  };
}
