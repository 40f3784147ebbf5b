import { afterEach, expect, it } from 'vitest';
import { type Port, serve } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { type RobotMode, type RobotState, robotContract } from '../../shared/contract/robotContract';
import type { MessagePortMainLike } from '../utility/parentPort';
import { createRobotLink } from './robotLink';

const state = (mode: RobotMode, stopLatched: boolean): RobotState => ({
  mode,
  stopLatched,
  epoch: 'epoch',
  robot: 'FR3',
  driver: 'simulator',
  limitsHash: 'a'.repeat(64),
  fencesHash: 'b'.repeat(64),
  modelHash: 'c'.repeat(64),
  stampSec: 1,
  ageMs: 0,
  positions: [],
  velocities: [],
  gripperWidth: 0,
  sceneSeed: null,
  text: '',
});

/** An Electron port over one end of a channel in memory. */
const electronPort = (port: Port): MessagePortMainLike => ({
  postMessage: port.post,
  on(event: 'message' | 'close', listener: (event: { data: unknown }) => void) {
    if (event === 'message') port.onMessage((data) => listener({ data }));
    else port.onClose(() => listener({ data: undefined }));
  },
  start: () => undefined,
  close: port.close,
});

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function createRig() {
  const link = createRobotLink(
    () => undefined,
    () => undefined,
  );
  closers.push(link.close);
  /** A robot process: what it is told to stop for, and a way to say its state. */
  const robotProcess = () => {
    const [mainsEnd, itsEnd] = memoryPortPair();
    const stops: string[] = [];
    const refused = () => {
      throw new Error('not asked here');
    };
    const handlers = new Proxy(
      {
        stop: ({ reason }: { reason: string }) => {
          stops.push(reason);
          throw new Error('no report');
        },
        heartbeat: () => undefined,
      },
      { get: (known, name) => Reflect.get(known, name) ?? refused },
    );
    const server = serve(itsEnd, robotContract, handlers as never, () => undefined);
    link.accept(electronPort(mainsEnd));
    return { stops, says: (mode: RobotMode, latched: boolean) => server.emit('state', state(mode, latched)) };
  };
  return { link, robotProcess };
}

it('lets a stop stand in the next robot process, however long the one before it goes on speaking', async () => {
  const { link, robotProcess } = createRig();
  const old = robotProcess();
  old.says('stopped', true);
  await settled();
  link.carryStopOver();
  old.says('stopped', true);
  await settled();
  const next = robotProcess();
  old.says('stopped', true);
  next.says('disconnected', false);
  await settled();
  expect(next.stops).toEqual([]);
  next.says('idle', false);
  await settled();
  expect(next.stops).toEqual(['A stop stood before the connection was made anew.']);
  next.says('stopped', true);
  next.says('idle', false);
  await settled();
  expect(next.stops).toHaveLength(1);
  expect(old.stops).toEqual([]);
});

it('stops nothing where no stop stood', async () => {
  const { link, robotProcess } = createRig();
  robotProcess().says('idle', false);
  await settled();
  link.carryStopOver();
  const next = robotProcess();
  next.says('idle', false);
  await settled();
  expect(next.stops).toEqual([]);
  expect(link.mode()).toBe('idle');
});
