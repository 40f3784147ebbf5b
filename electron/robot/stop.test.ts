import { describe, expect, it } from 'vitest';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import type { StopReport } from '../../shared/contract/robotContract';
import { createStopper } from './stop';
import { createManualClock } from './testing/manualClock';
import { model } from './testing/plans';
import { createRig, type Rig } from './testing/rig';

/** The stopper by itself, and what it does in its order. */
function bareStopper() {
  const order: string[] = [];
  const stopper = createStopper({
    clock: createManualClock(),
    cancel: () => order.push('cancel'),
    isConnected: () => {
      order.push('isConnected');
      return true;
    },
    isMoving: () => {
      order.push('isMoving');
      return true;
    },
    onReport: () => order.push('report'),
  });
  return { order, stopper };
}

const stop = { source: 'button', reason: 'test' } as const;

async function executing(): Promise<Rig> {
  const rig = await createRig();
  const { planHash } = await rig.offer();
  await rig.approve(planHash);
  await rig.clock.advance(800);
  expect(rig.state().mode).toBe('executing');
  expect(rig.motions()).toHaveLength(2);
  return rig;
}
async function stopped(rig: Rig): Promise<StopReport> {
  const report = rig.console.request('stop', stop);
  await rig.clock.advance(2100);
  return report;
}

describe('stop', () => {
  it('sends the cancel before it does anything else, and before it returns', () => {
    const { order, stopper } = bareStopper();
    void stopper.stop('test', 'order', 1000, () => order.push('whenCanceled'));
    expect(order).toEqual(['cancel', 'isMoving', 'whenCanceled', 'isConnected']);
    expect(stopper.isLatched()).toBe(true);
    expect(stopper.count()).toBe(1);
  });

  it('has the cancel on its way in the same turn in which the message arrives', async () => {
    const rig = await createRig();
    const deliveries: (() => void)[] = [];
    const later = (deliver: () => void) => {
      deliveries.push(deliver);
    };
    const [toRobot, fromClient] = memoryPortPair(later);
    rig.border.serveClient(toRobot, 'main');
    const [toArm, fromRobot] = memoryPortPair(later);
    const atTheArm: unknown[] = [];
    fromRobot.onMessage((message) => atTheArm.push(message));
    rig.border.attachSimulator(toArm);
    fromClient.post({ t: 'q', id: 1, n: 'stop', p: { source: 'test', reason: 'same turn' } });
    expect(deliveries).toHaveLength(1);
    // The stop is delivered. No promise is given a chance to run before the look at what came out.
    deliveries.shift()?.();
    for (const deliver of deliveries.splice(0)) deliver();
    expect(atTheArm).toEqual([{ t: 'q', id: 1, n: 'cancel', p: {} }]);
  });

  it('cancels at once, latches, and is confirmed by 100 ms of measured standstill', async () => {
    const rig = await executing();
    rig.arm.manners.coastMs = 150;
    const answer = rig.console.request('stop', stop);
    await rig.clock.settle();
    expect(rig.cancels()).toHaveLength(1);
    expect(rig.state()).toMatchObject({ mode: 'stopping', stopLatched: true });
    await rig.clock.advance(240);
    expect(rig.stops).toEqual([]);
    await rig.clock.advance(60);
    const report = await answer;
    expect(report).toMatchObject({ source: 'button', confirmed: true, wasMoving: true, cancelSentMs: 0 });
    expect(report.standstillMs).toBeGreaterThanOrEqual(140);
    expect(report.standstillMs).toBeLessThanOrEqual(160);
    expect(rig.stops).toEqual([report]);
    expect(rig.state()).toMatchObject({ mode: 'stopped', stopLatched: true });
    expect(rig.executions.at(-1)).toMatchObject({ type: 'stopped', text: 'Stopped: test' });
    expect(rig.recorder.records.filter(({ kind }) => kind === 'stop')).toHaveLength(1);
    await rig.clock.advance(5000);
    expect(rig.motions()).toHaveLength(2);
  });

  it('is NOT confirmed while a joint moves, whatever the controller answers', async () => {
    const rig = await executing();
    rig.arm.manners.coastMs = 60_000;
    const report = await stopped(rig);
    expect(report).toMatchObject({ confirmed: false, standstillMs: null });
    expect(report.text).toMatch(/^Stop NOT confirmed: use the hardware E-stop\./);
    expect(rig.faults).toContain('stopNotConfirmed');
    await rig.clock.advance(100);
    expect(rig.state()).toMatchObject({
      mode: 'stopping',
      text: 'Stop NOT confirmed: use the hardware E-stop.',
    });
    await expect(rig.now(rig.console.request('resetStop', {}))).rejects.toThrow(
      'not measured standing still',
    );
    await rig.clock.advance(60_000);
    expect(rig.state()).toMatchObject({ mode: 'stopped' });
  });

  it('is NOT confirmed while no joint states come', async () => {
    const rig = await executing();
    rig.arm.manners.silent = true;
    expect(await stopped(rig)).toMatchObject({ confirmed: false });
  });

  it('is NOT confirmed by velocities of zero while the arm goes on moving', async () => {
    const rig = await executing();
    let drift = 0;
    rig.arm.manners.distort = (state) => {
      drift += 0.001;
      return {
        ...state,
        positions: state.positions.map((p) => p + drift),
        velocities: state.velocities.map(() => 0),
      };
    };
    expect(await stopped(rig)).toMatchObject({ confirmed: false });
  });

  it('works in idle', async () => {
    const rig = await createRig();
    const report = await stopped(rig);
    expect(report).toMatchObject({ confirmed: true, wasMoving: false });
    expect(rig.cancels()).toHaveLength(1);
    expect(rig.state().mode).toBe('stopped');
  });

  it('works without a connection: latched, NOT confirmed, told at once; and it outlives the reconnection', async () => {
    const rig = await createRig();
    rig.arm.unplug();
    await rig.clock.settle();
    const report = await rig.now(rig.console.request('stop', stop));
    expect(report.confirmed).toBe(false);
    expect(report.text).toMatch('no connection');
    await rig.clock.advance(50);
    expect(rig.state()).toMatchObject({ mode: 'disconnected', stopLatched: true });
    await expect(rig.now(rig.console.request('resetStop', {}))).rejects.toThrow('no connection');
    rig.plugArm();
    await rig.clock.advance(300);
    expect(rig.state()).toMatchObject({ mode: 'stopped', stopLatched: true });
  });

  it('can be repeated without harm: every one cancels again and is answered', async () => {
    const rig = await executing();
    const answers: Promise<StopReport>[] = [];
    for (let i = 0; i < 20; i++) {
      answers.push(rig.console.request('stop', { source: 'space', reason: `${i}` }));
      await rig.clock.advance(33);
    }
    await rig.clock.advance(200);
    expect((await Promise.all(answers)).every(({ confirmed }) => confirmed)).toBe(true);
    expect(rig.cancels()).toHaveLength(20);
    expect(rig.executions.filter(({ type }) => type === 'stopped')).toHaveLength(1);
  });

  it('keeps the gate shut until it is reset, and reset opens it', async () => {
    const rig = await createRig();
    await stopped(rig);
    const { planHash } = await rig.offer();
    expect((await rig.approve(planHash)).refusals.map(({ check }) => check)).toEqual(['noLatchedStop']);
    const state = await rig.now(rig.console.request('resetStop', {}));
    expect(state).toMatchObject({ mode: 'idle', stopLatched: false });
    expect((await rig.approve(planHash)).refusals).toEqual([]);
  });

  it('cannot be reset before it is confirmed', async () => {
    const rig = await executing();
    rig.console.request('stop', stop);
    await rig.clock.advance(50);
    await expect(rig.now(rig.console.request('resetStop', {}))).rejects.toThrow(
      'not measured standing still',
    );
    expect(rig.state().stopLatched).toBe(true);
  });

  it('cannot be reset before it is confirmed, even if the arm has stood still all the time', async () => {
    const rig = await createRig();
    rig.console.request('stop', stop);
    await rig.clock.advance(50);
    await expect(rig.now(rig.console.request('resetStop', {}))).rejects.toThrow(
      'not measured standing still',
    );
  });

  it('is told NOT confirmed at once when the connection is lost meanwhile', async () => {
    const rig = await executing();
    rig.arm.manners.coastMs = 60_000;
    const answer = rig.console.request('stop', stop);
    await rig.clock.advance(50);
    rig.arm.unplug();
    expect((await rig.now(answer)).confirmed).toBe(false);
  });

  it('prevents the start at every point of an approval', async () => {
    // The stop arrives after 0, 1, 2, ... deliveries: before, between and after all steps of the approval.
    let startedBefore = 0;
    for (let turns = 0; turns < 40; turns++) {
      const rig = await createRig();
      const { planHash } = await rig.offer();
      const answer = rig.console.request('approve', { planHash, operator: 'op', model });
      for (let i = 0; i < turns; i++) await Promise.resolve();
      rig.main.request('stop', stop);
      await rig.clock.settle();
      const { refusals } = await answer;
      const atStop = rig.arm.commands.findIndex(({ type }) => type === 'cancel');
      const afterwards = rig.arm.commands.slice(atStop).filter(({ type }) => type !== 'cancel');
      expect(atStop).toBeGreaterThanOrEqual(0);
      expect(afterwards).toEqual([]);
      if (refusals.length === 0) startedBefore++;
      await rig.clock.advance(3000);
      expect(rig.arm.commands.slice(atStop).filter(({ type }) => type !== 'cancel')).toEqual([]);
      expect(rig.state().mode).toBe('stopped');
    }
    // Both sides of the start were met.
    expect(startedBefore).toBeGreaterThan(0);
    expect(startedBefore).toBeLessThan(40);
  });

  it('prevents every further goal at every point of an execution', async () => {
    for (let afterMs = 0; afterMs < 2600; afterMs += 70) {
      const rig = await createRig();
      const { planHash } = await rig.offer();
      await rig.approve(planHash);
      await rig.clock.advance(afterMs);
      const before = rig.motions().length;
      rig.console.request('stop', stop);
      await rig.clock.advance(3000);
      expect(rig.motions()).toHaveLength(before);
      expect(rig.executions.at(-1)?.type).toBe('stopped');
    }
  });
});
