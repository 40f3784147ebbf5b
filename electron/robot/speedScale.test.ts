import { describe, expect, it } from 'vitest';
import { move } from './testing/plans';
import { createRig } from './testing/rig';

/** How fast a plan may be is part of its text, of its hash, and of what the gate holds its points to. */
describe('the speed scale of a plan', () => {
  const segments = [move(0, 0.02, 4, 'approach')];

  it('changes the hash, so that a yes to one speed is none to another', async () => {
    const rig = await createRig();
    const [slow, fast] = [
      await rig.offer({ segments, speedScale: 0.3 }),
      await rig.offer({ segments, speedScale: 0.6 }),
    ];
    expect(slow.refusals).toEqual([]);
    expect(fast.refusals).toEqual([]);
    expect(slow.planHash).not.toBe(fast.planHash);
    expect((await rig.approve(slow.planHash)).approval?.planHash).toBe(slow.planHash);
  });

  it.each([0.05, 1])('may be %d', async (speedScale) => {
    const rig = await createRig();
    expect((await rig.offer({ segments, speedScale })).refusals).toEqual([]);
  });

  it.each([0.049, 1.001, 0, -0.5, Number.NaN])('may not be %d', async (speedScale) => {
    const rig = await createRig();
    const { planHash, refusals } = await rig.offer({ segments, speedScale });
    expect(refusals.map(({ check }) => check)).toEqual(['schema']);
    expect((await rig.approve(planHash)).executionId).toBeNull();
    expect(rig.motions()).toEqual([]);
  });

  it('binds the points: a plan that says 10 % and goes faster is refused', async () => {
    const rig = await createRig();
    const { refusals } = await rig.offer({ speedScale: 0.1, segments: [move(0, 0.2, 1, 'approach')] });
    expect(refusals.map(({ check }) => check)).toEqual(['speed']);
  });
});
