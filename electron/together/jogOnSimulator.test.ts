import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, connect } from '../../shared/contract/channel';
import { defaultFences } from '../../shared/contract/fences';
import type { JogCommand } from '../../shared/contract/jog';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { robotContract } from '../../shared/contract/robotContract';
import { createKinematics, tipPose } from '../../shared/motion/kinematics';
import { fr3 } from '../../shared/robot/fr3';
import { jogLimits } from '../../shared/session/jog';
import { createBorder } from '../robot/border';
import { createFakeRecorder } from '../robot/testing/fakeRecorder';
import { createManualClock, type ManualClock } from '../robot/testing/manualClock';
import { createSimulator, type Simulator } from '../simulator/createSimulator';
import { sceneOfSeed, serveSimulator } from '../simulator/serveSimulator';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const rubbish = (report: unknown) => {
  throw new Error(`Rubbish was sent: ${JSON.stringify(report)}`);
};
const kinematics = createKinematics(fr3);

/** Jogging on the simulator's physics and controllers, over the real contracts: only the clock is the test's. */
describe('jogging on the simulator', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  let console: Client<typeof robotContract>;
  let jogId: string;
  let jerks: number[];
  let holdId: number;

  beforeEach(async () => {
    clock = createManualClock();
    simulator = await createSimulator({ scene: sceneOfSeed(1), clock: () => 1_000_000 });
    clock.every(4, () => simulator.step(0.004));
    let id = 0;
    const border = createBorder({
      model: fr3,
      fences: defaultFences,
      clock,
      newId: () => `id${++id}`,
      onBadMessage: rubbish,
    });
    const [robotToArm, arm] = memoryPortPair();
    serveSimulator(simulator, arm, rubbish);
    border.attachSimulator(robotToArm);
    const [robotToRecorder, recorder] = memoryPortPair();
    createFakeRecorder().plugIn(recorder);
    border.attachRecorder(robotToRecorder);
    const client = (peer: string) => {
      const [ours, theirs] = memoryPortPair();
      border.serveClient(ours, peer);
      return connect(theirs, robotContract, rubbish);
    };
    console = client('console');
    const main = client('main');
    clock.every(250, () => {
      console.notify('heartbeat', { from: 'renderer' });
      main.notify('heartbeat', { from: 'main' });
    });
    await clock.advance(1000);
    const { refusals, jog } = await console.request('startJog', { operator: 'op', speed: 1 });
    expect(refusals).toEqual([]);
    jogId = jog!.jogId;
    holdId = 0;
    jerks = [];
    let last: readonly number[] | undefined;
    simulator.onEvent((event) => {
      if (event.type !== 'jointState') return;
      const velocities = event.jointState.velocities.slice(0, 7);
      if (last) jerks.push(Math.max(...velocities.map((v, j) => Math.abs(v - last![j]!))) / 0.01);
      last = velocities;
    });
  });
  afterEach(() => simulator.dispose());

  function press(command: JogCommand): () => void {
    const mine = ++holdId;
    const say = () => console.notify('jogHold', { jogId, holdId: mine, command });
    say();
    const end = clock.every(jogLimits.holdEveryMs, say);
    return () => {
      end();
      console.notify('jogRelease', { jogId, holdId: mine });
    };
  }
  const fastest = () => Math.max(...simulator.jointState().velocities.slice(0, 7).map(Math.abs));
  const tip = () => tipPose(kinematics, simulator.jointState().positions.slice(0, 7)).position;
  /** ms until every joint is slower than 0.01 rad/s. */
  async function rests(): Promise<number> {
    for (let ms = 0; ms < 2000; ms += 10) {
      if (fastest() < 0.01) return ms;
      await clock.advance(10);
    }
    return Number.POSITIVE_INFINITY;
  }

  it('follows a held key without a jerk, and rests soon after it is let go', async () => {
    const letGo = press({ space: 'base', linear: [0, 1, 0], angular: [0, 0, 0] });
    const from = tip();
    await clock.advance(1500);
    letGo();
    const ms = await rests();
    const to = tip();
    process.stdout.write(
      `jogged ${((to[1] - from[1]) * 1000).toFixed(0)} mm in 1.5 s; at rest ${ms} ms after letting go; ` +
        `fastest change of a joint's velocity ${Math.max(...jerks).toFixed(1)} rad/s^2\n`,
    );
    expect(to[1] - from[1]).toBeGreaterThan(0.15);
    expect(Math.abs(to[0] - from[0]) + Math.abs(to[2] - from[2])).toBeLessThan(0.01);
    expect(ms).toBeLessThan(450);
    // No goal that takes another's place is felt: each joint stays below a quarter of what it may.
    expect(Math.max(...jerks)).toBeLessThan(5);
    expect((await console.request('getState', {})).stopLatched).toBe(false);
  });

  it('rests when the line to the robot process falls silent, and when it is cut', async () => {
    const command: JogCommand = { space: 'joints', velocities: [1, 0, 0, 0, 0, 0, 0] };
    console.notify('jogHold', { jogId, holdId: 1, command });
    await clock.advance(jogLimits.holdSilenceMs - 20);
    expect(fastest()).toBeGreaterThan(0.2);
    await clock.advance(40);
    const ms = await rests();
    process.stdout.write(`at rest ${ms + 20} ms after the hold was given up for silence\n`);
    expect(ms).toBeLessThan(450);
  });

  it('is stopped in the middle, measured', async () => {
    press({ space: 'joints', velocities: [1, 0, 0, 0, 0, 0, 0] });
    await clock.advance(1000);
    expect(fastest()).toBeGreaterThan(0.4);
    const answer = console.request('stop', { source: 'button', reason: 'test' });
    await clock.advance(1000);
    const report = await answer;
    expect(report).toMatchObject({ confirmed: true, wasMoving: true });
    expect(report.standstillMs).toBeLessThan(400);
  });

  it('opens and closes the gripper', async () => {
    await console.request('jogGripper', { jogId, width: 0 });
    await clock.advance(3000);
    expect((await console.request('getState', {})).gripperWidth).toBeLessThan(0.01);
    await console.request('jogGripper', { jogId, width: fr3.gripper.maxWidth });
    await clock.advance(3000);
    expect((await console.request('getState', {})).gripperWidth).toBeGreaterThan(0.07);
  });
});
