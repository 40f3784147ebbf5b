import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ProcessStatus } from '../../shared/contract/bridge';
import type { CameraStatus } from '../../shared/contract/cameraContract';
import type { ConnectionStatus } from '../../shared/contract/connection';
import type { ConnectionView } from '../../shared/contract/connectionView';
import type { InferenceStatus } from '../../shared/contract/inferenceContract';
import type { RecorderStatus } from '../../shared/contract/recorderContract';
import type { RobotState } from '../../shared/contract/robotContract';
import type { ClientName, ClientTable } from '../loop/clients';

/** What the processes say of themselves, as it arrives (up to 30 times a second): read it by selectors. */
export interface Telemetry {
  readonly connected: Readonly<Record<ClientName, boolean>>;
  readonly robot: RobotState | null;
  /** When `robot` arrived (ms, the page's monotonic clock). */
  readonly robotAtMs: number;
  readonly camera: CameraStatus | null;
  /** When a camera status arrived last (ms, the page's monotonic clock). */
  readonly cameraAtMs: number;
  readonly inference: InferenceStatus | null;
  readonly recorder: RecorderStatus | null;
  readonly processes: readonly ProcessStatus[];
  /** What main is connected to; null before it has said so. */
  readonly connection: ConnectionView | null;
  /** What the robot process says of its connection. */
  readonly robotConnection: ConnectionStatus | null;
}
export type TelemetryStore = StoreApi<Telemetry>;

export function createTelemetry(): TelemetryStore {
  return createStore<Telemetry>(() => ({
    connected: {
      robot: false,
      camera: false,
      inference: false,
      planner: false,
      recorder: false,
      exporter: false,
      training: false,
    },
    robot: null,
    robotAtMs: 0,
    camera: null,
    cameraAtMs: 0,
    inference: null,
    recorder: null,
    processes: [],
    connection: null,
    robotConnection: null,
  }));
}

/** A process that is gone says nothing any more: what it said last would be a lie. */
export function setConnected(store: TelemetryStore, name: ClientName, connected: boolean): void {
  const { connected: before } = store.getState();
  store.setState({
    connected: { ...before, [name]: connected },
    ...(connected || name === 'planner' ? {} : { [name]: null }),
    ...(connected || name !== 'robot' ? {} : { robotConnection: null }),
  });
}

/** Follows the status of each process; call for every new client. */
export function telemetryOf(store: TelemetryStore, nowMs: () => number) {
  const quiet = () => undefined;
  const setRobot = (robot: RobotState) => store.setState({ robot, robotAtMs: nowMs() });
  return {
    robot(client: ClientTable['robot']): void {
      client.on('state', setRobot);
      client.request('getState', {}).then(setRobot, quiet);
      const setConnection = (robotConnection: ConnectionStatus) => store.setState({ robotConnection });
      client.on('connection', setConnection);
      client.request('getConnection', {}).then(setConnection, quiet);
    },
    camera(client: ClientTable['camera']): void {
      const set = (camera: CameraStatus) => store.setState({ camera, cameraAtMs: nowMs() });
      client.on('status', set);
      client.request('getStatus', {}).then(set, quiet);
    },
    inference(client: ClientTable['inference']): void {
      const set = (inference: InferenceStatus) => store.setState({ inference });
      client.on('status', set);
      client.request('getStatus', {}).then(set, quiet);
    },
    recorder(client: ClientTable['recorder']): void {
      const set = (recorder: RecorderStatus) => store.setState({ recorder });
      client.on('status', set);
      client.request('getStatus', {}).then(set, quiet);
    },
  };
}

/**
 * What stands at the other end. A ROS 2 robot counts as real, also while its process is down, and also
 * where its profile says that it is simulated: that is a word of the profile, and the console cannot know.
 */
export interface Reality {
  readonly kind: 'simulator' | 'real' | 'none';
  readonly name: string;
  readonly saidToBeSimulated: boolean;
}

export function realityOf({ connection, robot }: Pick<Telemetry, 'connection' | 'robot'>): Reality {
  const profile = connection?.profile ?? null;
  if (profile || robot?.driver === 'ros2') {
    return {
      kind: 'real',
      name: profile?.name ?? robot?.robot ?? 'The robot',
      saidToBeSimulated: profile?.simulated ?? false,
    };
  }
  if (connection?.active === 'none') return { kind: 'none', name: 'no robot', saidToBeSimulated: false };
  return { kind: 'simulator', name: robot?.robot ?? 'no robot', saidToBeSimulated: false };
}

/** How old the camera's newest picture is (ms); of a camera process that says nothing, at least so old. */
export function pictureAgeMs(
  { camera, cameraAtMs }: Pick<Telemetry, 'camera' | 'cameraAtMs'>,
  nowMs: number,
): number {
  return (camera?.ageMs ?? 0) + nowMs - cameraAtMs;
}

/** The robot's clock now (s): its last stamp and what has passed since. Wall clock until it speaks. */
export function robotNowSec(store: TelemetryStore, nowMs: () => number, wallMs: () => number): number {
  const { robot, robotAtMs } = store.getState();
  if (!robot || robot.mode === 'disconnected') return wallMs() / 1000;
  return robot.stampSec + (robot.ageMs + nowMs() - robotAtMs) / 1000;
}

/** What the robot is doing, for the words of a fault. */
export function robotWords(telemetry: Telemetry): string {
  const { robot } = telemetry;
  if (!robot || robot.mode === 'disconnected') {
    return 'There is no word from the robot: look whether it stands still.';
  }
  return robot.text;
}
