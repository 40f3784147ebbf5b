import { join } from 'node:path';
import { app, type BrowserWindow, type MessagePortMain, nativeTheme, session } from 'electron';
import type { ProcessStatus, Settings } from '../../shared/contract/bridge';
import type { StopSource } from '../../shared/contract/robotContract';
import { removeDeadSharedMemory } from '../ros2/deadSharedMemory';
import { serveBridge } from './bridgeHandlers';
import { childEnvironment } from './childEnvironment';
import { createConnections } from './connections';
import { createEncoderPages } from './encoderPages';
import { createEndpointLink } from './endpointLink';
import { createEndpoints } from './endpoints';
import { graphicsSwitches, hasRenderNode } from './graphics';
import { systemKeyStore } from './keyStore';
import { createLog } from './log';
import { lostFault } from './lostFault';
import { declarePageScheme, servePages } from './pageScheme';
import { findPaths } from './paths';
import { denyEverything, fenceContents } from './permissions';
import { createProfileStore } from './profileStore';
import { createRobotLink } from './robotLink';
import { findRos2 } from './ros2Environment';
import { readSettings, writeSettings } from './settingsFile';
import { runSimulatorRos2 } from './simulatorRos2';
import { watchStopKeys } from './stopKeys';
import { createSupervisor, type UtilityName } from './supervisor';
import { createSwitchboard, type Introduction } from './switchboard';
import { createTestHooks } from './testHooks';
import { ros2Places, thisMachine } from './thisMachine';
import { openConsoleWindow, openPictureWindow } from './windows';

// Root cannot have Chromium's sandbox (containers, CI); set-up then starts the app with --no-sandbox.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
declarePageScheme();
fenceContents();
for (const name of graphicsSwitches(process.platform, hasRenderNode)) app.commandLine.appendSwitch(name);
const paths = findPaths(process.env);
app.setPath('userData', paths.data);

/** How long a stop at the program's end may take before the program ends all the same. */
const stopBeforeQuitMs = 3000;

function run(): void {
  const log = createLog(paths.logs, () => new Date());
  let settings = readSettings(paths.settings);
  let consoleWindow: BrowserWindow | undefined;
  let pictureWindow: BrowserWindow | undefined;
  /** Null while the simulator is not the robot: then nothing draws its picture. */
  let picture: ProcessStatus | null = null;

  const tell = (channel: string, payload: unknown) => {
    if (consoleWindow && !consoleWindow.isDestroyed()) consoleWindow.webContents.send(channel, payload);
  };
  const robot = createRobotLink(
    (problem) => log.line('main', `robot link refused a message: ${problem}`),
    ({ fences }) => changeSettings({ fences: { ...settings.fences, [connections.view().active]: fences } }),
  );
  const stop = (source: StopSource, reason: string) => {
    void robot.stop(source, reason);
    log.line('main', `stop (${source}): ${reason}`);
    tell('r1:stopRequested', { source });
  };
  /** A process that ended takes the motion with it, before anything else is done about it. */
  const isCommanded = () => robot.mode() === 'executing' || robot.mode() === 'jogging';
  const stopIfMoving = (text: string) => {
    if (isCommanded()) stop('main', text);
  };

  const switchboard = createSwitchboard();
  const encoderPages = createEncoderPages(paths, switchboard, log);
  const supervisor = createSupervisor(
    paths,
    (name) =>
      childEnvironment(process.env, paths, settings, {
        ...connections.variablesFor(name),
        ...fencesFor(name),
      }),
    switchboard,
    log,
    {
      onLost(name, text, leftDown) {
        const { mode, isStopLatched } = robot;
        const fault = lostFault({
          name,
          text,
          leftDown,
          mode: mode(),
          stopLatched: isStopLatched(),
          simulated: connections.isSimulator(),
        });
        // Handing on has no part in any motion.
        if (name === 'exporter') encoderPages.show('videoEncoder', false);
        else stopIfMoving(text);
        tell('r1:fault', fault);
      },
      onEncoderPage: (name, wanted) => encoderPages.show(name, wanted),
      onStatus: () => tell('r1:processes', processes()),
      onBadMessage: (name, problem) =>
        tell('r1:fault', {
          code: 'badMessage',
          happened: `The ${name} process refused a message that does not fit its contract: ${problem}`,
          robotIs: 'Nothing was done because of that message.',
          next: 'If it comes again, restart the console and keep the log file.',
        }),
    },
  );
  const processes = () => [...supervisor.statuses(), ...(picture ? [picture] : [])];
  const profiles = createProfileStore({ ready: join(paths.resources, 'profiles'), own: paths.profiles });
  const connections = createConnections({
    profiles,
    machine: thisMachine,
    resources: paths.resources,
    findRos2: () =>
      findRos2(thisMachine, ros2Places(paths.root, process.env), settings.rosOverlays, process.env),
    robot: () => ({ mode: robot.mode(), stopUnconfirmed: robot.isStopUnconfirmed() }),
    carryStopOver: robot.carryStopOver,
    cleanUp: () => removeDeadSharedMemory(),
    start: supervisor.start,
    end: supervisor.end,
    openPicture,
    closePicture,
    remember: (connection) => changeSettings({ connection }),
    onView: (view) => tell('r1:connection', view),
    log,
  });
  const endpointLink = createEndpointLink(
    (problem) => log.line('main', `endpoint link refused a message: ${problem}`),
    (id) => endpoints.use(id),
  );
  const endpoints = createEndpoints({
    folder: paths.endpoints,
    tokenFile: paths.tokens,
    keys: systemKeyStore,
    client: endpointLink.client,
  });
  const hooks = createTestHooks(supervisor);

  switchboard.up('main', (introduction: Introduction, port: MessagePortMain) => {
    if (introduction.contract === 'robot') robot.accept(port);
    else if (introduction.contract === 'endpoint') endpointLink.accept(port);
    else hooks.acceptWorld(port);
  });

  /** What the robot process starts with: the fences that were set for this connection. */
  function fencesFor(name: UtilityName): Readonly<Record<string, string>> {
    const kept = settings.fences[connections.view().active];
    return name === 'robot' && kept ? { R1_FENCES: JSON.stringify(kept) } : {};
  }

  /** A page asks for its ports when it listens; after a reload it asks again and gets new ones. */
  function connectPage(sender: number): void {
    for (const [name, window] of [
      ['console', consoleWindow],
      ['picture', pictureWindow],
      ['videoEncoder', encoderPages.window('videoEncoder')],
      ['liveVideo', encoderPages.window('liveVideo')],
    ] as const) {
      if (!window || window.isDestroyed() || window.webContents.id !== sender) continue;
      switchboard.up(name, (introduction, port) => {
        if (!window.isDestroyed()) window.webContents.postMessage('r1:port', introduction, [port]);
      });
      if (name === 'picture' && picture) {
        picture = { ...picture, state: 'running', text: 'running' };
        tell('r1:processes', processes());
      }
    }
  }

  function openPicture(): void {
    const window = openPictureWindow(paths);
    pictureWindow = window;
    picture ??= { name: 'picture', state: 'starting', restarts: 0, text: 'starting' };
    tell('r1:processes', processes());
    window.webContents.on('console-message', (_event, _level, message) => log.line('picture', message));
    window.webContents.on('render-process-gone', (_event, details) => {
      if (pictureWindow !== window) return;
      switchboard.down('picture');
      picture = {
        name: 'picture',
        state: 'restarting',
        restarts: (picture?.restarts ?? 0) + 1,
        text: `ended: ${details.reason}`,
      };
      tell('r1:processes', processes());
      stopIfMoving('The simulator camera ended unexpectedly.');
      window.destroy();
      setTimeout(() => {
        if (!quitting && pictureWindow === window) openPicture();
      }, 300);
    });
  }

  function closePicture(): void {
    const window = pictureWindow;
    pictureWindow = undefined;
    picture = null;
    switchboard.down('picture');
    if (window && !window.isDestroyed()) window.destroy();
    tell('r1:processes', processes());
  }

  function changeSettings(change: Partial<Settings>): Settings {
    settings = { ...settings, ...change };
    try {
      writeSettings(paths.settings, settings);
    } catch (error) {
      tell('r1:fault', {
        code: 'settings',
        happened: `The settings could not be saved: ${error instanceof Error ? error.message : String(error)}`,
        robotIs: 'Nothing moves because of this.',
        next: 'They hold until the console is closed. Free disk space or check the folder, then change a setting again.',
      });
    }
    return settings;
  }

  function openConsole(): void {
    const dark =
      settings.theme === 'dark' || (settings.theme === 'system' && nativeTheme.shouldUseDarkColors);
    const window = openConsoleWindow(paths, dark);
    consoleWindow = window;
    watchStopKeys(window.webContents, robot.mode, (source) =>
      stop(source, 'The operator pressed a stop key.'),
    );
    window.webContents.on('console-message', (_event, _level, message) => log.line('console', message));
    window.webContents.on('render-process-gone', (_event, details) => {
      stopIfMoving(`The console's page ended unexpectedly (${details.reason}).`);
      switchboard.down('console');
      window.webContents.reload();
    });
    window.on('unresponsive', () => stopIfMoving("The console's page does not respond."));
    window.on('closed', () => app.quit());
  }

  serveBridge({
    window: () => consoleWindow,
    stop,
    getSettings: () => settings,
    setSettings: changeSettings,
    appInfo: () => ({
      version: app.getVersion(),
      electron: process.versions.electron ?? '',
      chrome: process.versions.chrome ?? '',
      node: process.versions.node,
      platform: `${process.platform} ${process.arch}`,
      dataFolder: paths.data,
      episodesFolder: paths.episodes,
    }),
    processes,
    restartProcess: (name) => {
      if (name === 'picture') pictureWindow?.webContents.forcefullyCrashRenderer();
      else supervisor.restart(name);
    },
    requestPorts: connectPage,
    connections,
    profiles,
    endpoints,
    onBadMessage: (problem) => log.line('main', `bridge refused a message: ${problem}`),
  });

  denyEverything(session.defaultSession);
  servePages(`${paths.built}/renderer`);
  if (process.env.R1_E2E === '1') hooks.publish();
  supervisor.start(['planner', 'inference', 'recorder', 'exporter']);
  void connections.begin(settings.connection);
  openConsole();

  // Ending has two phases: the robot stands still first, then the processes flush and end.
  let quitting = false;
  app.on('before-quit', (event) => {
    if (quitting) return;
    quitting = true;
    event.preventDefault();
    const stopped = isCommanded()
      ? robot.stop('shutdown', 'The console is being closed.')
      : Promise.resolve();
    void Promise.race([stopped, new Promise((resolve) => setTimeout(resolve, stopBeforeQuitMs))])
      .then(() => supervisor.shutDown())
      .finally(() => {
        robot.close();
        app.exit(0);
      });
  });
  app.on('second-instance', () => consoleWindow?.focus());
  app.on('window-all-closed', () => app.quit());
}

// Beside a console, and more than one where each has its own domain.
if (process.env.R1_SIM_ROS2) void app.whenReady().then(() => runSimulatorRos2(paths, process.env));
else if (app.requestSingleInstanceLock()) void app.whenReady().then(run);
else app.quit();
