import { type Bridge, processNames, settingsSchema } from '../../shared/contract/bridge';
import { defaultFences, type Fences } from '../../shared/contract/fences';
import { jpegPictures } from '../../shared/contract/recorderContract';
import type { RobotMode, RobotState } from '../../shared/contract/robotContract';
import { fr3 } from '../../shared/robot/fr3';
import { createDemonstration } from '../demonstrate/createDemonstration';
import type { ClientName, Clients } from '../loop/clients';
import { createLoop } from '../loop/createLoop';
import { segmentSpans } from '../plan/planClock';
import { samplePlan } from '../plan/samplePlan';
import type { ConsoleServices } from '../services/createConsole';
import { createFences } from '../services/fences';
import type { LiveFrames } from '../services/liveFrames';
import { createRobotModel } from '../services/robotModel';
import { createSettings } from '../services/settings';
import { createTelemetry } from '../services/telemetry';
import { createTraining } from '../services/training';
import type { StagedPicture } from './pictureOfScene';
import {
  type ConnectionState,
  stagedConnection,
  stagedConnectionBridge,
  stagedGraph,
} from './stagedConnections';
import { stagedEndpointBridge } from './stagedEndpoints';
import { stagedEpisodes } from './stagedEpisodes';
import { stagedModel } from './stagedModel';
import { type StateName, stagedView } from './stagedViews';

interface Staging {
  readonly state: StateName;
  readonly theme: 'dark' | 'light';
  readonly real: boolean;
  readonly connection: ConnectionState;
  readonly picture: StagedPicture;
}

const stagedFences: Fences = {
  ...defaultFences,
  keepOut: [
    { name: 'Camera post', min: [0.62, -0.62, 0], max: [0.7, -0.54, 0.7] },
    { name: 'Shelf', min: [0.2, 0.42, 0], max: [0.6, 0.66, 0.35] },
  ],
  joints: [{ joint: 'fr3_joint1', lower: -1.6, upper: 1.6 }],
};

const modes: Partial<Record<StateName, RobotMode>> = {
  executing: 'executing',
  stale: 'executing',
  stopping: 'stopping',
  stopped: 'stopped',
  unconfirmed: 'stopped',
};

/** The services of a console in which nothing happens: every store holds one state. */
export function stagedConsole({ state, theme, real, connection, picture }: Staging): ConsoleServices {
  const nowSec = () => Date.now() / 1000;
  const bridge = stagedBridge(theme);
  const telemetry = createTelemetry();
  const robotModel = createRobotModel();
  robotModel.setState({ described: { model: fr3, modelHash: '0'.repeat(64) } });
  const fences = createFences();
  fences.setState({ held: { fences: stagedFences, fencesHash: '0'.repeat(64) } });
  const loop = createLoop({
    clients: stagedEpisodes(picture, nowSec()),
    stopByMain: () => undefined,
    nowSec,
    newId: () => crypto.randomUUID(),
    operator: () => 'Ada',
    samples: () => 1,
    speedScale: () => 0.5,
    stated: () => null,
    robotName: () => 'fr3 (simulator)',
    loadedModel: () => stagedModel,
    boxConvention: () => 'center',
    robotWords: () => 'The arm stands still.',
  });
  const view = stagedView(state, picture, nowSec());
  loop.view.setState(view);
  const plan = view.run?.plan?.plan;
  const moving = view.run?.execution && plan;
  const positions = moving
    ? samplePlan(plan, segmentSpans(plan), view.run?.execution?.last.planTimeSec ?? 0).positions
    : fr3.home;
  const robot: RobotState = {
    mode: modes[state] ?? 'idle',
    stopLatched: state === 'stopped' || state === 'unconfirmed',
    epoch: 'epoch',
    robot: 'fr3',
    driver: real ? 'ros2' : 'simulator',
    limitsHash: '0'.repeat(64),
    fencesHash: '0'.repeat(64),
    modelHash: '0'.repeat(64),
    stampSec: nowSec(),
    ageMs: 4,
    positions: [...positions],
    velocities: fr3.home.map(() => 0),
    gripperWidth: moving ? 0.041 : 0.08,
    sceneSeed: real ? null : 1,
    text: 'The arm stands still.',
  };
  const tell = () =>
    telemetry.setState({ robot: { ...robot, stampSec: nowSec() }, robotAtMs: performance.now() });
  tell();
  setInterval(tell, 33);
  telemetry.setState(stagedConnection(connection));
  telemetry.setState({
    connected: {
      robot: true,
      camera: true,
      inference: true,
      planner: true,
      recorder: true,
      exporter: true,
      training: true,
    },
    camera: {
      state: state === 'stale' ? 'stalled' : 'streaming',
      cameraName: 'Table camera (simulator)',
      cameras: ['Table camera (simulator)'],
      streams: [],
      fps: 15,
      ageMs: 40,
      text:
        state === 'stale' ? 'No picture has come for 2.3 s. The camera window is being started again.' : '',
    },
    inference: {
      state: 'ready',
      model: stagedModel,
      boxConvention: 'center',
      sendsTo: null,
      fault: null,
      loadMs: 640,
      memoryBytes: 214_000_000,
    },
    recorder: {
      state: view.run && view.session.state !== 'idle' ? 'recording' : 'idle',
      folder: '/home/ada/R1 Console/episodes',
      episodeId: null,
      bytes: 3_412_000,
      freeBytes: 118_000_000_000,
      fault: null,
      pictures: jpegPictures,
    },
    processes: processNames.map((name) => ({
      name,
      state: state === 'stale' && name === 'camera' ? 'restarting' : 'running',
      restarts: state === 'stale' && name === 'camera' ? 1 : 0,
      text: 'running',
    })),
  });
  const frames: LiveFrames = {
    attach: () => undefined,
    listen(draw) {
      void createImageBitmap(picture.bitmap).then(draw);
      return () => undefined;
    },
    forget: () => undefined,
    ageMs: () => (state === 'stale' ? 2300 : 62),
    fps: () => (state === 'stale' ? 0 : 15),
    count: () => 1,
  };
  const demonstration = createDemonstration({
    clients: () => undefined,
    nowSec,
    operator: () => 'Ada',
    robotName: () => 'fr3 (simulator)',
    jointCount: () => 7,
    maxGripperWidth: () => 0.08,
    busy: () => null,
    every: () => () => undefined,
    after: () => () => undefined,
  });
  return {
    training: createTraining(),
    loop,
    demonstration,
    telemetry,
    robotModel,
    fences,
    settings: createSettings(bridge),
    frames,
    clients: withGraph(stagedEpisodes(picture, nowSec())),
    bridge,
    nowSec,
  };
}

/** A robot process that knows nothing but what is on the ROS graph. */
function withGraph(clients: Clients): Clients {
  return ((name: ClientName) =>
    name === 'robot' ? { request: async () => stagedGraph } : clients(name)) as unknown as Clients;
}

function stagedBridge(theme: 'dark' | 'light'): Bridge {
  let settings = settingsSchema.parse({ theme, operator: 'Ada' });
  const nothing = () => () => undefined;
  return {
    stop: () => undefined,
    getSettings: async () => settings,
    setSettings: async (change) => {
      settings = { ...settings, ...change };
      return settings;
    },
    getAppInfo: async () => ({
      version: '0.1.0',
      electron: '45.4.1',
      chrome: '150.0.1',
      node: '24.1.0',
      platform: 'linux x64',
      dataFolder: '/home/ada/.config/R1 Console',
      episodesFolder: '/home/ada/R1 Console/episodes',
    }),
    getProcesses: async () => [],
    restartProcess: async () => undefined,
    chooseModelFolder: async () => null,
    chooseFolder: async () => '/home/operator/exports',
    saveFile: async () => null,
    ...stagedConnectionBridge(),
    ...stagedEndpointBridge(),
    showInFolder: async () => undefined,
    onProcesses: nothing,
    onFault: nothing,
    onStopRequested: nothing,
    onConnection: nothing,
    requestPorts: () => undefined,
  };
}
