import { describe, expect, it } from 'vitest';
import { fr3 } from '../../shared/robot/fr3';
import { grip, model, move } from './testing/plans';
import { createRig, type Rig } from './testing/rig';

async function executing(forMs = 800): Promise<Rig> {
  const rig = await createRig();
  const { planHash } = await rig.offer();
  expect((await rig.approve(planHash)).refusals).toEqual([]);
  await rig.clock.advance(forMs);
  expect(rig.state().mode).toBe('executing');
  return rig;
}

/** The execution has failed by itself, the robot was stopped, and nothing was sent after that. */
async function expectStoppedBecause(rig: Rig, words: RegExp): Promise<void> {
  const before = rig.motions().length;
  await rig.clock.advance(100);
  expect(rig.executions.at(-1)).toMatchObject({ type: 'failed', text: expect.stringMatching(words) });
  expect(rig.cancels().length).toBeGreaterThan(0);
  expect(rig.state().stopLatched).toBe(true);
  await rig.clock.advance(5000);
  expect(rig.motions()).toHaveLength(before);
  expect(rig.executions.filter(({ type }) => type === 'failed')).toHaveLength(1);
}

describe('execution', () => {
  it('tells its progress at 20 Hz, with where the arm is and where the plan wants it', async () => {
    const rig = await executing(300);
    const from = rig.executions.length;
    await rig.clock.advance(1000);
    const progress = rig.executions.slice(from).filter(({ type }) => type === 'progress');
    expect(progress.length).toBeGreaterThanOrEqual(19);
    expect(progress.length).toBeLessThanOrEqual(21);
    const middle = progress[9]!;
    expect(middle.segmentIndex).toBe(1);
    expect(middle.phase).toBe('approach');
    expect(middle.planTimeSec).toBeGreaterThan(1.3);
    expect(middle.planTimeSec).toBeLessThan(1.7);
    expect(middle.actual?.[0]).toBeGreaterThan(0.01);
    expect(middle.errorRad).toBeLessThan(0.01);
    for (const { desired, actual, errorRad } of progress) {
      const errors = desired!.map((d, j) => Math.abs(d - actual![j]!));
      expect(Math.max(...errors)).toBeCloseTo(errorRad!, 12);
    }
  });

  it('is recorded event by event, its progress thinned, and all joint states with it', async () => {
    const rig = await executing();
    await rig.clock.advance(4000);
    const recorded = rig.recorder.records
      .filter(({ kind }) => kind === 'execution')
      .map(({ json }) => JSON.parse(json) as { type: string });
    const of = (type: string) => recorded.filter((event) => event.type === type).length;
    expect([of('started'), of('segmentStarted'), of('segmentDone'), of('succeeded')]).toEqual([1, 4, 4, 1]);
    expect(of('progress')).toBeGreaterThan(8);
    expect(of('progress')).toBeLessThan(18);
    const stamps = rig.recorder.jointStates.map(({ stampSec }) => stampSec);
    expect(stamps.length).toBeGreaterThan(500);
    expect(stamps.slice(1).every((stamp, i) => stamp - stamps[i]! < 0.011)).toBe(true);
  });

  it('ends as failed when the gripper closes on nothing: the arm holds, and nothing is done about it', async () => {
    const rig = await executing();
    rig.arm.manners.objectWidth = null;
    await rig.clock.advance(3000);
    expect(rig.executions.at(-1)).toMatchObject({
      type: 'failed',
      phase: 'grasp',
      text: expect.stringMatching(/^The gripper closed on nothing.*The arm holds still\.$/),
    });
    expect(rig.motions()).toHaveLength(3);
    expect(rig.cancels()).toEqual([]);
    expect(rig.state()).toMatchObject({ mode: 'idle', stopLatched: false });
  });

  it('ends as failed with the words of a controller that refuses a goal', async () => {
    const rig = await createRig();
    rig.arm.manners.refuseWith = 'The trajectory starts elsewhere.';
    const { planHash } = await rig.offer({ segments: [move(0, 0.2, 1, 'approach')] });
    await rig.approve(planHash);
    await rig.clock.advance(500);
    expect(rig.executions.at(-1)).toMatchObject({
      type: 'failed',
      resultCode: -1,
      text: expect.stringMatching('rejected, code -1.: The trajectory starts elsewhere'),
    });
    expect(rig.motions()).toHaveLength(1);
    expect(rig.state().mode).toBe('idle');
  });

  it('stops the robot when the controller gives up, and says what the controller said', async () => {
    const rig = await executing();
    rig.arm.manners.abortWith = { errorCode: -4, errorString: 'fr3_joint1 was 0.2 rad off its path' };
    await expectStoppedBecause(rig, /aborted, code -4\): fr3_joint1 was 0\.2 rad off/);
    expect(rig.stops.at(-1)).toMatchObject({ source: 'fault', confirmed: true });
  });

  const alarms: Readonly<Record<string, readonly [(rig: Rig) => void, number, RegExp]>> = {
    'no joint states come': [
      (rig) => Object.assign(rig.arm.manners, { silent: true }),
      230,
      /No joint state came/,
    ],
    'the arm is not on its path': [
      (rig) => {
        rig.arm.manners.distort = (state) => ({ ...state, positions: state.positions.map((p) => p + 0.11) });
      },
      20,
      /off its path/,
    ],
    'the arm does not move': [
      (rig) => {
        rig.arm.manners.distort = (state) => ({ ...state, positions: [0.04, 0.04, ...fr3.home] });
      },
      600,
      /off its path/,
    ],
    'the page goes silent': [(rig) => Object.assign(rig.heart, { renderer: false }), 1260, /console window/],
    'main goes silent': [(rig) => Object.assign(rig.heart, { main: false }), 1260, /main process/],
    'the recorder goes away': [(rig) => rig.recorder.unplug(), 30, /unrecorded.*not there/],
    'the recorder cannot write': [(rig) => rig.recorder.fail(), 30, /unrecorded.*cannot write/],
    'somebody else commands the robot': [(rig) => rig.arm.feedback('pendant'), 30, /Somebody else.*pendant/],
    'a joint state is not a number': [
      (rig) => {
        rig.arm.manners.distort = (state) => ({ ...state, positions: state.positions.map(() => Number.NaN) });
      },
      30,
      /cannot be understood|not a number/,
    ],
    'a joint is missing': [
      (rig) => {
        rig.arm.manners.distort = (state) => ({ ...state, names: state.names.map((name) => `${name}x`) });
      },
      30,
      /lacks fr3_joint1/,
    ],
  };
  for (const [what, [happen, withinMs, words]] of Object.entries(alarms)) {
    it(`stops when ${what}`, async () => {
      const rig = await executing();
      happen(rig);
      await rig.clock.advance(withinMs);
      await expectStoppedBecause(rig, words);
      expect(rig.faults.length).toBeGreaterThan(0);
    });
  }

  it('judges every joint state as it comes, not only at its own pace', async () => {
    const rig = await executing();
    // Joint states come every 10 ms, the watchdog's own turn every 20: the next 10 ms are only the former's.
    if (rig.clock.nowMs() % 20 !== 0) await rig.clock.advance(10);
    rig.arm.manners.distort = (state) => ({ ...state, positions: state.positions.map((p) => p + 0.11) });
    await rig.clock.advance(10);
    expect(rig.cancels()).toHaveLength(1);
  });

  it('stops when the recorder hangs', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer({ segments: [move(0, 0.2, 10, 'approach')], speedScale: 0.5 });
    await rig.approve(planHash);
    rig.recorder.manners.durably = 'never';
    await rig.clock.advance(2700);
    await expectStoppedBecause(rig, /recorder does not answer/);
  });

  it('stops when the gripper does not come to an end', async () => {
    const rig = await createRig();
    rig.arm.manners.neverEnds = true;
    const { planHash } = await rig.offer({ segments: [grip(0.08, false), move(0, 0.2, 1, 'approach')] });
    await rig.approve(planHash);
    await rig.clock.advance(3050);
    await expectStoppedBecause(rig, /gripper did not finish within 3 s/);
  });

  it('stops when the motion takes longer than it may', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer({ segments: [move(0, 0.05, 1, 'approach')] });
    await rig.approve(planHash);
    rig.arm.manners.neverEnds = true;
    await rig.clock.advance(1550);
    expect(rig.state().mode).toBe('executing');
    await rig.clock.advance(100);
    await expectStoppedBecause(rig, /longer than the 1\.6 s/);
  });

  it('fails with words when the connection is lost, and its plans are void on the next one', async () => {
    const rig = await executing();
    const waiting = await rig.offer({ instruction: 'the next' });
    const { epoch } = await rig.getState();
    rig.arm.unplug();
    await rig.clock.advance(50);
    expect(rig.executions.at(-1)).toMatchObject({
      type: 'failed',
      text: expect.stringMatching('connection to the robot was lost'),
    });
    // Its stamp is of the robot's clock, carried on.
    expect(rig.executions.at(-1)?.stampSec).toBeCloseTo(rig.arm.stampSec(), 0);
    expect(rig.stops.at(-1)).toMatchObject({
      confirmed: false,
      text: expect.stringMatching(/^Stop NOT confirmed/),
    });
    expect(rig.state()).toMatchObject({ mode: 'disconnected', stopLatched: true });
    rig.plugArm();
    await rig.clock.advance(300);
    expect(rig.state().epoch).not.toBe(epoch);
    await rig.now(rig.console.request('resetStop', {}));
    expect((await rig.approve(waiting.planHash)).refusals.map(({ check }) => check)).toEqual(['planKnown']);
  });

  it('does not mistake late feedback on the segment before for that of this one', async () => {
    const rig = await createRig();
    const segments = [move(0, 0.05, 0.4, 'approach'), move(0.05, 0.35, 1, 'descend')];
    for (const segment of segments) if (segment.type === 'trajectory') segment.pathTolerance = 0.03;
    const { planHash } = await rig.offer({ segments });
    await rig.approve(planHash);
    await rig.clock.advance(900);
    const first = rig.motions()[0]!;
    if (first.type !== 'trajectory') throw new Error('not a trajectory');
    rig.arm.feedback(first.goal.goalId, 0.8);
    await rig.clock.advance(1500);
    expect(rig.executions.at(-1)?.type).toBe('succeeded');
  });

  it('goes on without the planner', async () => {
    const rig = await executing();
    rig.planner.close();
    await rig.clock.advance(4000);
    expect(rig.executions.at(-1)?.type).toBe('succeeded');
  });

  it('names the model with every refusal that is about it', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer();
    const answer = await rig.now(rig.console.request('approve', { planHash, operator: 'op', model: null }));
    expect(answer.refusals[0]?.text).toMatch(model.name);
  });
});
