import { describe, expect, it } from 'vitest';
import type { JogCommand, JogRecord } from '../../../shared/contract/jog';
import { motionLimits } from '../../../shared/motion/limits';
import { runToEnd, validateTrajectory } from '../../../shared/motion/validateTrajectory';
import { fr3 } from '../../../shared/robot/fr3';
import { jogLimits } from '../../../shared/session/jog';
import { createRig, type Rig } from '../testing/rig';
import { restSec, tickSec } from './jogPath';

const joint = (j: number, share: number): JogCommand => ({
  space: 'joints',
  velocities: fr3.armJointNames.map((_, i) => (i === j ? share : 0)),
});
const limits = motionLimits(fr3);
/** ms: from letting go until the arm rests: the way there, the lead of a goal, a turn of the timer. */
const restMs = 1000 * (restSec + 4 * tickSec) + 20;
/** ms: what is left of the last goal when nobody sends another one. */
const leftoverMs = 1000 * (restSec + 12 * tickSec) + 20;

async function jogging(speed = 1) {
  const rig = await createRig();
  const { refusals, jog } = await rig.now(rig.console.request('startJog', { operator: 'op', speed }));
  expect(refusals).toEqual([]);
  let holdId = 0;
  let end = () => undefined as unknown;
  return {
    rig,
    jogId: jog!.jogId,
    approval: jog!,
    /** Presses a key and keeps saying so; what it returns lets it go. */
    press(command: JogCommand, options = { tellsRelease: true }) {
      const mine = ++holdId;
      const say = () => rig.console.notify('jogHold', { jogId: jog!.jogId, holdId: mine, command });
      say();
      end = rig.clock.every(jogLimits.holdEveryMs, say);
      return () => {
        end();
        if (options.tellsRelease) rig.console.notify('jogRelease', { jogId: jog!.jogId, holdId: mine });
      };
    },
  };
}

const speedOf = (rig: Rig) => Math.max(...rig.state().velocities.map(Math.abs));
const recordsOf = (rig: Rig) =>
  [...rig.recorder.durable, ...rig.recorder.records]
    .filter(({ kind }) => kind === 'jog')
    .map(({ json }) => JSON.parse(json) as JogRecord);

describe('jogging', () => {
  it('moves nothing without an approval, and nothing by an approval alone', async () => {
    const rig = await createRig();
    rig.console.notify('jogHold', { jogId: 'id7', holdId: 1, command: joint(0, 1) });
    await rig.clock.advance(500);
    expect(rig.motions()).toEqual([]);
    const session = await jogging();
    await session.rig.clock.advance(1000);
    expect(session.rig.motions()).toEqual([]);
    expect(session.rig.state()).toMatchObject({ mode: 'jogging', manual: { kind: 'jog', holdId: null } });
  });

  it('moves while a key is held, and rests soon after it is let go', async () => {
    const { rig, press, approval } = await jogging();
    const letGo = press(joint(0, 1));
    await rig.clock.advance(1500);
    expect(rig.state().velocities[0]).toBeCloseTo(approval.jointSpeed, 3);
    letGo();
    await rig.clock.advance(restMs);
    expect(speedOf(rig)).toBeLessThan(1e-6);
    const at = rig.state().positions[0]!;
    expect(at).toBeGreaterThan(fr3.home[0]! + 0.4);
    const sent = rig.motions().length;
    await rig.clock.advance(2000);
    expect(rig.state().positions[0]).toBe(at);
    expect(rig.motions()).toHaveLength(sent);
    expect(rig.stops).toEqual([]);
  });

  it('sends only motions that end at rest, within limits, one going on where the other was', async () => {
    const { rig, press } = await jogging();
    const letGo = press({ space: 'base', linear: [0, 1, 0], angular: [0, 0, 0] });
    await rig.clock.advance(1000);
    letGo();
    await rig.clock.advance(600);
    let before: { startSec: number; points: readonly { positions: readonly number[] }[] } | undefined;
    for (const command of rig.motions()) {
      if (command.type !== 'trajectory') throw new Error('an arm command');
      const { points, jointNames, startSec = 0 } = command.goal;
      expect(runToEnd(validateTrajectory({ jointNames, points }, limits, 'moving')).problems).toEqual([]);
      expect(points.at(-1)!.timeFromStart).toBeLessThanOrEqual(leftoverMs / 1000 + 0.1);
      if (before) {
        const then = Math.round((startSec - before.startSec) / tickSec);
        const old = before.points[then];
        if (old) expect(points[0]!.positions).toEqual(old.positions);
      }
      before = { startSec, points };
    }
    expect(rig.motions().length).toBeGreaterThan(8);
  });

  it('rests when the page freezes while a key is held, and stays so when it comes back', async () => {
    const { rig, press } = await jogging();
    const freeze = press(joint(0, 1), { tellsRelease: false });
    await rig.clock.advance(800);
    freeze();
    await rig.clock.advance(jogLimits.holdSilenceMs + restMs);
    expect(speedOf(rig)).toBeLessThan(1e-6);
    expect(rig.state().manual?.problem).toMatch('held key');
    // The same hold is over for good; a new one is not.
    rig.console.notify('jogHold', { jogId: rig.state().manual!.id, holdId: 1, command: joint(0, 1) });
    await rig.clock.advance(300);
    expect(speedOf(rig)).toBeLessThan(1e-6);
    rig.console.notify('jogHold', { jogId: rig.state().manual!.id, holdId: 2, command: joint(0, 1) });
    await rig.clock.advance(200);
    expect(speedOf(rig)).toBeGreaterThan(0.1);
  });

  it('rests by what was sent already when this process is gone or frozen', async () => {
    const { rig, press } = await jogging();
    press(joint(0, 1));
    await rig.clock.advance(830);
    // Nothing that is sent from now on arrives.
    rig.arm.manners.refuseWith = 'lost';
    const last = rig.motions().at(-1)!;
    if (last.type !== 'trajectory') throw new Error('an arm command');
    const endsIn = last.goal.startSec! + last.goal.points.at(-1)!.timeFromStart - rig.arm.stampSec();
    expect(1000 * endsIn).toBeLessThan(leftoverMs);
  });

  it('lets a hold go when this process itself was held up', async () => {
    const { rig, press, jogId } = await jogging();
    press(joint(0, 1));
    await rig.clock.advance(600);
    rig.clock.leap(400);
    rig.console.notify('jogHold', { jogId, holdId: 1, command: joint(0, 1) });
    await rig.clock.advance(restMs + 100);
    expect(speedOf(rig)).toBeLessThan(1e-6);
  });

  it('stops at once by Stop while a key is held, and jogs no more', async () => {
    const { rig, press } = await jogging();
    press(joint(0, 1));
    await rig.clock.advance(500);
    const sent = rig.motions().length;
    const answer = rig.console.request('stop', { source: 'button', reason: 'test' });
    await rig.clock.settle();
    expect(rig.cancels().length).toBeGreaterThan(0);
    await rig.clock.advance(1000);
    expect(await answer).toMatchObject({ confirmed: true, wasMoving: true });
    expect(rig.motions()).toHaveLength(sent);
    expect(rig.state()).toMatchObject({ mode: 'stopped', stopLatched: true });
    expect(rig.state().manual).toBeUndefined();
    const again = await rig.now(rig.console.request('startJog', { operator: 'op', speed: 1 }));
    expect(again.refusals.map(({ check }) => check)).toContain('noLatchedStop');
  });

  it('is stopped when the joint states fall silent, the recorder is gone or somebody else commands', async () => {
    for (const harm of [
      (rig: Rig) => {
        rig.arm.manners.silent = true;
      },
      (rig: Rig) => rig.recorder.unplug(),
      (rig: Rig) => rig.arm.feedback('pendant'),
      (rig: Rig) => {
        rig.arm.manners.abortWith = { errorCode: -4, errorString: 'off its path' };
      },
    ]) {
      const { rig, press } = await jogging();
      press(joint(0, 1));
      await rig.clock.advance(500);
      harm(rig);
      await rig.clock.advance(400);
      expect(rig.state().stopLatched).toBe(true);
      expect(rig.cancels().length).toBeGreaterThan(0);
    }
  });

  it('is stopped when a joint moves faster than was approved, whatever was sent', async () => {
    const { rig, press } = await jogging();
    press(joint(0, 1));
    await rig.clock.advance(400);
    rig.arm.manners.distort = (state) => ({ ...state, velocities: state.velocities.map((v) => 2.5 * v) });
    await rig.clock.advance(200);
    expect(rig.state().stopLatched).toBe(true);
    expect(rig.stops.at(-1)?.reason ?? rig.faults.join()).toMatch(/approved|controller/);
  });

  it('stands before the end of a joint, says why, and comes back', async () => {
    const { rig, press } = await jogging();
    const into = press(joint(6, 1));
    await rig.clock.advance(9000);
    expect(speedOf(rig)).toBeLessThan(1e-6);
    expect(rig.state().positions[6]).toBeLessThanOrEqual(limits.upper[6]!);
    expect(rig.state().positions[6]).toBeGreaterThan(limits.upper[6]! - 0.05);
    expect(rig.state().manual?.problem).toMatch('outside');
    into();
    press(joint(6, -1));
    await rig.clock.advance(600);
    expect(rig.state().velocities[6]).toBeLessThan(-0.2);
    expect(rig.stops).toEqual([]);
  });

  it('never jogs the fingers into the table, nor the tool point faster than it may', async () => {
    const { rig, press } = await jogging();
    press({ space: 'base', linear: [0, 0, -1], angular: [0, 0, 0] });
    await rig.clock.advance(15_000);
    expect(speedOf(rig)).toBeLessThan(1e-6);
    expect(rig.state().manual?.problem).toMatch('above the table');
    expect(rig.stops).toEqual([]);
  });

  it('goes from one command to another of the same kind smoothly, and to another kind by way of rest', async () => {
    const { rig, press } = await jogging();
    const first = press(joint(0, 1));
    await rig.clock.advance(500);
    first();
    const second = press(joint(0, -1));
    await rig.clock.advance(600);
    expect(rig.state().velocities[0]).toBeLessThan(-0.3);
    second();
    press({ space: 'tool', linear: [1, 0, 0], angular: [0, 0, 0] });
    await rig.clock.advance(900);
    expect(speedOf(rig)).toBeGreaterThan(0.01);
    expect(rig.stops).toEqual([]);
  });

  it('is refused like an approval, and lets no plan and no fences in', async () => {
    const { rig } = await jogging();
    const { planHash } = await rig.offer();
    const answer = await rig.approve(planHash);
    expect(answer.refusals.map(({ check }) => check)).toContain('notExecuting');
    await expect(rig.now(rig.console.request('loadScene', { seed: 2 }))).rejects.toThrow('idle');
    await expect(rig.now(rig.planner.request('startJog', { operator: 'p', speed: 1 }))).rejects.toThrow(
      'not for',
    );
    const second = await rig.now(rig.console.request('startJog', { operator: 'op', speed: 1 }));
    expect(second.jog).toBeNull();
  });

  it('does not begin unrecorded, nor when a stop comes while it is recorded', async () => {
    const refusing = await createRig();
    refusing.recorder.manners.durably = 'refuse';
    const no = await refusing.now(refusing.console.request('startJog', { operator: 'op', speed: 1 }));
    expect(no.refusals.map(({ check }) => check)).toEqual(['recording']);

    const rig = await createRig();
    rig.recorder.manners.durably = 'hold';
    const answer = rig.console.request('startJog', { operator: 'op', speed: 1 });
    await rig.clock.settle();
    void rig.main.request('stop', { source: 'main', reason: 'test' });
    await rig.clock.advance(400);
    await rig.now(rig.console.request('resetStop', {}));
    rig.recorder.release();
    await rig.clock.settle();
    expect((await answer).refusals.map(({ check }) => check)).toContain('noStopMeanwhile');
    expect(rig.state().mode).toBe('idle');
  });

  it('ends by itself: idle, expired, the console gone, another world', async () => {
    const idle = await jogging();
    await idle.rig.clock.advance(1000 * jogLimits.idleSec + 100);
    expect(idle.rig.state().mode).toBe('idle');
    const gone = await jogging();
    gone.rig.heart.renderer = false;
    await gone.rig.clock.advance(1500);
    expect(gone.rig.state()).toMatchObject({ mode: 'idle', stopLatched: false });
    const anew = await jogging();
    anew.press(joint(0, 1));
    await anew.rig.clock.advance(400);
    anew.rig.arm.unplug();
    await anew.rig.clock.advance(100);
    anew.rig.plugArm();
    await anew.rig.clock.advance(500);
    const sent = anew.rig.motions().length;
    await anew.rig.clock.advance(500);
    expect(anew.rig.motions()).toHaveLength(sent);
    expect(anew.rig.state().manual).toBeUndefined();
  });

  it('puts the approval, every goal and the end on record, in order', async () => {
    const { rig, press, jogId, approval } = await jogging();
    const letGo = press(joint(0, 1));
    await rig.clock.advance(400);
    letGo();
    await rig.clock.advance(500);
    await rig.now(rig.console.request('jogGripper', { jogId, width: 0 }));
    await rig.clock.advance(500);
    await rig.now(rig.console.request('endJog', { jogId }));
    const records = recordsOf(rig);
    expect(records[0]).toEqual({ type: 'approved', approval });
    expect(records.at(-1)).toMatchObject({ type: 'ended', jogId });
    const sent = rig.motions();
    const told = records.filter(({ type }) => type === 'goal' || type === 'gripper');
    expect(told).toHaveLength(sent.length);
    for (const [i, command] of sent.entries()) {
      if (command.type !== 'trajectory') continue;
      const { goalId, points, startSec, jointNames } = command.goal;
      expect(told[i]).toMatchObject({ goalId, points, startSec, jointNames });
    }
  });
});
