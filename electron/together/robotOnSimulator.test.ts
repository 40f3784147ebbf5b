import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Client, connect } from '../../shared/contract/channel';
import { defaultFences } from '../../shared/contract/fences';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import type { Plan, Segment } from '../../shared/contract/plan';
import { plannerContract } from '../../shared/contract/plannerContract';
import { type ExecutionEvent, robotContract } from '../../shared/contract/robotContract';
import { fr3 } from '../../shared/robot/fr3';
import { createPlannerService } from '../planner/plannerService';
import { createBorder } from '../robot/border';
import { createFakeRecorder } from '../robot/testing/fakeRecorder';
import { createManualClock, type ManualClock } from '../robot/testing/manualClock';
import { grip, model, move, taskPlan } from '../robot/testing/plans';
import { createSimulator, type Simulator } from '../simulator/createSimulator';
import { sceneOfSeed, serveSimulator } from '../simulator/serveSimulator';

/** Real physics takes its time where the machine is busy. */
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const rubbish = (report: unknown) => {
  throw new Error(`Rubbish was sent: ${JSON.stringify(report)}`);
};

/** Planner, gate, execution and stop on the simulator's physics and controllers: only the clock is the test's. */
describe('the robot process on the simulator', () => {
  let clock: ManualClock;
  let simulator: Simulator;
  let console: Client<typeof robotContract>;
  let offering: Client<typeof robotContract>;
  let planner: Client<typeof plannerContract>;
  let executions: ExecutionEvent[];

  beforeEach(async () => {
    clock = createManualClock();
    executions = [];
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
    const portOf = (peer: string) => {
      const [ours, theirs] = memoryPortPair();
      border.serveClient(ours, peer);
      return theirs;
    };
    console = connect(portOf('console'), robotContract, rubbish);
    console.on('execution', (event) => executions.push(event));
    const main = connect(portOf('main'), robotContract, rubbish);
    offering = connect(portOf('planner'), robotContract, rubbish);
    clock.every(250, () => {
      console.notify('heartbeat', { from: 'renderer' });
      main.notify('heartbeat', { from: 'main' });
    });
    const service = createPlannerService({
      nowMs: clock.nowMs,
      onBadMessage: rubbish,
    });
    service.attachRobot(portOf('planner'));
    const [plannerEnd, plannerClient] = memoryPortPair();
    service.addClient(plannerEnd);
    planner = connect(plannerClient, plannerContract, rubbish);
    await clock.advance(1000);
  });
  afterEach(() => simulator.dispose());

  /** Offers and approves; the plan runs when this returns. */
  async function begin(segments: Segment[], change: Partial<Plan> = {}): Promise<void> {
    const state = await console.request('getState', {});
    const plan = taskPlan(state.epoch, state.stampSec, {
      segments,
      startPositions: segments.flatMap((s) => (s.type === 'trajectory' ? s.points : []))[0]?.positions ?? [
        ...fr3.home,
      ],
      speedScale: 1,
      ...change,
    });
    const { planHash, refusals } = await offering.request('offerPlan', { planText: JSON.stringify(plan) });
    expect(refusals).toEqual([]);
    const answer = await console.request('approve', { planHash, operator: 'op', model });
    expect(answer.refusals).toEqual([]);
  }
  const last = () => executions.at(-1);
  const worstError = () => Math.max(...executions.map(({ errorRad }) => errorRad ?? 0));

  it('runs a plan within its path, and the next one of the real planner that brings the arm home', async () => {
    await begin([grip(0.04, false), move(0, 0.6, 1.5, 'approach'), grip(0.08, false)]);
    await clock.advance(6000);
    expect(last()).toMatchObject({ type: 'succeeded', segmentIndex: 2 });
    const there = worstError();
    expect((await console.request('getState', {})).positions[0]).toBeCloseTo(0.6, 2);

    executions.length = 0;
    const home = await planner.request('planHome', { speedScale: 0.5 });
    if (!home.ok) throw new Error(JSON.stringify(home.failures));
    const answer = await console.request('approve', { planHash: home.planHash, operator: 'op', model: null });
    expect(answer.refusals).toEqual([]);
    await clock.advance(10_000);
    expect(last()).toMatchObject({ type: 'succeeded', phase: 'home' });
    const state = await console.request('getState', {});
    for (const [j, p] of fr3.home.entries()) expect(state.positions[j]).toBeCloseTo(p, 2);
    process.stdout.write(
      `largest tracking error on the simulator: ${there.toExponential(1)} and ${worstError().toExponential(1)} rad\n`,
    );
    expect(Math.max(there, worstError())).toBeLessThan(0.05);
  });

  it('stops in mid-motion, measured, and far from the goal', async () => {
    await begin([move(0, 1.2, 1.6, 'approach')]);
    await clock.advance(800);
    const { velocities } = await console.request('getState', {});
    const answer = console.request('stop', { source: 'button', reason: 'test' });
    await clock.advance(2100);
    const report = await answer;
    expect(velocities[0]).toBeGreaterThan(1);
    expect(report).toMatchObject({ confirmed: true, wasMoving: true });
    process.stdout.write(
      `stop on the simulator at ${velocities[0]?.toFixed(2)} rad/s: stands after ${report.standstillMs} ms of its time\n`,
    );
    expect(report.standstillMs).toBeLessThan(600);
    const state = await console.request('getState', {});
    expect(state).toMatchObject({ mode: 'stopped', stopLatched: true });
    expect(state.positions[0]).toBeLessThan(1.1);
    expect(last()?.type).toBe('stopped');
    await expect(console.request('resetStop', {})).resolves.toMatchObject({ mode: 'idle' });
  });

  it('notices that the gripper closed on nothing, and holds still', async () => {
    await begin([grip(0.02, true), move(0, 0.3, 1, 'lift')]);
    await clock.advance(4000);
    expect(last()).toMatchObject({ type: 'failed', text: expect.stringMatching('closed on nothing') });
    const state = await console.request('getState', {});
    expect(state.mode).toBe('idle');
    for (const [j, p] of fr3.home.entries()) expect(state.positions[j]).toBeCloseTo(p, 2);
  });

  it('loads a scene, and its plans are of a new epoch', async () => {
    const before = await console.request('getState', {});
    const after = await console.request('loadScene', { seed: 5 });
    expect(after.epoch).not.toBe(before.epoch);
    expect(simulator.scene().seed).toBe(5);
    await clock.advance(500);
    await begin([move(0, 0.2, 1, 'approach')]);
    await clock.advance(2000);
    expect(last()?.type).toBe('succeeded');
  });

  it('does not take the arm of a loaded scene, which stands elsewhere at once, for a motion', async () => {
    await begin([move(0, 0.4, 2, 'approach')]);
    await clock.advance(1000);
    void console.request('stop', { source: 'button', reason: 'half-way' });
    await clock.advance(1000);
    await console.request('resetStop', {});
    await console.request('loadScene', { seed: 6 });
    await clock.advance(1000);
    expect(await console.request('getState', {})).toMatchObject({ mode: 'idle', stopLatched: false });
  });
});
