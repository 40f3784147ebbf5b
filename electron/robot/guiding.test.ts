import { describe, expect, it } from 'vitest';
import { type Client, connect } from '../../shared/contract/channel';
import { defaultFences } from '../../shared/contract/fences';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { type RobotState, robotContract } from '../../shared/contract/robotContract';
import { fr3 } from '../../shared/robot/fr3';
import { createBorder } from './border';
import type { DriverEvents, RobotDriver } from './driver';
import { createFakeRecorder } from './testing/fakeRecorder';
import { createManualClock } from './testing/manualClock';
import { createRig } from './testing/rig';

/** A robot on the graph whose arm a person holds: its joints are where the test puts them. */
async function realRobot() {
  const clock = createManualClock();
  const commands: string[] = [];
  let events: DriverEvents | undefined;
  let positions: readonly number[] = fr3.home;
  let velocity = 0;
  let id = 0;
  const border = createBorder({
    model: fr3,
    fences: defaultFences,
    clock,
    newId: () => `id${++id}`,
    onBadMessage: (report) => {
      throw new Error(JSON.stringify(report));
    },
  });
  const driver: RobotDriver = {
    kind: 'ros2',
    followTrajectory: () => {
      commands.push('trajectory');
      return new Promise(() => undefined);
    },
    commandGripper: () => {
      commands.push('gripper');
      return new Promise(() => undefined);
    },
    cancel: () => {
      commands.push('cancel');
    },
    sceneSeed: () => null,
    otherCommander: () => null,
    close: () => undefined,
  };
  border.attachRos2(({ onOpened }) => {
    clock.soon(() =>
      onOpened(fr3, (given) => {
        events = given;
        return driver;
      }),
    );
    return {
      status: () => ({ name: 'arm', kind: 'ros2', state: 'connected', text: '', streams: [], preflight: [] }),
      discover: () => Promise.reject(new Error('not here')),
      cancel: () => undefined,
      close: () => undefined,
    };
  });
  const recorder = createFakeRecorder();
  const [toRecorder, recorderEnd] = memoryPortPair();
  recorder.plugIn(recorderEnd);
  border.attachRecorder(toRecorder);
  const client = (peer: string): Client<typeof robotContract> => {
    const [ours, theirs] = memoryPortPair();
    border.serveClient(ours, peer);
    return connect(theirs, robotContract, (report) => {
      throw new Error(JSON.stringify(report));
    });
  };
  const [console, main] = [client('console'), client('main')];
  let state: RobotState | undefined;
  console.on('state', (next) => {
    state = next;
  });
  clock.every(250, () => {
    console.notify('heartbeat', { from: 'renderer' });
    main.notify('heartbeat', { from: 'main' });
  });
  const names = [...fr3.armJointNames, ...fr3.gripper.fingerJointNames];
  clock.every(10, () =>
    events?.jointState({
      stampSec: 5000 + clock.nowMs() / 1000,
      names,
      positions: [...positions, 0.04, 0.04],
      velocities: names.map((_, j) => (j === 0 ? velocity : 0)),
      efforts: [],
    }),
  );
  await clock.advance(1000);
  async function now<T>(answer: Promise<T>): Promise<T> {
    answer.catch(() => undefined);
    await clock.settle();
    return answer;
  }
  return {
    clock,
    console,
    recorder,
    commands,
    now,
    state: () => state!,
    /** A person leads the first joint on, at 0.3 rad/s. */
    async lead(ms: number): Promise<void> {
      velocity = 0.3;
      for (let done = 0; done < ms; done += 10) {
        positions = positions.map((p, j) => (j === 0 ? p + 0.003 : p));
        await clock.advance(10);
      }
      velocity = 0;
    },
  };
}

describe('guiding by hand', () => {
  it('expects motion and sends nothing, from its start to its end', async () => {
    const { clock, console, commands, now, state, lead, recorder } = await realRobot();
    const { refusals, guiding } = await now(console.request('startGuiding', { operator: 'op' }));
    expect(refusals).toEqual([]);
    await lead(1500);
    expect(state()).toMatchObject({ mode: 'guiding', stopLatched: false, manual: { kind: 'guiding' } });
    const jog = await now(console.request('startJog', { operator: 'op', speed: 1 }));
    expect(jog.jog).toBeNull();
    await clock.advance(300);
    await now(console.request('endGuiding', { guidingId: guiding!.guidingId }));
    await clock.advance(1000);
    expect(state()).toMatchObject({ mode: 'idle', stopLatched: false });
    expect(commands).toEqual([]);
    const told = [...recorder.durable, ...recorder.records].map(({ json }) => JSON.parse(json).type);
    expect(told).toEqual(['guidingStarted', 'guidingEnded']);
  });

  it('is noticed and stopped when nobody has said that it begins, and again after its end', async () => {
    const { clock, console, commands, now, state, lead } = await realRobot();
    const { guiding } = await now(console.request('startGuiding', { operator: 'op' }));
    await lead(500);
    await clock.advance(300);
    await now(console.request('endGuiding', { guidingId: guiding!.guidingId }));
    await clock.advance(300);
    await lead(400);
    expect(state().stopLatched).toBe(true);
    expect(commands).toContain('cancel');
  });

  it('does not end while the arm moves, and ends with a stop', async () => {
    const { console, commands, now, state, lead, clock } = await realRobot();
    const { guiding } = await now(console.request('startGuiding', { operator: 'op' }));
    await lead(300);
    await expect(now(console.request('endGuiding', { guidingId: guiding!.guidingId }))).rejects.toThrow(
      'still moving',
    );
    void console.request('stop', { source: 'button', reason: 'test' });
    await clock.advance(500);
    expect(commands).toContain('cancel');
    expect(state()).toMatchObject({ mode: 'stopped' });
    expect(state().manual).toBeUndefined();
  });

  it('is not for a simulated arm', async () => {
    const rig = await createRig();
    const { guiding, refusals } = await rig.now(rig.console.request('startGuiding', { operator: 'op' }));
    expect(guiding).toBeNull();
    expect(refusals[0]?.text).toContain('Jog it instead');
  });
});
