import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../shared/contract/plan';
import type { Approval } from '../../shared/contract/robotContract';
import { anyStep, createWorld, type World } from './testing/conversation';

/**
 * Design law 1 as a property. Random conversations go in at every port, over the real contracts; what comes
 * out at the robot's end is held against a model that knows only the texts that were offered, what the
 * recorder has safely written, and what has cut the connection or stopped the robot since.
 */
const goalOf = (plan: Plan, index: number, goalId: string) => {
  const segment = plan.segments[index]!;
  if (segment.type === 'gripper') return { goalId, width: segment.width, maxEffort: segment.force };
  const { type: _, phase: __, ...goal } = segment;
  return { goalId, ...goal };
};

/** Holds the journal against the law; answers how many motions there were. */
function judge({ journal, offered }: World): number {
  const written = new Map<string, { readonly approval: Approval; sent: number; void: boolean }>();
  const approvedPlans = new Set<string>();
  let motions = 0;
  for (const entry of journal) {
    if (entry.type === 'cut') {
      for (const known of written.values()) known.void = true;
    } else if (entry.type === 'written') {
      const { approvalId, planHash } = entry.approval;
      expect(written.has(approvalId), 'an approval is minted once').toBe(false);
      expect(approvedPlans.has(planHash), 'a plan is approved once').toBe(false);
      approvedPlans.add(planHash);
      written.set(approvalId, { approval: entry.approval, sent: 0, void: false });
    } else {
      motions++;
      const [approvalId, index] = entry.goalId.split(':');
      const known = written.get(approvalId ?? '');
      if (!known) throw new Error(`A motion without a written approval: ${entry.goalId}`);
      expect(known.void, 'nothing came between the approval and the goal').toBe(false);
      expect(Number(index), 'segments in order, each once').toBe(known.sent++);
      const plan = offered.find(({ hash }) => hash === known.approval.planHash);
      if (!plan) throw new Error(`An approval of a plan that was never offered: ${known.approval.planHash}`);
      expect(plan.bad, 'no bad plan').toBe(false);
      expect(plan.plan.epoch, 'in its own epoch').toBe(known.approval.epoch);
      expect(entry.goal, 'exactly what was offered').toEqual(goalOf(plan.plan, Number(index), entry.goalId));
    }
  }
  return motions;
}

describe('no motion without an approval', () => {
  it('holds over thousands of random steps', { timeout: 120_000 }, async () => {
    let steps = 0;
    let motions = 0;
    const conversation = fc.array(anyStep, { minLength: 20, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(conversation, async (sequence) => {
        const world = await createWorld();
        for (const [, act] of sequence) {
          await act(world);
          steps++;
        }
        await world.rig.clock.advance(1500);
        motions += judge(world);
      }),
      { numRuns: 100 },
    );
    process.stdout.write(`no motion without an approval: ${steps} steps, ${motions} goals sent\n`);
    expect(steps).toBeGreaterThan(2000);
    // Or the property would hold because nothing ever moves.
    expect(motions).toBeGreaterThan(100);
  });
});
