import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JogApproval } from '../../shared/contract/jog';
import type { Plan } from '../../shared/contract/plan';
import type { Approval } from '../../shared/contract/robotContract';
import type { TrajectoryGoal } from '../../shared/contract/simulatorContract';
import { motionLimits } from '../../shared/motion/limits';
import { runToEnd, validateTrajectory } from '../../shared/motion/validateTrajectory';
import { fr3 } from '../../shared/robot/fr3';
import { jogLimits } from '../../shared/session/jog';
import { restSec, tickSec } from './jog/jogPath';
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

/** ms: after the last word of a hold, until the way to rest is sent: silence, a turn of the timer, the check. */
const lateMs = jogLimits.holdSilenceMs + 60;

/** A jogged motion is within what was approved, ends at rest, and goes on only while a key is held. */
function judgeJog(goal: TrajectoryGoal, approval: JogApproval, heldMsAgo: number): void {
  const { points, jointNames } = goal;
  const limits = motionLimits(fr3);
  const velocity = limits.velocity.map(() => approval.jointSpeed * 1.05);
  const { problems } = runToEnd(
    validateTrajectory({ jointNames, points }, { ...limits, velocity }, 'moving'),
  );
  expect(problems, 'within the approved bounds, and ending at rest').toEqual([]);
  const lastsSec = points.at(-1)!.timeFromStart;
  expect(lastsSec, 'short').toBeLessThan(restSec + 16 * tickSec);
  if (heldMsAgo > lateMs) expect(lastsSec, 'the way to rest').toBeLessThan(restSec + 7 * tickSec);
  expect(heldMsAgo, 'nothing is sent long after a hold').toBeLessThan(2 * lateMs);
}

/** Holds the journal against the law; answers how many goals there were, and how many of them by jogging. */
function judge({ journal, offered }: World): { readonly motions: number; readonly jogged: number } {
  const written = new Map<string, { readonly approval: Approval; sent: number; void: boolean }>();
  const jogs = new Map<string, { readonly approval: JogApproval; void: boolean; heldAtMs: number }>();
  const approvedPlans = new Set<string>();
  let motions = 0;
  let jogged = 0;
  for (const entry of journal) {
    if (entry.type === 'cut') {
      for (const known of [...written.values(), ...jogs.values()]) known.void = true;
    } else if (entry.type === 'jogWritten') {
      const { approval } = entry;
      expect(jogs.has(approval.jogId), 'an approval is minted once').toBe(false);
      jogs.set(approval.jogId, { approval, void: false, heldAtMs: Number.NEGATIVE_INFINITY });
    } else if (entry.type === 'held') {
      const jog = jogs.get(entry.jogId);
      if (jog) jog.heldAtMs = entry.atMs;
    } else if (entry.type === 'written') {
      const { approvalId, planHash } = entry.approval;
      expect(written.has(approvalId), 'an approval is minted once').toBe(false);
      expect(approvedPlans.has(planHash), 'a plan is approved once').toBe(false);
      approvedPlans.add(planHash);
      written.set(approvalId, { approval: entry.approval, sent: 0, void: false });
    } else {
      motions++;
      const [approvalId, index] = entry.goalId.split(':');
      const jog = jogs.get(approvalId ?? '');
      if (jog) {
        jogged++;
        expect(jog.void, 'nothing came between the approval and the jogging').toBe(false);
        const isArm = !index?.startsWith('gripper');
        if (isArm) judgeJog(entry.goal as TrajectoryGoal, jog.approval, entry.atMs - jog.heldAtMs);
        continue;
      }
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
  return { motions, jogged };
}

describe('no motion without an approval', () => {
  it('holds over thousands of random steps', { timeout: 300_000 }, async () => {
    let steps = 0;
    let motions = 0;
    let jogged = 0;
    const conversation = fc.array(anyStep, { minLength: 20, maxLength: 60, size: 'max' });
    await fc.assert(
      fc.asyncProperty(conversation, async (sequence) => {
        const world = await createWorld();
        for (const [, act] of sequence) {
          await act(world);
          steps++;
        }
        await world.rig.clock.advance(1500);
        const found = judge(world);
        motions += found.motions;
        jogged += found.jogged;
      }),
      { numRuns: 100 },
    );
    process.stdout.write(
      `no motion without an approval: ${steps} steps, ${motions} goals sent, ${jogged} of them by jogging\n`,
    );
    expect(steps).toBeGreaterThan(2000);
    // Or the property would hold because nothing ever moves.
    expect(motions - jogged).toBeGreaterThan(100);
    expect(jogged).toBeGreaterThan(100);
  });
});
