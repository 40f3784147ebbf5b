import { describe, expect, it } from 'vitest';
import { connect } from '../../shared/contract/channel';
import { memoryPortPair } from '../../shared/contract/memoryPort';
import { robotContract } from '../../shared/contract/robotContract';
import { model } from './testing/plans';
import { createRig } from './testing/rig';

describe('the border of the robot process', () => {
  it('sends its state 30 times a second, to every client', async () => {
    const rig = await createRig();
    let [console, planner] = [0, 0];
    rig.console.on('state', () => console++);
    rig.planner.on('state', () => planner++);
    await rig.clock.advance(1000);
    expect(console).toBeGreaterThanOrEqual(29);
    expect(console).toBeLessThanOrEqual(31);
    expect(planner).toBe(console);
  });

  it('lets nobody plan and approve both, and only the console approve, reset and load', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer();
    const approve = { planHash, operator: 'op', model };
    const text = { planText: '{}' };
    const stranger = rig.client('stranger');
    for (const client of [rig.planner, rig.main, stranger]) {
      await expect(rig.now(client.request('approve', approve))).rejects.toThrow('not for');
      await expect(rig.now(client.request('resetStop', {}))).rejects.toThrow('not for');
      await expect(rig.now(client.request('loadScene', { seed: 1 }))).rejects.toThrow('not for');
      await expect(rig.now(client.request('connect', { driver: 'simulator' }))).rejects.toThrow('not for');
    }
    for (const client of [rig.console, rig.main, stranger]) {
      await expect(rig.now(client.request('offerPlan', text))).rejects.toThrow('not for');
    }
    expect(rig.motions()).toEqual([]);
    expect(rig.refused.length).toBe(15);
  });

  it('lets everybody stop', async () => {
    const rig = await createRig();
    for (const peer of ['planner', 'main', 'console', 'stranger']) {
      const answer = rig.client(peer).request('stop', { source: 'test', reason: peer });
      await rig.clock.advance(200);
      expect((await answer).confirmed).toBe(true);
    }
  });

  it('takes a heartbeat only from who it says it is from', async () => {
    const rig = await createRig();
    rig.heart.main = false;
    rig.console.notify('heartbeat', { from: 'main' });
    await rig.clock.advance(1200);
    rig.console.notify('heartbeat', { from: 'main' });
    const { planHash } = await rig.offer();
    expect((await rig.approve(planHash)).refusals.map(({ check }) => check)).toEqual(['heartbeats']);
    expect(rig.refused).toContain('heartbeat: console is not main');
  });

  it('stops when the page that approved is gone, and goes on when it was only the older of two', async () => {
    const rig = await createRig();
    const second = rig.client('console');
    const { planHash } = await rig.offer();
    await rig.approve(planHash);
    second.close();
    await rig.clock.advance(200);
    expect((await rig.getState()).mode).toBe('executing');
    rig.console.close();
    await rig.clock.advance(50);
    expect(await rig.getState()).toMatchObject({ stopLatched: true });
    expect(rig.cancels()).toHaveLength(1);
  });

  it('refuses rubbish, reports it, and goes on', async () => {
    const rig = await createRig();
    const [ours, theirs] = memoryPortPair();
    rig.border.serveClient(ours, 'console');
    theirs.onMessage(() => undefined);
    for (const rubbish of [null, 7, 'stop', [], {}, { t: 'q' }, { t: 'q', id: 1, n: '__proto__', p: {} }]) {
      theirs.post(rubbish);
    }
    theirs.post({ t: 'n', n: 'heartbeat', p: { from: 'the beyond' } });
    theirs.post({ t: 'q', id: 2, n: 'stop', p: { source: 'nobody', reason: '' } });
    await rig.clock.settle();
    expect(rig.refused).toHaveLength(9);
    const client = connect(theirs, robotContract, () => undefined);
    expect((await rig.now(client.request('getState', {}))).mode).toBe('idle');
    expect(rig.arm.commands).toEqual([]);
  });

  it('loads a scene only when idle and standing, and voids what was planned before', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer();
    const before = await rig.getState();
    expect(before.sceneSeed).toBe(1);
    const after = await rig.now(rig.console.request('loadScene', { seed: 7 }));
    expect(after.sceneSeed).toBe(7);
    expect(rig.arm.commands).toEqual([expect.objectContaining({ type: 'loadScene', seed: 7 })]);
    expect(after.epoch).not.toBe(before.epoch);
    await rig.clock.advance(300);
    expect((await rig.approve(planHash)).refusals.map(({ check }) => check)).toEqual(['planKnown']);
    const next = await rig.offer();
    await rig.approve(next.planHash);
    await expect(rig.now(rig.console.request('loadScene', { seed: 8 }))).rejects.toThrow(
      'when the robot is idle',
    );
    await expect(rig.now(rig.console.request('connect', { driver: 'simulator' }))).rejects.toThrow(
      'Stop it first',
    );
    rig.main.request('stop', { source: 'main', reason: 'test' });
    await rig.clock.advance(300);
    await expect(rig.now(rig.console.request('loadScene', { seed: 8 }))).rejects.toThrow(
      'when the robot is idle',
    );
  });

  it('starts nothing while a scene is being loaded', async () => {
    const rig = await createRig();
    let loaded = () => {};
    rig.arm.manners.loading = new Promise((resolve) => {
      loaded = resolve;
    });
    const answer = rig.console.request('loadScene', { seed: 7 });
    await rig.clock.advance(300);
    const { planHash, refusals } = await rig.offer();
    expect(refusals).toEqual([]);
    expect((await rig.approve(planHash)).refusals.map(({ check }) => check)).toEqual(['notExecuting']);
    await expect(rig.now(rig.console.request('loadScene', { seed: 8 }))).rejects.toThrow('being loaded');
    loaded();
    await rig.now(answer);
    expect(rig.motions()).toEqual([]);
  });

  it('connects anew as a new epoch, and says so when there is nothing to connect to', async () => {
    const rig = await createRig();
    const before = await rig.getState();
    expect((await rig.now(rig.console.request('connect', { driver: 'simulator' }))).epoch).not.toBe(
      before.epoch,
    );
    rig.arm.unplug();
    await rig.clock.settle();
    await expect(rig.now(rig.console.request('connect', { driver: 'simulator' }))).rejects.toThrow(
      'not there',
    );
  });

  it('stops before it ends', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer();
    await rig.approve(planHash);
    const end = rig.border.shutDown();
    await rig.clock.advance(300);
    await end;
    expect(rig.stops.at(-1)).toMatchObject({ source: 'shutdown', confirmed: true });
  });

  it('ends without a stop when the arm stands still: none would be left to reset', async () => {
    const rig = await createRig();
    await rig.clock.advance(300);
    await rig.border.shutDown();
    expect(rig.stops).toEqual([]);
  });
});
