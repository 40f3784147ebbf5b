import { describe, expect, it } from 'vitest';
import {
  type Generation,
  type Proposal,
  type ProposalKind,
  proposalSchema,
  type Samples,
  type Turn,
} from '../../shared/contract/proposal';
import { answers, hash, model, plan } from './loopTestNouns';
import { createRig } from './loopTestRig';
import { never, task, toApproval } from './loopTestSteps';
import { questionOf } from './proposeStage';

const question = 'Which one: the red cube or the green cube?';
const asking = [answers.affordance, answers.trajectory].map(({ kind }) => ({
  kind,
  text: `<think>Two.</think><output>{"question": "${question}"}</output>`,
  reasoning: 'Two.',
  outcome: 'asks' as const,
  question,
  promptTokens: 1,
  tokens: 1,
  firstTokenMs: 1,
  totalMs: 1,
  meanLogProb: -0.1,
}));

/** The model asks back until it has been told something. */
function askingRig() {
  const heard: { said: string; earlier: readonly Turn[] }[] = [];
  let approved: unknown;
  const rig = createRig({
    inference: {
      propose: ({ proposalId, observationId, instruction, earlier }) => {
        heard.push({ said: instruction, earlier });
        const generations = earlier.length === 0 ? asking : [answers.affordance, answers.trajectory];
        return { proposalId, observationId, instruction, earlier, model, generations };
      },
    },
    robot: {
      approve: ({ planHash }) => {
        approved = planHash;
        return never();
      },
    },
  });
  return { rig, heard, approved: () => approved };
}

describe('several answers to one question', () => {
  const other = { ...answers.affordance, box: { xMin: 0.7, yMin: 0.4, xMax: 0.8, yMax: 0.5 } };
  const refuses = { ...answers.affordance, outcome: 'nothingThere' as const, box: undefined };
  const drawn = (kind: ProposalKind, given: readonly Generation[]): Samples => ({
    kind,
    draw: null,
    answers: given.map((generation, seed) => ({ seed, generation })),
    medoid: 0,
    chosen: 0,
  });

  function samplingRig(first: Generation) {
    const asked: number[] = [];
    const planned: Proposal[] = [];
    const rig = createRig(
      {
        inference: {
          propose: ({ proposalId, observationId, instruction, earlier, samples }) => {
            asked.push(samples);
            return {
              proposalId,
              observationId,
              instruction,
              earlier,
              model,
              generations: [first, answers.trajectory],
              samples: [
                drawn('affordance', [first, other, refuses]),
                drawn('trajectory', [answers.trajectory, answers.trajectory]),
              ],
            };
          },
        },
        planner: {
          planTask: ({ proposal }) => {
            planned.push(proposal);
            const planText = JSON.stringify({ ...plan, proposalId: proposal.proposalId });
            return { ok: true, planHash: hash(planText), planText, planningMs: 1 };
          },
        },
      },
      { samples: 3 },
    );
    return { rig, asked, planned };
  }

  it('are asked for as often as set; another one that is chosen becomes the Proposal, is recorded and planned', async () => {
    const { rig, asked, planned } = samplingRig(answers.affordance);
    await toApproval(rig);
    expect(asked).toEqual([3]);
    const before = rig.loop.view.getState();
    const choosing = rig.loop.choose({ affordance: 1 });
    // Withdrawn at once: no plan is left that could be approved while the other one is made.
    expect(rig.loop.view.getState().run?.plan).toBeNull();
    await choosing;
    const { run, session } = rig.loop.view.getState();
    expect(session).toMatchObject({ state: 'awaitingApproval', planHash: run?.plan?.planHash });
    expect(run?.plan?.planHash).not.toBe(before.run?.plan?.planHash);
    expect(run?.proposal?.generations[0]?.box).toEqual(other.box);
    expect(run?.proposal?.chosenFrom).toBe(before.run?.proposal?.proposalId);
    expect(planned.map(({ proposalId }) => proposalId)).toEqual([
      before.run?.proposal?.proposalId,
      run?.proposal?.proposalId,
    ]);
    const link = rig.records.find(({ kind }) => kind === 'proposal');
    expect(proposalSchema.parse(JSON.parse(link?.json ?? ''))).toEqual(run?.proposal);
  });

  it('can be chosen from where most of them ask back, and one that sees nothing is not planned', async () => {
    const { rig, planned } = samplingRig({ ...asking[0]!, kind: 'affordance' });
    rig.loop.startTask(task);
    await rig.reaches('awaitingAnswer');
    await rig.loop.choose({ affordance: 1 });
    await rig.reaches('awaitingApproval');
    await rig.loop.choose({ affordance: 2 });
    await rig.rests();
    expect(planned).toHaveLength(1);
    expect(rig.outcomes).toEqual(['nothingInView']);
  });

  it('change nothing once the gate is asked', async () => {
    const { rig, planned } = samplingRig(answers.affordance);
    await toApproval(rig);
    void rig.loop.approve();
    await rig.loop.choose({ affordance: 1 });
    expect(planned).toHaveLength(1);
  });
});

describe('a dialogue about one picture', () => {
  it('waits for the answer to a question, plans nothing meanwhile, and goes on with the dialogue kept', async () => {
    const { rig, heard, approved } = askingRig();
    rig.loop.startTask(task);
    await rig.reaches('awaitingAnswer');
    await rig.loop.approve();
    expect([rig.calls.includes('planner.planTask'), approved()]).toEqual([false, undefined]);
    expect(rig.loop.say('  ')).toMatch(/Say what to do/);
    expect(rig.loop.say('the red one')).toBeNull();
    await rig.reaches('awaitingApproval');
    expect(heard.map(({ said }) => said)).toEqual([task, 'the red one']);
    expect(heard[1]?.earlier).toEqual([
      { said: task, answers: asking.map(({ kind, text }) => ({ kind, text })) },
    ]);
    expect(rig.calls.filter((call) => call === 'camera.freeze')).toHaveLength(1);
    const said = rig.records.filter(({ kind }) => kind === 'instruction').map(({ json }) => JSON.parse(json));
    expect(said).toEqual([{ text: task }, { text: 'the red one', turn: 2, corrects: null }]);
  });

  it('withdraws the plan that waits when its proposal is corrected', async () => {
    const { rig } = askingRig();
    rig.loop.startTask(task);
    await rig.reaches('awaitingAnswer');
    rig.loop.say('the red one');
    await rig.reaches('awaitingApproval');
    const planHash = rig.loop.view.getState().run?.plan?.planHash;
    rig.loop.say('a little more to the left');
    expect(rig.loop.view.getState()).toMatchObject({ session: { state: 'proposing' }, run: { plan: null } });
    await rig.loop.approve();
    expect(rig.calls).not.toContain('robot.approve');
    await rig.reaches('awaitingApproval');
    const last = rig.records.filter(({ kind }) => kind === 'instruction').at(-1);
    expect(JSON.parse(last?.json ?? '')).toEqual({
      text: 'a little more to the left',
      turn: 3,
      corrects: planHash,
    });
  });

  it('can be called off, and stopped, while the model waits for an answer', async () => {
    const { rig } = askingRig();
    rig.loop.startTask(task);
    await rig.reaches('awaitingAnswer');
    rig.loop.cancel();
    await rig.rests();
    expect(rig.outcomes).toEqual(['refused']);
    rig.loop.startTask(task);
    await rig.reaches('awaitingAnswer');
    rig.loop.stops.stop('button', 'test');
    await rig.reaches('stopped');
    expect(rig.loop.say('the red one')).toMatch(/nothing to answer/);
  });

  it('takes no correction while the gate is asked, nor after so many turns that the prompt grows too long', async () => {
    const { rig } = askingRig();
    await toApproval(rig).catch(() => undefined);
    await rig.reaches('awaitingAnswer');
    for (let turn = 2; turn <= 6; turn++) {
      expect(rig.loop.say(`the red one ${turn}`)).toBeNull();
      await rig.reaches('awaitingApproval');
    }
    expect(rig.loop.say('once more')).toMatch(/6 turns/);
    void rig.loop.approve();
    expect(rig.loop.say('wait')).toMatch(/too late/);
  });

  it('plans nothing of an answer that is too doubtful, and asks instead', async () => {
    const doubt = { score: -3, threshold: -1, withheld: 0.05 };
    const rig = createRig({
      inference: {
        propose: ({ proposalId, observationId, instruction, earlier }) => {
          const generations = [
            { ...answers.affordance, ...(earlier.length === 0 && { doubt }) },
            answers.trajectory,
          ];
          return { proposalId, observationId, instruction, earlier, model, generations };
        },
      },
    });
    rig.loop.startTask(task);
    await rig.reaches('awaitingAnswer');
    expect(rig.calls).not.toContain('planner.planTask');
    const { proposal } = rig.loop.view.getState().run ?? {};
    expect(proposal && questionOf(proposal)).toMatch(
      /not sure of the box of the object: 95.% of its right answers/,
    );
    rig.loop.say('the one at [0.450, 0.450]');
    await rig.reaches('awaitingApproval');
  });
});
