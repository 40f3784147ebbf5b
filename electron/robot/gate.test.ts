import { describe, expect, it } from 'vitest';
import type { Approval } from '../../shared/contract/robotContract';
import { sha256Hex } from '../../shared/motion/sha256';
import { fr3 } from '../../shared/robot/fr3';
import { grip, model, move, taskPlan } from './testing/plans';
import { createRig, type Rig } from './testing/rig';

const offerText = (rig: Rig, planText: string) => rig.now(rig.planner.request('offerPlan', { planText }));
async function planText(rig: Rig, change: Parameters<typeof taskPlan>[2] = {}) {
  const { epoch } = await rig.getState();
  return JSON.stringify(taskPlan(epoch, rig.arm.stampSec(), change));
}
const checksOf = (answer: { refusals: readonly { check: string }[] }) =>
  answer.refusals.map(({ check }) => check);

describe('an offer', () => {
  it('is named by the hash of its exact text', async () => {
    const rig = await createRig();
    const text = await planText(rig, { instruction: 'put the café cup away 🤖' });
    expect(await offerText(rig, text)).toEqual({ planHash: sha256Hex(text), refusals: [] });
  });

  it('with one byte changed has another hash, and the approval of the first does not fit it', async () => {
    const rig = await createRig();
    const text = await planText(rig);
    const other = text.replace('put the red cube', 'put the red cubf');
    const { planHash } = await offerText(rig, other);
    expect(planHash).toBe(sha256Hex(other));
    expect(planHash).not.toBe(sha256Hex(text));
    expect(checksOf(await rig.approve(sha256Hex(text)))).toEqual(['planKnown']);
    expect(rig.motions()).toEqual([]);
  });

  it('that is no plan is refused with its reason, and cannot be approved', async () => {
    const rig = await createRig();
    for (const [text, check, words] of [
      ['{"version":1,', 'schema', 'no JSON'],
      ['{"version":1}', 'schema', 'no plan'],
      ['{} ', 'schema', 'no plan'],
      ['"\ud800"', 'hash', 'UTF-8'],
      [(await planText(rig)).replace('"version"', '"version":1,"version"'), 'schema', 'not allowed'],
      [await planText(rig, { robot: 'ur5' }), 'robot', 'ur5'],
      [await planText(rig, { epoch: 'e0' }), 'epoch', 'another connection'],
      [
        await planText(rig, { speedScale: 1, segments: [move(0, 0.2, 0.3, 'approach')] }),
        'acceleration',
        'fr3_joint1',
      ],
    ] as const) {
      const { planHash, refusals } = await offerText(rig, text);
      expect(refusals[0]?.check).toBe(check);
      expect(refusals[0]?.text).toMatch(words);
      expect(checksOf(await rig.approve(planHash))).toEqual(['planKnown']);
    }
    expect(rig.motions()).toEqual([]);
  });

  it('is forgotten when four newer ones are held', async () => {
    const rig = await createRig();
    const hashes: string[] = [];
    for (let i = 0; i < 5; i++) hashes.push((await rig.offer({ instruction: `number ${i}` })).planHash);
    expect(checksOf(await rig.approve(hashes[0]!))).toEqual(['planKnown']);
    expect(checksOf(await rig.approve(hashes[1]!))).toEqual([]);
  });

  it('does not make a used plan good again by coming again, not even after it was pushed out', async () => {
    const rig = await createRig();
    const text = await planText(rig, { segments: [grip(0.08, false)] });
    const { planHash } = await offerText(rig, text);
    expect(checksOf(await rig.approve(planHash))).toEqual([]);
    await rig.clock.advance(1000);
    await offerText(rig, text);
    expect(checksOf(await rig.approve(planHash))).toEqual(['notUsed']);
    for (let i = 0; i < 4; i++) await rig.offer({ instruction: `number ${i}` });
    await offerText(rig, text);
    expect(checksOf(await rig.approve(planHash))).toEqual(['notUsed']);
    expect(rig.motions()).toHaveLength(1);
  });

  it('does not grow younger by coming again', async () => {
    const rig = await createRig();
    const text = await planText(rig);
    const { planHash } = await offerText(rig, text);
    await rig.clock.advance(60_000);
    await offerText(rig, text);
    await rig.clock.advance(61_000);
    expect(checksOf(await rig.approve(planHash))).toEqual(['notExpired', 'frameAge']);
  });
  it("does not grow younger either when the robot's clock crawls", async () => {
    const rig = await createRig();
    const from = rig.arm.stampSec();
    rig.arm.manners.distort = (state) => ({ ...state, stampSec: from + (state.stampSec - from) / 1000 });
    const { epoch } = await rig.getState();
    const text = JSON.stringify(taskPlan(epoch, from));
    const { planHash } = await offerText(rig, text);
    await rig.clock.advance(60_000);
    await offerText(rig, text);
    await rig.clock.advance(61_000);
    expect(checksOf(await rig.approve(planHash))).toContain('notExpired');
  });
});

describe('an approval', () => {
  it('is safely recorded before the first goal is sent, and the goal is the approved one', async () => {
    const rig = await createRig();
    rig.recorder.manners.durably = 'hold';
    const text = await planText(rig);
    const { planHash } = await offerText(rig, text);
    const answer = rig.console.request('approve', { planHash, operator: 'Ada', model });
    await rig.clock.advance(300);
    expect(rig.motions()).toEqual([]);
    rig.recorder.release();
    const { approval, executionId, refusals } = await rig.now(answer);
    expect(refusals).toEqual([]);
    expect(executionId).toEqual(expect.any(String));
    expect(rig.recorder.durable.map(({ kind, source }) => ({ kind, source }))).toEqual([
      { kind: 'approval', source: 'robot' },
    ]);
    expect(JSON.parse(rig.recorder.durable[0]!.json)).toEqual(approval);
    expect(approval).toMatchObject({ planHash, operator: 'Ada', epoch: (await rig.getState()).epoch });
    await rig.clock.advance(4000);
    const goals = rig
      .motions()
      .map((command) => (command.type === 'loadScene' || command.type === 'cancel' ? null : command.goal));
    const { segments } = JSON.parse(text) as { segments: Record<string, unknown>[] };
    expect(goals).toEqual(
      segments.map((segment, i) => {
        const goalId = `${(approval as Approval).approvalId}:${i}`;
        if (segment.type === 'gripper') return { goalId, width: segment.width, maxEffort: segment.force };
        const { type: _, phase: __, ...goal } = segment;
        return { goalId, ...goal };
      }),
    );
  });

  /** What must be so, broken one by one; the rest is as in a good approval. */
  const breaks: Readonly<Record<string, (rig: Rig) => Promise<void> | void>> = {
    connected: async (rig) => {
      rig.arm.unplug();
      await rig.clock.settle();
    },
    noLatchedStop: async (rig) => {
      rig.main.request('stop', { source: 'test', reason: 'test' });
      await rig.clock.advance(300);
    },
    startPositions: async (rig) => {
      rig.arm.place(fr3.home.map((p) => p + 0.03));
      await rig.clock.advance(200);
    },
    standstill: async (rig) => {
      rig.arm.manners.distort = (state) => ({ ...state, velocities: state.velocities.map(() => 0.02) });
      await rig.clock.advance(50);
    },
    jointStateFresh: async (rig) => {
      rig.arm.manners.silent = true;
      await rig.clock.advance(220);
    },
    noOtherCommander: async (rig) => {
      rig.arm.feedback('teach pendant');
      await rig.clock.settle();
    },
    recorder: async (rig) => {
      rig.recorder.unplug();
      await rig.clock.settle();
    },
    heartbeats: async (rig) => {
      rig.heart.renderer = false;
      await rig.clock.advance(1200);
    },
    recording: (rig) => {
      rig.recorder.manners.durably = 'refuse';
    },
    epoch: async (rig) => {
      await rig.now(rig.console.request('connect', { driver: 'simulator' }));
      await rig.clock.advance(200);
    },
    notExpired: (rig) => rig.clock.advance(121_000),
  };
  const expected: Readonly<Record<string, readonly string[]>> = {
    // A new epoch, or none, voids every plan: there is nothing left to check.
    connected: ['planKnown'],
    epoch: ['planKnown'],
    // Joints that are not heard of are not known to stand still either.
    jointStateFresh: ['jointStateFresh', 'standstill'],
    notExpired: ['notExpired', 'frameAge'],
  };
  for (const [check, breakIt] of Object.entries(breaks)) {
    it(`is refused for ${check}, and nothing moves`, async () => {
      const rig = await createRig();
      const { planHash, refusals } = await rig.offer();
      expect(refusals).toEqual([]);
      await breakIt(rig);
      const answer = await rig.approve(planHash);
      expect(checksOf(answer)).toEqual(expected[check] ?? [check]);
      expect(answer.approval).toBeNull();
      await rig.clock.advance(1000);
      expect(rig.motions()).toEqual([]);
    });
  }

  it('is refused for a model that is not the one of the plan', async () => {
    const rig = await createRig();
    const { planHash } = await rig.offer();
    const other = { ...model, packHash: 'f'.repeat(64) };
    const answer = await rig.now(rig.console.request('approve', { planHash, operator: 'op', model: other }));
    expect(checksOf(answer)).toEqual(['modelUnchanged']);
    expect(rig.motions()).toEqual([]);
  });

  it('is refused while another plan is executed', async () => {
    const rig = await createRig();
    const first = await rig.offer();
    const second = await rig.offer({ instruction: 'another' });
    await rig.approve(first.planHash);
    expect(checksOf(await rig.approve(second.planHash))).toEqual(['notExecuting']);
  });

  it('is refused while another approval is being handled, the same one included', async () => {
    const rig = await createRig();
    rig.recorder.manners.durably = 'hold';
    const { planHash } = await rig.offer();
    const first = rig.console.request('approve', { planHash, operator: 'op', model });
    const second = rig.console.request('approve', { planHash, operator: 'op', model });
    await rig.clock.settle();
    expect(checksOf(await second)).toEqual(['notExecuting']);
    rig.recorder.release();
    expect(checksOf(await rig.now(first))).toEqual([]);
    await rig.clock.advance(5000);
    expect(rig.motions()).toHaveLength(4);
  });

  it('is void when the recorder does not answer within a second, and its late answer starts nothing', async () => {
    const rig = await createRig();
    rig.recorder.manners.durably = 'hold';
    const { planHash } = await rig.offer();
    const answer = rig.console.request('approve', { planHash, operator: 'op', model });
    await rig.clock.advance(1010);
    expect(checksOf(await rig.now(answer))).toEqual(['recording']);
    rig.recorder.release();
    await rig.clock.advance(1000);
    expect(rig.motions()).toEqual([]);
    // The plan is used up all the same.
    rig.recorder.manners.durably = 'answer';
    expect(checksOf(await rig.approve(planHash))).toEqual(['notUsed']);
  });

  /** What may come while the recorder writes. */
  const meanwhile: Readonly<Record<string, readonly [(rig: Rig) => Promise<void> | void, string]>> = {
    'a stop': [breaks.noLatchedStop!, 'noLatchedStop'],
    'a stop that was reset already': [
      async (rig) => {
        rig.main.request('stop', { source: 'test', reason: 'test' });
        await rig.clock.advance(300);
        await rig.now(rig.console.request('resetStop', {}));
      },
      'noStopMeanwhile',
    ],
    'a lost connection': [
      async (rig) => {
        rig.arm.unplug();
        await rig.clock.settle();
      },
      'connected',
    ],
    'a lost and found connection': [
      async (rig) => {
        rig.arm.unplug();
        await rig.clock.settle();
        rig.plugArm();
        await rig.clock.advance(300);
      },
      'epoch',
    ],
    'another commander': [breaks.noOtherCommander!, 'noOtherCommander'],
    'a push at the arm': [breaks.startPositions!, 'startPositions'],
    "a jump of the robot's clock": [
      async (rig) => {
        rig.arm.manners.distort = (state) => ({ ...state, stampSec: state.stampSec + 10 });
        await rig.clock.advance(300);
      },
      'approvalValid',
    ],
    'silence of the joints': [breaks.jointStateFresh!, 'jointStateFresh'],
  };
  for (const [what, [happen, check]] of Object.entries(meanwhile)) {
    it(`starts nothing when ${what} comes while the recorder writes`, async () => {
      const rig = await createRig();
      rig.recorder.manners.durably = 'hold';
      const { planHash } = await rig.offer();
      const answer = rig.console.request('approve', { planHash, operator: 'op', model });
      await rig.clock.settle();
      await happen(rig);
      rig.recorder.release();
      expect(checksOf(await rig.now(answer))).toContain(check);
      await rig.clock.advance(1000);
      expect(rig.motions()).toEqual([]);
    });
  }
});
