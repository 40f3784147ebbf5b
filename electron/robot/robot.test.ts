import { describe, expect, it } from 'vitest';
import { createRig } from './testing/rig';

describe('robot process, over its ports', () => {
  it('runs an approved plan from its first segment to its last', async () => {
    const rig = await createRig();
    expect(rig.state()).toMatchObject({ mode: 'idle', stopLatched: false, text: 'Standing still.' });
    const { planHash, refusals } = await rig.offer();
    expect(refusals).toEqual([]);
    const answer = await rig.approve(planHash);
    expect(answer.refusals).toEqual([]);
    await rig.clock.advance(5000);
    expect(
      rig.executions.filter(({ type }) => type !== 'progress').map(({ type, phase }) => `${type} ${phase}`),
    ).toEqual([
      'started open',
      'segmentStarted open',
      'segmentDone open',
      'segmentStarted approach',
      'segmentDone approach',
      'segmentStarted grasp',
      'segmentDone grasp',
      'segmentStarted lift',
      'segmentDone lift',
      'succeeded lift',
    ]);
    expect(rig.state().mode).toBe('idle');
  });
});
