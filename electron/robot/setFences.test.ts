import { describe, expect, it } from 'vitest';
import { defaultFences, type Fences } from '../../shared/contract/fences';
import { fencesHash } from '../../shared/motion/fences';
import { createRig, type Rig } from './testing/rig';

const shelf: Fences = {
  ...defaultFences,
  keepOut: [{ name: 'shelf', min: [0.2, 0.5, 0], max: [0.6, 0.65, 0.4] }],
};
const set = (rig: Rig, fences: Fences = shelf) =>
  rig.now(rig.console.request('setFences', { fences, operator: 'Ada' }));

describe('setting fences', () => {
  it('voids plans, makes a new epoch, is recorded and told', async () => {
    const rig = await createRig();
    const { planHash, refusals } = await rig.offer();
    expect(refusals).toEqual([]);
    const { epoch, fencesHash: before } = rig.state();
    const told: unknown[] = [];
    rig.main.on('fences', (held) => told.push(held));
    const held = await set(rig);
    await rig.clock.advance(500);
    expect(held).toEqual({ fences: shelf, fencesHash: fencesHash(shelf) });
    expect(told).toEqual([held]);
    expect(await rig.now(rig.planner.request('getFences', {}))).toEqual(held);
    expect(rig.state().epoch).not.toBe(epoch);
    expect(rig.state().fencesHash).toBe(held.fencesHash);
    expect(before).toBe(fencesHash(defaultFences));
    expect((await rig.approve(planHash)).refusals.map(({ check }) => check)).toEqual(['planKnown']);
    const records = rig.recorder.records.filter(({ kind }) => kind === 'fences');
    expect(records.map(({ json }) => JSON.parse(json))).toEqual([{ ...held, operator: 'Ada' }]);
    const old = await rig.offer();
    expect(old.refusals.map(({ check }) => check)).toContain('fencesUnchanged');
    const anew = await rig.offer({ fencesHash: held.fencesHash });
    expect(anew.refusals).toEqual([]);
    expect((await rig.approve(anew.planHash)).refusals).toEqual([]);
  });

  it('is refused while a plan is executed', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer();
    expect((await rig.approve(planHash)).refusals).toEqual([]);
    await rig.clock.advance(100);
    const { epoch } = rig.state();
    await expect(set(rig)).rejects.toThrow('nothing is executed');
    expect(rig.state().epoch).toBe(epoch);
    expect(rig.state().fencesHash).toBe(fencesHash(defaultFences));
  });

  it('is refused to everybody but the console', async () => {
    const rig = await createRig();
    for (const client of [rig.planner, rig.main, rig.client('stranger')]) {
      const asked = client.request('setFences', { fences: shelf, operator: 'Ada' });
      await expect(rig.now(asked)).rejects.toThrow('not for');
    }
    expect(rig.state().fencesHash).toBe(fencesHash(defaultFences));
  });

  it('is refused in words where it makes no sense for the robot', async () => {
    const rig = await createRig();
    const foreign = { ...defaultFences, joints: [{ joint: 'elbow', lower: -1, upper: 1 }] };
    await expect(set(rig, foreign)).rejects.toThrow('elbow');
    expect(rig.state().fencesHash).toBe(fencesHash(defaultFences));
  });
});
